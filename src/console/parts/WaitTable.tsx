import { Anchor, Badge, Group, Table, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { WaitLine } from '../api/contract.ts'
import { texts } from '../texts/texts.ts'
import { OverdueBadge } from './Badges.tsx'
import { When } from './When.tsx'

/** What is waited for, line by line: where, for what, whose turn, since when, until when. */
export function WaitTable({ waits }: { readonly waits: readonly WaitLine[] }) {
  if (waits.length === 0) return <Text c="dimmed">{texts.waits.none}</Text>
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.organisations.name}</Table.Th>
            <Table.Th>{texts.waits.what}</Table.Th>
            <Table.Th>{texts.organisations.who}</Table.Th>
            <Table.Th>{texts.waits.since}</Table.Th>
            <Table.Th>{texts.organisations.due}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {waits.map((each) => (
            <Table.Tr key={each.id}>
              <Table.Td>
                <Anchor component={Link} to={`/organisations/${each.orgId}`}>
                  {each.organisation ?? texts.organisations.nameless}
                </Anchor>
              </Table.Td>
              <Table.Td className="sentence">
                {texts.stage(each.kind)}{' '}
                {each.caseNumber === null ? null : (
                  <Anchor component={Link} to={`/organisations/${each.orgId}/cases/${each.processId}`}>
                    {texts.case.title(each.caseNumber)}
                  </Anchor>
                )}
              </Table.Td>
              <Table.Td>{texts.owner(each.owner)}</Table.Td>
              <Table.Td>
                <When at={each.since} />
              </Table.Td>
              <Table.Td>
                <Group gap="xs">
                  <When at={each.dueAt} />
                  <OverdueBadge isOverdue={each.isOverdue} />
                  {each.isPaused ? (
                    <Badge color="gray" variant="light" tt="none">
                      {texts.waits.paused}
                    </Badge>
                  ) : null}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
