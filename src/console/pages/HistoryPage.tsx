import { Anchor, Badge, Card, Code, Grid, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { Event } from '../api/contract.ts'
import { usePages, useRead } from '../api/useRead.ts'
import { EventBody } from '../parts/Events.tsx'
import { MoreButton, Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { Trail } from '../parts/Trail.tsx'
import { When } from '../parts/When.tsx'
import { texts } from '../texts/texts.ts'
import { type Activity, anchorOf, isPicked, type Picked, pickedOf, type Run } from '../view/links.ts'

type Picking = { readonly picked: Picked; readonly pick: (picked: Picked) => void }

/** The record and what Temporal did for it, side by side; what belongs together is framed. */
export function HistoryPage() {
  const { orgId = '', onboardingId = '' } = useParams()
  const where = { orgId, onboardingId }
  const path = '/v1/organisations/{orgId}/onboardings/{onboardingId}/history'
  const facts = usePages(path, where, { limit: '100' })
  const { data } = useRead(path, where, { limit: '1' })
  const [picked, pick] = useState<Picked>(null)
  return (
    <Stack gap="lg">
      <Trail orgId={orgId} here={texts.history.title} />
      <Title order={1}>{texts.history.title}</Title>
      <Text c="dimmed">{texts.history.hint}</Text>
      <ProblemNotice error={facts.error} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Title order={2} size="h3" mb="sm">
            {texts.history.events}
          </Title>
          {facts.items === undefined ? <Reading /> : null}
          <Stack gap="sm">
            {facts.items?.map((event) => (
              <Fact key={event.id} event={event} picked={picked} pick={pick} />
            ))}
          </Stack>
          <MoreButton pages={facts} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Title order={2} size="h3" mb="sm">
            {texts.history.temporal}
          </Title>
          {data?.temporal === undefined ? <Reading /> : null}
          {data?.temporal?.state === 'unavailable' ? <Text>{texts.history.unavailable}</Text> : null}
          {data?.temporal?.state === 'answered' && data.temporal.runs.length === 0 ? (
            <Text>{texts.history.none}</Text>
          ) : null}
          <Stack gap="md">
            {data?.temporal?.state === 'answered'
              ? data.temporal.runs.map((run) => <RunView key={run.runId} run={run} picked={picked} pick={pick} />)
              : null}
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  )
}

function Fact({ event, picked, pick }: Picking & { readonly event: Event }) {
  const own = pickedOf(event)
  return (
    <Card withBorder padding="sm" id={`fact-${event.id}`} className={isPicked(picked, own) ? 'linked' : ''}>
      <Group justify="space-between" gap="xs">
        <Text fw={600}>{texts.event(event.type)}</Text>
        {own === null ? (
          <Text size="xs" c="dimmed">
            {texts.history.noWorkflow}
          </Text>
        ) : (
          <Anchor size="xs" href={`#${anchorOf(own)}`} onClick={() => pick(own)}>
            {texts.history.byActivity(own.activityId)}
          </Anchor>
        )}
      </Group>
      <EventBody event={event} />
    </Card>
  )
}

function RunView({ run, picked, pick }: Picking & { readonly run: Run }) {
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Code className="data">{run.workflowId}</Code>
        <Badge variant="light" tt="none">
          {run.status.toLowerCase()}
        </Badge>
      </Group>
      <Text size="xs" c="dimmed">
        {texts.history.run} {run.runId} · <When at={run.startedAt} near={false} />
      </Text>
      {run.activities.map((activity) => (
        <ActivityView key={activity.activityId} runId={run.runId} activity={activity} picked={picked} pick={pick} />
      ))}
    </Stack>
  )
}

const outcomeColours: Readonly<Record<string, string>> = { completed: 'green', underWay: 'indigo', cancelled: 'gray' }

function ActivityView({
  runId,
  activity,
  picked,
  pick,
}: Picking & { readonly runId: string; readonly activity: Activity }) {
  const { activityId, type, summary, attempt, scheduledAt, startedAt, endedAt, outcome, failure, eventCount, events } =
    activity
  const own = { runId, activityId }
  const show = () => {
    pick(own)
    document.getElementById(`fact-${events[0]}`)?.scrollIntoView({ block: 'center' })
  }
  return (
    <Card withBorder padding="sm" id={anchorOf(own)} className={isPicked(picked, own) ? 'linked' : ''}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Text fw={600}>{summary ?? type}</Text>
        <Badge color={outcomeColours[outcome] ?? 'red'} variant="light" tt="none" style={{ flexShrink: 0 }}>
          {texts.outcome(outcome)}
        </Badge>
      </Group>
      <Text size="sm" c="dimmed">
        {type}, {activityId}, {texts.history.tries(attempt)}
        {failure === null ? '' : `; ${failure}`}
      </Text>
      <Text size="sm">
        <When at={endedAt ?? startedAt ?? scheduledAt} near={false} />
      </Text>
      {eventCount === 0 ? null : (
        <UnstyledButton onClick={show}>
          <Text size="sm" td="underline">
            {texts.history.wrote(eventCount)}
          </Text>
        </UnstyledButton>
      )}
    </Card>
  )
}
