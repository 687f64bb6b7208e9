import { Anchor, Table, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { PortfolioLine } from '../../api/contract.ts'
import { Section } from '../../parts/Section.tsx'
import { texts } from '../../texts/texts.ts'
import { byRisk } from '../../view/home.ts'

/** Organisations of which numbers will stop, or cannot text. */
export function AtRisk({ lines }: { readonly lines: readonly PortfolioLine[] }) {
  const shown = byRisk(lines).filter(({ verdicts }) => verdicts.willStop + verdicts.cannot + verdicts.unknown > 0)
  return (
    <Section title={texts.home.atRisk}>
      {shown.length === 0 ? <Text c="dimmed">{texts.home.noRisk}</Text> : null}
      {shown.length === 0 ? null : (
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.organisations.name}</Table.Th>
                <Table.Th>{texts.verdict('willStop')}</Table.Th>
                <Table.Th>{texts.verdict('cannot')}</Table.Th>
                <Table.Th>{texts.verdict('unknown')}</Table.Th>
                <Table.Th>{texts.home.because}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.slice(0, 10).map(({ id, name, verdicts, obstacles }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <Anchor component={Link} to={`/organisations/${id}`}>
                      {name ?? texts.organisations.nameless}
                    </Anchor>
                  </Table.Td>
                  {(['willStop', 'cannot', 'unknown'] as const).map((verdict) => (
                    <Table.Td key={verdict}>
                      <Anchor component={Link} to={`/organisations/${id}/numbers?verdict=${verdict}`}>
                        {verdicts[verdict]}
                      </Anchor>
                    </Table.Td>
                  ))}
                  <Table.Td>
                    {obstacles[0] === undefined ? texts.home.byNumber : texts.reason(obstacles[0].reason)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  )
}
