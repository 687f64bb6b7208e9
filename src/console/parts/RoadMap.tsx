import { Badge, Group, Stack, Text, Timeline } from '@mantine/core'
import type { Onboarding } from '../api/contract.ts'
import { texts } from '../texts/texts.ts'
import type { RoadStage } from '../view/roadMap.ts'
import { OverdueBadge } from './Badges.tsx'
import { Silence } from './Silence.tsx'
import { When } from './When.tsx'

const colours = { done: 'green', now: 'indigo', held: 'yellow', ahead: 'gray.4' } as const
const signs = { done: '✓', now: '●', held: '‖', ahead: '' } as const

/** The stages of an onboarding; the one that it stands at says who holds it, since when and until when. */
export function RoadMap({
  stages,
  wait,
}: {
  readonly stages: readonly RoadStage[]
  readonly wait: Onboarding['wait']
}) {
  return (
    <Timeline active={stages.length} bulletSize={22} lineWidth={2} aria-label={texts.organisation.road}>
      {stages.map(({ stage, state, enteredAt }) => (
        <Timeline.Item
          key={stage}
          color={colours[state]}
          bullet={<span aria-hidden="true">{signs[state]}</span>}
          lineVariant={state === 'done' ? 'solid' : 'dashed'}
          title={
            <Text fw={state === 'now' ? 700 : 500} c={state === 'ahead' ? 'dimmed' : ''}>
              {texts.stageName(stage)}
              <Text span className="skip">
                {state}
              </Text>
            </Text>
          }
        >
          {state === 'now' ? (
            <Standing stage={stage} wait={wait} />
          ) : state === 'held' ? (
            <Text size="sm">{texts.organisation.paused(texts.stage(stage))}</Text>
          ) : enteredAt === null ? null : (
            <Text size="sm" c="dimmed">
              <When at={enteredAt} near={false} />
            </Text>
          )}
        </Timeline.Item>
      ))}
    </Timeline>
  )
}

function Standing({ stage, wait }: { readonly stage: string; readonly wait: Onboarding['wait'] }) {
  if (wait === null) return <Text size="sm">{texts.organisation.noWait}</Text>
  return (
    <Stack gap={2}>
      <Text size="sm" className="sentence">
        {texts.stage(stage)}
      </Text>
      <Group gap="xs">
        <Badge variant="light" tt="none">
          {texts.organisation.holder(texts.owner(wait.owner))}
        </Badge>
        <OverdueBadge isOverdue={wait.isOverdue} />
      </Group>
      <Text size="sm">
        {texts.organisation.since} <When at={wait.since} />
      </Text>
      {wait.dueAt === null ? null : (
        <Text size="sm">
          {texts.organisation.due} <When at={wait.dueAt} />
        </Text>
      )}
      <Silence wait={wait} />
      {wait.nextReminderAt === null ? null : (
        <Text size="sm" c="dimmed">
          {texts.organisation.reminder} <When at={wait.nextReminderAt} />
        </Text>
      )}
    </Stack>
  )
}
