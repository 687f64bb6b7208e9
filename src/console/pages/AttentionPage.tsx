import { Anchor, Code, Stack, Table, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import { usePages } from '../api/useRead.ts'
import { MoreButton, Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { When } from '../parts/When.tsx'
import { texts } from '../texts/texts.ts'
import { dataLines } from '../view/eventData.ts'

/** What waits for a person, the oldest first. */
export function AttentionPage() {
  const found = usePages('/v1/attention', {}, { limit: '50' })
  return (
    <Stack>
      <Title order={1}>{texts.attention.title}</Title>
      <ProblemNotice error={found.error} />
      {found.items === undefined && !found.error ? <Reading /> : null}
      {found.items?.length === 0 ? <Text c="dimmed">{texts.attention.empty}</Text> : null}
      {found.items === undefined || found.items.length === 0 ? null : (
        <Table verticalSpacing="sm">
          <Table.Tbody>
            {found.items.map(({ id, orgId, code, subject, owner, since, detail }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  {orgId === null ? (
                    texts.attention.what(code)
                  ) : (
                    <Anchor component={Link} to={`/organisations/${orgId}`}>
                      {texts.attention.what(code)}
                    </Anchor>
                  )}
                  <Text size="xs" c="dimmed" className="data">
                    {subject}
                  </Text>
                </Table.Td>
                <Table.Td>{owner === null ? texts.none : texts.owner(owner)}</Table.Td>
                <Table.Td>
                  {texts.attention.since} <When at={since} />
                </Table.Td>
                <Table.Td>
                  {dataLines(detail).map(([name, value]) => (
                    <Text key={name} size="xs" className="data">
                      {name}: <Code>{value}</Code>
                    </Text>
                  ))}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <MoreButton pages={found} />
    </Stack>
  )
}
