import { Badge, SimpleGrid, Table, Text } from '@mantine/core'
import type { CutoffPlan } from '../../api/contract.ts'
import { Figure } from '../../parts/Figure.tsx'
import { texts } from '../../texts/texts.ts'

const colours: Readonly<Record<string, string>> = {
  switchOff: 'red',
  unknown: 'yellow',
  exempt: 'orange',
  registered: 'green',
}

/** What happens to each class of numbers, how many they are, why, and who can still change it. */
export function ClassTable({ totals, classes }: Pick<CutoffPlan, 'totals' | 'classes'>) {
  const counted = Object.entries(totals).filter(([, count]) => count > 0)
  if (classes.length === 0) return <Text size="sm">{texts.cutoffs.nobody}</Text>
  return (
    <>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }}>
        {counted.map(([verdict, count]) => (
          <Figure key={verdict} name={texts.cutoffs.verdict(verdict)} value={count} isBad={verdict === 'switchOff'} />
        ))}
      </SimpleGrid>
      <Table.ScrollContainer minWidth={720}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.whatIf.numbers}</Table.Th>
              <Table.Th>{texts.cutoffs.what}</Table.Th>
              <Table.Th>{texts.home.because}</Table.Th>
              <Table.Th>{texts.organisations.who}</Table.Th>
              <Table.Th>{texts.cutoffs.release}</Table.Th>
              <Table.Th>{texts.cutoffs.common}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {classes.map((each) => (
              <Table.Tr key={each.class}>
                <Table.Td>{each.count}</Table.Td>
                <Table.Td>
                  <Badge color={colours[each.verdict] ?? 'gray'} variant="light" tt="none" miw="max-content">
                    {texts.cutoffs.verdict(each.verdict)}
                  </Badge>
                </Table.Td>
                <Table.Td>{texts.cutoffs.reason(each.reason)}</Table.Td>
                <Table.Td>
                  {each.owner === null ? texts.none : texts.owner(each.owner)}
                  {each.act === null ? '' : `: ${texts.act(each.act)}`}
                </Table.Td>
                <Table.Td>{texts.cutoffs.releases(each.release)}</Table.Td>
                <Table.Td>
                  <details>
                    <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
                      {texts.events.details}
                    </Text>
                    {Object.entries(each.axes).map(([axis, value]) => (
                      <Text key={axis} size="xs">
                        {texts.axisName(axis)}: {texts.axis(value)}
                      </Text>
                    ))}
                  </details>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  )
}
