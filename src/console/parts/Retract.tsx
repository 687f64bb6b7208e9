import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { Event } from '../api/contract.ts'
import { useAct } from '../api/useRead.ts'
import { texts } from '../texts/texts.ts'
import { ProblemNotice } from './Problem.tsx'
import { useMay, useMe } from './Session.tsx'

const reasons = ['mistaken', 'wrongObject', 'wrongDate', 'takenBackBySource', 'test', 'other'] as const

/** A report can be struck by support and operators, and by whoever made it. What is struck stays, and counts for nothing. */
export function Retract({ event }: { readonly event: Event }) {
  const { orgId = '' } = useParams()
  const { subject } = useMe()
  const mayAny = useMay('support', 'operator')
  const mayOwn = useMay('admin', 'partner')
  const [isOpen, { open, close }] = useDisclosure(false)
  const [reason, setReason] = useState<(typeof reasons)[number]>('mistaken')
  const act = useAct('/v1/organisations/{orgId}/retractions', { orgId })
  const isReport = event.provenance === null && event.source.rank > 0
  if (event.struckBy !== null || !isReport || !(mayAny || (mayOwn && event.actor.subject === subject))) return null
  if (!isOpen) {
    return (
      <Button size="compact-sm" variant="subtle" color="red" onClick={open} w="fit-content">
        {texts.retract.open}
      </Button>
    )
  }
  return (
    <Stack gap="xs">
      <Text size="sm">{texts.retract.hint}</Text>
      <Group align="flex-end">
        <NativeSelect
          size="xs"
          label={texts.retract.reason}
          value={reason}
          onChange={({ currentTarget }) => setReason(reasons.find((each) => each === currentTarget.value) ?? 'other')}
          data={reasons.map((value) => ({ value, label: texts.retract.reasons[value] }))}
        />
        <Button
          size="xs"
          color="red"
          loading={act.isPending}
          onClick={() => act.mutate({ eventIds: [event.id], reason }, { onSuccess: close })}
        >
          {texts.retract.go}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {texts.retract.leave}
        </Button>
      </Group>
      <ProblemNotice error={act.error} />
    </Stack>
  )
}
