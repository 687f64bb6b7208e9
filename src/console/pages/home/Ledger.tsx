import { Anchor, Group, Text } from '@mantine/core'
import { Link } from 'react-router'
import { useRead } from '../../api/useRead.ts'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { Section } from '../../parts/Section.tsx'
import { texts } from '../../texts/texts.ts'

/** What came in and did not find its place. */
export function Ledger() {
  const quarantined = useRead('/v1/deliveries', {}, { state: 'quarantined', limit: '50' })
  const parked = useRead('/v1/deliveries', {}, { state: 'parked', limit: '50' })
  const count = (items: readonly unknown[] | undefined, next: string | null | undefined) =>
    items === undefined ? '…' : `${items.length}${next ? '+' : ''}`
  return (
    <Section title={texts.deliveries.title}>
      <ProblemNotice error={quarantined.error ?? parked.error} />
      <Group>
        {(['quarantined', 'parked'] as const).map((state) => {
          const { data } = state === 'parked' ? parked : quarantined
          return (
            <Text key={state} size="sm">
              <Anchor component={Link} to={`/deliveries?state=${state}`} inherit>
                {count(data?.items, data?.nextCursor)} {texts.deliveries.state(state)}
              </Anchor>
            </Text>
          )
        })}
      </Group>
    </Section>
  )
}
