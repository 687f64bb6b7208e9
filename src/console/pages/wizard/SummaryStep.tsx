import { Button, Group, Stack, Table, Text } from '@mantine/core'
import type { Order } from '../../api/contract.ts'
import { useAct, usePages } from '../../api/useRead.ts'
import { MoreButton, Reading } from '../../parts/Pages.tsx'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { texts } from '../../texts/texts.ts'

type Props = {
  readonly orgId: string
  readonly order: Order
  readonly onBack: () => void
  readonly onSubmitted: (next: 'more' | 'done') => void
}

export function SummaryStep({ orgId, order, onBack, onSubmitted }: Props) {
  const where = { orgId, orderId: order.id }
  const summary = usePages('/v1/organisations/{orgId}/orders/{orderId}/summary', where, { limit: '200' })
  const submit = useAct('/v1/organisations/{orgId}/orders/{orderId}/submit', where, ({ next }) => onSubmitted(next))
  const items = summary.items?.filter(({ result }) => result !== 'takenOut')
  const send = (next: 'more' | 'done') => submit.mutate({ next, expectedVersion: order.version })
  return (
    <Stack>
      <Text fw={600}>{texts.wizard.ordered(Object.values(order.numbers).reduce((sum, count) => sum + count, 0))}</Text>
      <ProblemNotice error={summary.error} />
      {items === undefined ? <Reading /> : null}
      <Table verticalSpacing="xs">
        <Table.Tbody>
          {items?.map(({ id, number, loa, letterId }) => (
            <Table.Tr key={id}>
              <Table.Td w={260}>{texts.number(number)}</Table.Td>
              <Table.Td>
                {letterId === null ? (loa === 'required' ? texts.wizard.needsLetter : '') : texts.axis('loaSigned')}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <MoreButton pages={summary} />
      <ProblemNotice error={submit.error} />
      <Group>
        <Button variant="default" onClick={onBack}>
          {texts.wizard.back}
        </Button>
        <Button variant="light" onClick={() => send('more')} loading={submit.isPending}>
          {texts.wizard.submitMore}
        </Button>
        <Button onClick={() => send('done')} loading={submit.isPending}>
          {texts.wizard.submitDone}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {texts.wizard.kept}
      </Text>
    </Stack>
  )
}
