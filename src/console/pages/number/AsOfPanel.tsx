import { Badge, Button, Group, Slider, Stack, Switch, Table, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Declined } from '../../api/client.ts'
import type { Event } from '../../api/contract.ts'
import { useRead } from '../../api/useRead.ts'
import { VerdictBadge } from '../../parts/Badges.tsx'
import { EventTimeline } from '../../parts/Events.tsx'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { Section } from '../../parts/Section.tsx'
import { texts } from '../../texts/texts.ts'
import { instantOf, localText, momentsOf, nearest } from '../../view/moments.ts'
import { productNow } from '../../view/now.ts'

type Props = { readonly orgId: string; readonly numberId: string; readonly events: readonly Event[] }

/** How it stood then, by what was known then, beside what is known of the same instant now. */
export function AsOfPanel({ orgId, numberId, events }: Props) {
  const moments = momentsOf(events, productNow())
  const [asked, setAsked] = useState<number>()
  const [isOneClock, setOneClock] = useState(true)
  const [knownText, setKnownText] = useState('')
  const first = moments[0] ?? productNow()
  const last = productNow()
  return (
    <Section title={texts.asOfQuestion.title}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {texts.asOfQuestion.hint}
        </Text>
        <Slider
          label={(value) => texts.dayAndTime(new Date(value).toISOString())}
          thumbLabel={texts.asOfQuestion.title}
          min={first}
          max={last}
          step={Math.max(1, Math.floor((last - first) / 1000))}
          value={asked ?? last}
          onChange={setAsked}
          onChangeEnd={(value) => setAsked(nearest(moments, value, (last - first) / 100))}
          marks={moments.map((value) => ({ value }))}
          my="md"
        />
        <Group align="flex-end">
          <TextInput
            type="datetime-local"
            step={1}
            label={texts.asOfQuestion.at}
            value={asked === undefined ? '' : localText(asked)}
            onChange={(event) => setAsked(instantOf(event.currentTarget.value))}
          />
          <Switch
            label={texts.asOfQuestion.oneClock}
            checked={isOneClock}
            onChange={(event) => setOneClock(event.currentTarget.checked)}
          />
          {isOneClock ? null : (
            <TextInput
              type="datetime-local"
              step={1}
              label={texts.asOfQuestion.knownAt}
              value={knownText}
              onChange={(event) => setKnownText(event.currentTarget.value)}
            />
          )}
          {asked === undefined ? null : (
            <Button variant="default" onClick={() => setAsked(undefined)}>
              {texts.asOfQuestion.now}
            </Button>
          )}
        </Group>
        {asked === undefined ? null : (
          <Answer
            orgId={orgId}
            numberId={numberId}
            at={new Date(asked).toISOString()}
            knownAt={isOneClock ? undefined : textOf(instantOf(knownText))}
          />
        )}
      </Stack>
    </Section>
  )
}

function textOf(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString()
}

type AnswerProps = {
  readonly orgId: string
  readonly numberId: string
  readonly at: string
  readonly knownAt: string | undefined
}

function Answer({ orgId, numberId, at, knownAt }: AnswerProps) {
  const path = '/v1/organisations/{orgId}/numbers/{numberId}/believed'
  const { data, error } = useRead(path, { orgId, numberId }, { at, knownAt: knownAt ?? at }, { live: false })
  if (error instanceof Declined && error.problem.code === 'NUMBER_NOT_KNOWN_THEN') {
    return <Text size="sm">{texts.asOfQuestion.unheardOf}</Text>
  }
  if (error) return <ProblemNotice error={error} />
  if (!data) return null
  const { before, after, isChanged, axes, learnt, policyPack } = data
  return (
    <Stack gap="sm">
      <Group gap="xl" align="flex-start">
        <Belief name={texts.asOfQuestion.believedThen(texts.dayAndTime(knownAt ?? at))} belief={before} />
        <Belief name={texts.asOfQuestion.today} belief={after} />
        {isChanged ? (
          <Badge color="orange" variant="light" tt="none">
            {texts.asOfQuestion.changed}
          </Badge>
        ) : (
          <Badge color="green" variant="light" tt="none">
            {texts.asOfQuestion.same}
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {texts.explained.rulesOf(policyPack, texts.dayAndTime(at))}
      </Text>
      {axes.length === 0 ? null : (
        <Table withRowBorders={false} verticalSpacing={2}>
          <Table.Tbody>
            {axes.map(({ axis, before: was, after: is }) => (
              <Table.Tr key={axis}>
                <Table.Th fw={400} scope="row">
                  {texts.axisName(axis)}
                </Table.Th>
                <Table.Td>{texts.axis(was)}</Table.Td>
                <Table.Td>→ {texts.axis(is)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {learnt.length === 0 ? (
        <Text size="sm">{texts.asOfQuestion.nothingLearnt}</Text>
      ) : (
        <details>
          <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
            {texts.asOfQuestion.learnt(learnt.length)}
          </Text>
          <EventTimeline events={learnt} />
        </details>
      )}
    </Stack>
  )
}

type Believed = { readonly verdict: string; readonly reason: string } | null

function Belief({ name, belief }: { readonly name: string; readonly belief: Believed }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      {belief === null ? (
        <Text size="sm">{texts.asOfQuestion.unheardOf}</Text>
      ) : (
        <>
          <VerdictBadge verdict={belief.verdict} />
          <Text size="sm">{texts.reason(belief.reason)}</Text>
        </>
      )}
    </div>
  )
}
