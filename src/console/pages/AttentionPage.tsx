import { Stack, Title } from '@mantine/core'
import { usePages } from '../api/useRead.ts'
import { AttentionTable } from '../parts/AttentionTable.tsx'
import { MoreButton, Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { texts } from '../texts/texts.ts'

/** What waits for a person, the oldest first. */
export function AttentionPage() {
  const found = usePages('/v1/attention', {}, { limit: '50' })
  return (
    <Stack>
      <Title order={1}>{texts.attention.title}</Title>
      <ProblemNotice error={found.error} />
      {found.items === undefined ? found.error ? null : <Reading /> : <AttentionTable items={found.items} />}
      <MoreButton pages={found} />
    </Stack>
  )
}
