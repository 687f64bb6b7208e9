import { Anchor, Button, Code, Group, Stack, Table, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { AttentionItem } from '../api/contract.ts'
import { useAct } from '../api/useRead.ts'
import { texts } from '../texts/texts.ts'
import { placeOf, stepOf } from '../view/attention.ts'
import { dataLines } from '../view/eventData.ts'
import { ProblemNotice } from './Problem.tsx'
import { useMay } from './Session.tsx'
import { When } from './When.tsx'

export function AttentionTable({ items }: { readonly items: readonly AttentionItem[] }) {
  if (items.length === 0) return <Text c="dimmed">{texts.attention.empty}</Text>
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.attention.whatHead}</Table.Th>
            <Table.Th>{texts.organisations.who}</Table.Th>
            <Table.Th>{texts.attention.act}</Table.Th>
            <Table.Th>{texts.waits.since}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Line key={item.id} item={item} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Line({ item }: { readonly item: AttentionItem }) {
  const { code, owner, act, since, detail } = item
  const place = placeOf(item)
  const details = dataLines(detail)
  return (
    <Table.Tr>
      <Table.Td>
        <Text className="sentence">
          {place === undefined ? (
            texts.attention.what(code)
          ) : (
            <Anchor component={Link} to={place} inherit>
              {texts.attention.what(code)}
            </Anchor>
          )}
        </Text>
        {details.length === 0 ? null : (
          <details>
            <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
              {texts.events.details}
            </Text>
            <Stack gap={2}>
              {details.map(([name, value]) => (
                <Text key={name} size="xs" className="data">
                  {name}: <Code>{value}</Code>
                </Text>
              ))}
            </Stack>
          </details>
        )}
      </Table.Td>
      <Table.Td>{owner === null ? texts.none : texts.owner(owner)}</Table.Td>
      <Table.Td>
        <Group gap="xs">
          {act === null ? null : <Text className="sentence">{texts.act(act)}</Text>}
          <TryAgain item={item} />
        </Group>
      </Table.Td>
      <Table.Td>
        <When at={since} />
      </Table.Td>
    </Table.Tr>
  )
}

/** An operator has a failed step tried again, where the cause is mended. */
function TryAgain({ item }: { readonly item: AttentionItem }) {
  const isOperator = useMay('operator')
  const failed = stepOf(item)
  const where = { orgId: item.orgId ?? '', onboardingId: failed?.processId ?? '', caseId: failed?.processId ?? '' }
  const ofOnboarding = useAct('/v1/organisations/{orgId}/onboardings/{onboardingId}/retry', where)
  const ofCase = useAct('/v1/organisations/{orgId}/cases/{caseId}/retry', where)
  if (!isOperator || failed === undefined || item.orgId === null) return null
  const retry = failed.isOfCase ? ofCase : ofOnboarding
  return (
    <Stack gap="xs">
      <Button
        size="compact-sm"
        variant="light"
        loading={retry.isPending}
        onClick={() => retry.mutate({ step: failed.step })}
      >
        {texts.attention.retry}
      </Button>
      <ProblemNotice error={retry.error} />
    </Stack>
  )
}
