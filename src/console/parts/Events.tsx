import { Badge, Code, Group, Stack, Text, Timeline } from '@mantine/core'
import type { Event } from '../api/contract.ts'
import { texts } from '../texts/texts.ts'
import { dataLines, flagsOf, gistOf } from '../view/eventData.ts'
import { learntLater } from '../view/time.ts'
import { Retract } from './Retract.tsx'

export function EventTimeline({ events }: { readonly events: readonly Event[] }) {
  if (events.length === 0) return <Text c="dimmed">{texts.events.none}</Text>
  return (
    <Timeline active={events.length} bulletSize={14} lineWidth={2}>
      {events.map((event) => (
        <Timeline.Item
          key={event.id}
          title={<span className={event.struckBy === null ? '' : 'struck'}>{texts.event(event.type)}</span>}
        >
          <EventBody event={event} />
        </Timeline.Item>
      ))}
    </Timeline>
  )
}

export function EventBody({ event }: { readonly event: Event }) {
  const { happenedAt, recordedAt, actor, source, ruleIds, policyVersion } = event
  const later = learntLater(happenedAt, recordedAt)
  const flags = flagsOf(event)
  const gist = gistOf(event.data)
  return (
    <Stack gap={2}>
      <Group gap="xs">
        <Text size="sm" component="time" dateTime={happenedAt} title={happenedAt}>
          {texts.dayAndTime(happenedAt)}
        </Text>
        {gist === '' ? null : <Text size="sm">{gist}</Text>}
        {later === undefined ? null : (
          <Badge size="sm" variant="light" color="yellow" tt="none" title={recordedAt}>
            {later}
          </Badge>
        )}
        {flags.map((flag) => (
          <Badge key={flag} size="sm" variant="light" color="orange" tt="none" title={texts.events.flagged}>
            {flag}
          </Badge>
        ))}
      </Group>
      <Text size="sm" c="dimmed">
        {texts.events.by} {texts.role(actor.role)} {actor.subject}; {texts.events.source} {texts.source(source.kind)}
      </Text>
      {event.struckBy === null ? null : (
        <Text size="sm">
          {texts.retract.struck(
            `${texts.role(event.struckBy.actor.role)} ${event.struckBy.actor.subject}`,
            texts.dayAndTime(event.struckBy.recordedAt),
          )}
        </Text>
      )}
      <details>
        <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
          {texts.events.details}
        </Text>
        <Stack gap={2} mt={4}>
          {dataLines(event.data).map(([name, value]) => (
            <Text key={name} size="xs" className="data">
              {name}: <Code>{value}</Code>
            </Text>
          ))}
          {actor.actingFor === undefined ? null : (
            <Text size="xs" className="data">
              {texts.events.for} <Code>{actor.actingFor}</Code>
            </Text>
          )}
          <Text size="xs">
            {texts.events.happened} <Code>{happenedAt}</Code> {texts.events.learnt} <Code>{recordedAt}</Code>
          </Text>
          <Text size="xs" className="data">
            {texts.explained.rules} {ruleIds.join(' ') || texts.none} · <Code>{policyVersion.slice(0, 12)}</Code> ·{' '}
            <Code>{event.id}</Code>
          </Text>
          <Retract event={event} />
        </Stack>
      </details>
    </Stack>
  )
}
