import { Badge, Code, Stack, Table, Text } from '@mantine/core'
import { useRead } from '../../api/useRead.ts'
import { Reading } from '../../parts/Pages.tsx'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { texts } from '../../texts/texts.ts'

/** What became of each rule from one age to the other. */
export function DiffTable({ one, other }: { readonly one: string; readonly other: string }) {
  const path = '/v1/policy-packs/{packId}/diff/{otherPackId}'
  const { data, error } = useRead(path, { packId: one, otherPackId: other }, {}, { live: false })
  if (!data) return error ? <ProblemNotice error={error} /> : <Reading />
  const { rules, instants, readings, acts } = data
  if (rules.length + instants.length + readings.length + acts.length === 0)
    return <Text>{texts.rules.noDifference}</Text>
  return (
    <Stack>
      <Table.ScrollContainer minWidth={620}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.rules.rule}</Table.Th>
              <Table.Th>{texts.rules.change}</Table.Th>
              <Table.Th>{texts.rules.words}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rules.map(({ id, words, change, terms }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <Code>{id}</Code>
                </Table.Td>
                <Table.Td>
                  <Badge variant="light" tt="none">
                    {texts.change(change)}
                  </Badge>
                </Table.Td>
                <Table.Td>
                  {words}
                  {terms === undefined ? null : (
                    <Text size="sm" c="dimmed">
                      {texts.rules.now}: {terms}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {instants.map(({ name, before, after }) => (
        <Text size="sm" key={name}>
          {name}: {texts.dayAndTime(before)} → {texts.dayAndTime(after)}
        </Text>
      ))}
      {acts.length === 0 ? null : (
        <Text size="sm">
          {texts.rules.otherWay}: {acts.join(', ')}
        </Text>
      )}
    </Stack>
  )
}
