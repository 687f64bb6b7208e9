import { NativeSelect, Stack, Text, Title } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { usePages } from '../api/useRead.ts'
import { MoreButton, Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { WaitTable } from '../parts/WaitTable.tsx'
import { texts } from '../texts/texts.ts'
import { waitOwners } from '../view/home.ts'

/** Everything that waits, whoever has to act; the nearest due date first. */
export function WaitsPage() {
  const [search, setSearch] = useSearchParams()
  const owner = search.get('owner') ?? ''
  const found = usePages('/v1/waits', {}, { limit: '50', owner })
  return (
    <Stack>
      <Title order={1}>{texts.waits.title}</Title>
      <Text c="dimmed">{texts.waits.hint}</Text>
      <NativeSelect
        label={texts.organisations.who}
        value={owner}
        onChange={(event) =>
          setSearch(event.currentTarget.value === '' ? {} : { owner: event.currentTarget.value }, { replace: true })
        }
        data={[
          { value: '', label: texts.waits.anybody },
          ...waitOwners.map((value) => ({ value, label: texts.owner(value) })),
        ]}
        maw={320}
        data-first-filter
      />
      <ProblemNotice error={found.error} />
      {found.items === undefined ? found.error ? null : <Reading /> : <WaitTable waits={found.items} />}
      <MoreButton pages={found} />
    </Stack>
  )
}
