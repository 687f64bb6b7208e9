import { Stack, Title } from '@mantine/core'
import { useParams, useSearchParams } from 'react-router'
import { Trail } from '../parts/Trail.tsx'
import { texts } from '../texts/texts.ts'
import { Wizard } from './wizard/Wizard.tsx'

/** The draft itself is kept by the server; the address names it, so that it can be gone on with. */
export function WizardPage() {
  const { orgId = '' } = useParams()
  const [search, setSearch] = useSearchParams()
  return (
    <Stack gap="lg">
      <Trail orgId={orgId} here={texts.wizard.title} />
      <Title order={1}>{texts.wizard.title}</Title>
      <Wizard
        key={search.get('round') ?? ''}
        orgId={orgId}
        orderId={search.get('order') ?? undefined}
        onOrder={(id) => setSearch(id === undefined ? {} : { order: id }, { replace: true })}
        onAnother={() => setSearch({ round: crypto.randomUUID() })}
      />
    </Stack>
  )
}
