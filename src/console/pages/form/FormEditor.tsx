import { Alert, Button, Fieldset, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import type { RegistrationForm } from '../../api/contract.ts'
import { useAct } from '../../api/useRead.ts'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { texts } from '../../texts/texts.ts'
import {
  brandFields,
  campaignFields,
  draftFrom,
  type FormField,
  lengthOf,
  valueAt,
  withValue,
} from '../../view/formFields.ts'
import { fieldErrors } from '../../view/problemWords.ts'
import { Samples } from './Samples.tsx'

type Props = { readonly orgId: string; readonly caseId: string; readonly start: RegistrationForm }
type Errors = Readonly<Record<string, string>>

export function FormEditor({ orgId, caseId, start }: Props) {
  const navigate = useNavigate()
  const draft = `clearline.form.${caseId}`
  const [form, setForm] = useState(() => draftFrom(sessionStorage.getItem(draft), start))
  const submit = useAct('/v1/organisations/{orgId}/cases/{caseId}/forms', { orgId, caseId }, () => {
    sessionStorage.removeItem(draft)
    void navigate(`/organisations/${orgId}/cases/${caseId}`)
  })
  const errors = fieldErrors(submit.error)
  const faults = Object.keys(errors).length
  // Once the faults are shown: a keyboard goes on where something is to be done.
  useEffect(() => {
    if (submit.error !== null && faults > 0) document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus()
  }, [submit.error, faults])
  useEffect(() => sessionStorage.setItem(draft, JSON.stringify(form)), [draft, form])

  function send(event: FormEvent): void {
    event.preventDefault()
    submit.mutate({ form })
  }
  const fields = (list: readonly FormField[]) =>
    list.map((field) => <Field key={field.path} field={field} form={form} errors={errors} onChange={setForm} />)

  return (
    <form onSubmit={send} noValidate>
      <Stack maw={760}>
        <Text size="sm" c="dimmed">
          {texts.form.draft}
        </Text>
        <Fieldset legend={texts.form.brand}>
          <Stack>{fields(brandFields)}</Stack>
        </Fieldset>
        <Fieldset legend={texts.form.campaign}>
          <Stack>
            {fields(campaignFields)}
            <Samples form={form} errors={errors} onChange={setForm} />
          </Stack>
        </Fieldset>
        {faults > 0 ? (
          <Alert color="red" role="alert">
            {texts.form.faults(faults)}
          </Alert>
        ) : (
          <ProblemNotice error={submit.error} />
        )}
        <Group>
          <Button type="submit" loading={submit.isPending}>
            {texts.form.submit}
          </Button>
          <Button variant="default" onClick={() => setForm(start)}>
            {texts.form.reset}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type FieldProps = {
  readonly field: FormField
  readonly form: RegistrationForm
  readonly errors: Errors
  readonly onChange: (form: RegistrationForm) => void
}

function Field({ field: { path, kind, limit }, form, errors, onChange }: FieldProps) {
  const value = valueAt(form, path)
  const given = {
    label: texts.form.field(path),
    value,
    error: errors[path],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange(withValue(form, path, event.currentTarget.value)),
  }
  if (kind === 'entity') {
    const data = Object.entries(texts.form.entity).map(([each, label]) => ({ value: each, label }))
    return <NativeSelect {...given} data={data} />
  }
  if (kind === 'line') return <TextInput {...given} autoComplete="off" />
  return (
    <Textarea {...given} autosize minRows={2} description={texts.form.length(lengthOf(value), limit.min, limit.max)} />
  )
}
