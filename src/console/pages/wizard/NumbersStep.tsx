import { Alert, Button, Checkbox, Group, List, Stack, Table, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Number as NumberAnswer, Order, RefusedRow } from '../../api/contract.ts'
import { useAct, usePages } from '../../api/useRead.ts'
import { MoreButton, Reading } from '../../parts/Pages.tsx'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { texts } from '../../texts/texts.ts'
import { changeOf, whyNotChoosable } from '../../view/choosable.ts'

type Props = {
  readonly orgId: string
  readonly onboardingId: string
  readonly locationId: string
  readonly order: Order | undefined
  readonly onBack: () => void
  readonly onOrder: (orderId: string) => void
  readonly onNext: () => void
}

export function NumbersStep({ orgId, onboardingId, locationId, order, onBack, onOrder, onNext }: Props) {
  const where = { orgId }
  const found = usePages('/v1/organisations/{orgId}/numbers', where, { locationId, limit: '200' }, { live: false })
  const held = usePages(
    '/v1/organisations/{orgId}/numbers',
    where,
    { orderId: order?.id, limit: '200' },
    { enabled: order !== undefined, live: false },
  )
  const [chosen, setChosen] = useState<ReadonlySet<string>>()
  const [refused, setRefused] = useState<readonly RefusedRow[]>([])
  const create = useAct('/v1/organisations/{orgId}/orders', where)
  const change = useAct('/v1/organisations/{orgId}/orders/{orderId}/change', { orgId, orderId: order?.id ?? '' })

  const inDraft = order === undefined ? [] : held.items?.map(({ number }) => number)
  const selection = chosen ?? new Set(inDraft)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = held
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])

  if (found.items === undefined || inDraft === undefined) {
    return found.error ? <ProblemNotice error={found.error} /> : <Reading />
  }
  const open = found.items.filter((each) => whyNotChoosable(each, order?.id) === undefined)

  function settle(rows: readonly (RefusedRow | { readonly status: string })[]): void {
    const left = rows.filter(isRefused)
    setRefused(left)
    setChosen(new Set([...selection].filter((each) => !left.some(({ number }) => number === each))))
    if (left.length === 0) onNext()
  }

  async function goOn(numbers: readonly string[], draft: Order | undefined, before: readonly string[]): Promise<void> {
    if (draft === undefined) {
      const made = await create.mutateAsync({ onboardingId, locationId, numbers: [...numbers] })
      if (made.orderId !== null) onOrder(made.orderId)
      settle(made.rows)
      return
    }
    const { add, remove } = changeOf(before, numbers)
    if (add.length + remove.length === 0) return onNext()
    const changed = await change.mutateAsync({ add: [...add], remove: [...remove], expectedVersion: draft.version })
    settle(changed.rows)
  }

  return (
    <Stack>
      <Text>{texts.wizard.pickNumbers}</Text>
      <Group>
        <Button
          variant="default"
          size="compact-md"
          onClick={() => setChosen(new Set(open.map(({ number }) => number)))}
        >
          {texts.wizard.all}
        </Button>
        <Button variant="default" size="compact-md" onClick={() => setChosen(new Set())}>
          {texts.wizard.noneChosen}
        </Button>
        <Text aria-live="polite">{texts.wizard.chosen(selection.size)}</Text>
      </Group>
      <Choices numbers={found.items} orderId={order?.id} chosen={selection} onChoose={setChosen} />
      <MoreButton pages={found} />
      <Refused rows={refused} />
      <ProblemNotice error={create.error ?? change.error} />
      <Group>
        <Button variant="default" onClick={onBack}>
          {texts.wizard.back}
        </Button>
        <Button
          disabled={selection.size === 0}
          loading={create.isPending || change.isPending}
          onClick={() => void goOn([...selection], order, inDraft).catch(() => undefined)}
        >
          {texts.wizard.next}
        </Button>
      </Group>
    </Stack>
  )
}

function isRefused(row: RefusedRow | { readonly status: string }): row is RefusedRow {
  return row.status === 'refused'
}

type ChoicesProps = {
  readonly numbers: readonly NumberAnswer[]
  readonly orderId: string | undefined
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (chosen: ReadonlySet<string>) => void
}

function Choices({ numbers, orderId, chosen, onChoose }: ChoicesProps) {
  const toggle = (number: string) => {
    const next = new Set(chosen)
    if (!next.delete(number)) next.add(number)
    onChoose(next)
  }
  return (
    <Table verticalSpacing="xs">
      <Table.Tbody>
        {numbers.map((each) => {
          const why = whyNotChoosable(each, orderId)
          return (
            <Table.Tr key={each.id}>
              <Table.Td w={260}>
                <Checkbox
                  checked={chosen.has(each.number)}
                  disabled={why !== undefined && !chosen.has(each.number)}
                  onChange={() => toggle(each.number)}
                  label={texts.number(each.number)}
                  aria-describedby={`why-${each.id}`}
                />
              </Table.Td>
              <Table.Td id={`why-${each.id}`}>
                <Text size="sm" c={why === undefined ? '' : 'dimmed'}>
                  {why === undefined
                    ? each.loa === 'required' && each.letterId === null
                      ? texts.wizard.needsLetter
                      : ''
                    : texts.reason(why)}
                </Text>
              </Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}

function Refused({ rows }: { readonly rows: readonly RefusedRow[] }) {
  if (rows.length === 0) return null
  return (
    <Alert color="yellow" title={texts.wizard.refused} role="alert">
      <List size="sm">
        {rows.map(({ row, number, title, reason, whatToDo }) => (
          <List.Item key={row}>
            {number ?? row + 1}: {title} {reason ?? ''} {whatToDo}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
