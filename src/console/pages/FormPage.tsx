import { Alert, Stack, Title } from '@mantine/core'
import { useParams } from 'react-router'
import { useRead } from '../api/useRead.ts'
import { Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { Trail } from '../parts/Trail.tsx'
import { texts } from '../texts/texts.ts'
import { emptyForm } from '../view/formFields.ts'
import { FormEditor } from './form/FormEditor.tsx'

/** Begins with the last version where there is one: a correction changes little. */
export function FormPage() {
  const { orgId = '', caseId = '' } = useParams()
  const found = useRead('/v1/organisations/{orgId}/cases/{caseId}', { orgId, caseId }, {}, { live: false })
  const version = found.data?.formVersion ?? 0
  const last = useRead(
    '/v1/organisations/{orgId}/cases/{caseId}/forms/{formVersion}',
    { orgId, caseId, formVersion: version },
    {},
    { enabled: version > 0, live: false },
  )
  const error = found.error ?? last.error
  if (error) return <ProblemNotice error={error} />
  if (!found.data || (version > 0 && !last.data)) return <Reading />
  const codes = found.data.attempts[0]?.decisions.flatMap((each) => each.codes) ?? []
  return (
    <Stack gap="lg">
      <Trail orgId={orgId} here={texts.case.title(found.data.caseNumber)} />
      <Title order={1}>{texts.form.title}</Title>
      {codes.length === 0 ? null : <Alert color="red">{texts.form.rejectedWith(codes.join(', '))}</Alert>}
      <FormEditor key={caseId} orgId={orgId} caseId={caseId} start={last.data?.form ?? emptyForm} />
    </Stack>
  )
}
