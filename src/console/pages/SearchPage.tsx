import { Anchor, Stack, Table, Text, Title } from '@mantine/core'
import { Link, useSearchParams } from 'react-router'
import type { Found } from '../api/contract.ts'
import { useRead } from '../api/useRead.ts'
import { Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { texts } from '../texts/texts.ts'
import { pageOf } from '../view/found.ts'

export function SearchPage() {
  const [search] = useSearchParams()
  const text = search.get('text') ?? ''
  const { data, error } = useRead('/v1/search', {}, { text }, { enabled: text.length > 1, live: false })
  const named = useRead('/v1/portfolio', {}, { limit: '200' }, { live: false })
  const wanted = text.toLowerCase()
  // Names are encrypted, and so only to be searched by whoever may read them: here.
  const byName = (named.data?.items ?? []).filter(({ name }) => name?.toLowerCase().includes(wanted))
  const found: readonly Found[] = [
    ...byName.map(({ id, name }) => ({
      kind: 'organisation' as const,
      id,
      orgId: id,
      organisation: name,
      label: null,
    })),
    ...(data?.items ?? []).filter(({ kind, id }) => kind !== 'organisation' || !byName.some((each) => each.id === id)),
  ]
  return (
    <Stack>
      <Title order={1}>{texts.search.found(text)}</Title>
      <Text c="dimmed">{texts.search.hint}</Text>
      <ProblemNotice error={error} />
      {data === undefined && !error && text.length > 1 ? <Reading /> : null}
      {data !== undefined && found.length === 0 ? <Text>{texts.search.nothing}</Text> : null}
      {found.length === 0 ? null : (
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.search.what}</Table.Th>
              <Table.Th>{texts.organisations.name}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.map((each) => (
              <Table.Tr key={`${each.kind} ${each.id}`}>
                <Table.Td>
                  <Anchor component={Link} to={pageOf(each)}>
                    {texts.search.kind(each.kind)}{' '}
                    {each.kind === 'number' && each.label !== null ? texts.number(each.label) : (each.label ?? '')}
                  </Anchor>
                  <Text size="xs" c="dimmed" className="data">
                    {each.id}
                  </Text>
                </Table.Td>
                <Table.Td>{each.organisation ?? texts.none}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  )
}
