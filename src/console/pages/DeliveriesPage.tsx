import { Anchor, Group, NativeSelect, Stack, Table, Text, Title } from '@mantine/core'
import { Link, useSearchParams } from 'react-router'
import { usePages } from '../api/useRead.ts'
import { MoreButton, Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { When } from '../parts/When.tsx'
import { texts } from '../texts/texts.ts'

const choices = {
  state: ['quarantined', 'parked', 'pending', 'unknownType', 'processed', 'noted', 'dismissed'],
  source: ['desk', 'registry', 'webex'],
} as const

/** What desk, registry and Webex have sent, and what became of it. */
export function DeliveriesPage() {
  const [search, setSearch] = useSearchParams()
  const query = { state: search.get('state') ?? '', source: search.get('source') ?? '' }
  const found = usePages('/v1/deliveries', {}, { ...query, limit: '50' })
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search)
    if (value === '') next.delete(name)
    else next.set(name, value)
    setSearch(next, { replace: true })
  }
  return (
    <Stack>
      <Title order={1}>{texts.deliveries.title}</Title>
      <Text c="dimmed">{texts.deliveries.hint}</Text>
      <Group>
        <NativeSelect
          label={texts.deliveries.stateHead}
          value={query.state}
          onChange={(event) => set('state', event.currentTarget.value)}
          data={[
            { value: '', label: texts.numbers.any },
            ...choices.state.map((value) => ({ value, label: texts.deliveries.state(value) })),
          ]}
          data-first-filter
        />
        <NativeSelect
          label={texts.deliveries.from}
          value={query.source}
          onChange={(event) => set('source', event.currentTarget.value)}
          data={[
            { value: '', label: texts.numbers.any },
            ...choices.source.map((value) => ({ value, label: texts.source(value) })),
          ]}
        />
      </Group>
      <ProblemNotice error={found.error} />
      {found.items === undefined && !found.error ? <Reading /> : null}
      {found.items?.length === 0 ? <Text c="dimmed">{texts.deliveries.empty}</Text> : null}
      {found.items === undefined || found.items.length === 0 ? null : (
        <Table.ScrollContainer minWidth={720}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.deliveries.received}</Table.Th>
                <Table.Th>{texts.deliveries.from}</Table.Th>
                <Table.Th>{texts.deliveries.type}</Table.Th>
                <Table.Th>{texts.deliveries.stateHead}</Table.Th>
                <Table.Th>{texts.home.because}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.items.map(({ id, receivedAt, source, type, state, reason, sourceId }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <Anchor component={Link} to={`/deliveries/${id}`}>
                      <When at={receivedAt} />
                    </Anchor>
                  </Table.Td>
                  <Table.Td>{texts.source(source)}</Table.Td>
                  <Table.Td>
                    {type ?? texts.none}
                    <Text size="xs" c="dimmed" className="data">
                      {sourceId}
                    </Text>
                  </Table.Td>
                  <Table.Td>{texts.deliveries.state(state)}</Table.Td>
                  <Table.Td className="data">{reason ?? texts.none}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <MoreButton pages={found} />
    </Stack>
  )
}
