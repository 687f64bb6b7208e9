import { Anchor, Badge, Breadcrumbs, Button, Code, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { useAct, useRead } from '../api/useRead.ts'
import { Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { Section } from '../parts/Section.tsx'
import { When } from '../parts/When.tsx'
import { texts } from '../texts/texts.ts'

export function DeliveryPage() {
  const { deliveryId = '' } = useParams()
  const { data, error } = useRead('/v1/deliveries/{deliveryId}', { deliveryId })
  if (!data) return error ? <ProblemNotice error={error} /> : <Reading />
  const { source, sourceId, orgId, type, state, reason, attempts, happenedAt, receivedAt, dueAt, processedAt } = data
  const lines = [
    [texts.deliveries.from, texts.source(source)],
    [texts.deliveries.sourceId, sourceId],
    [texts.deliveries.received, <When key="r" at={receivedAt} />],
    [texts.events.happened, <When key="h" at={happenedAt} />],
    [texts.deliveries.due, <When key="d" at={dueAt} />],
    [texts.deliveries.processed, <When key="p" at={processedAt} />],
    [texts.deliveries.attempts, attempts],
    [texts.home.because, reason ?? texts.none],
  ] as const
  return (
    <Stack gap="lg">
      <Breadcrumbs component="nav" aria-label={texts.shell.trail}>
        <Anchor component={Link} to="/deliveries">
          {texts.deliveries.title}
        </Anchor>
        <Text>{type ?? texts.deliveries.one}</Text>
      </Breadcrumbs>
      <Group>
        <Title order={1}>{type ?? texts.deliveries.one}</Title>
        <Badge tt="none" size="lg" variant="light" color={state === 'quarantined' ? 'red' : 'indigo'}>
          {texts.deliveries.state(state)}
        </Badge>
      </Group>
      <ProblemNotice error={error} />
      {orgId === null ? null : (
        <Anchor component={Link} to={`/organisations/${orgId}`}>
          {texts.deliveries.organisation}
        </Anchor>
      )}
      <Table variant="vertical" withRowBorders={false} maw={720}>
        <Table.Tbody>
          {lines.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th fw={400} scope="row" w={220}>
                {name}
              </Table.Th>
              <Table.Td className="data">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {data.acts.map(({ act, by, reason: why, at }) => (
        <Text key={at} size="sm">
          {texts.deliveries.acted(texts.deliveries.act(act), `${texts.role(by.role)} ${by.subject}`)}: {why} (
          <When at={at} />)
        </Text>
      ))}
      <Acts deliveryId={deliveryId} />
      <Section title={texts.deliveries.body}>
        {data.body === null ? (
          <Text size="sm">{texts.deliveries.sealed}</Text>
        ) : (
          <details>
            <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
              {texts.deliveries.show}
            </Text>
            <Code block>{pretty(data.body.text)}</Code>
          </details>
        )}
      </Section>
    </Stack>
  )
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

function Acts({ deliveryId }: { readonly deliveryId: string }) {
  const [reason, setReason] = useState('')
  const release = useAct('/v1/deliveries/{deliveryId}/release', { deliveryId })
  const dismiss = useAct('/v1/deliveries/{deliveryId}/dismiss', { deliveryId })
  const body = { reason: reason.trim() }
  const isMissing = body.reason === ''
  const after = { onSuccess: () => setReason('') }
  return (
    <Section title={texts.deliveries.whatNow}>
      <Stack gap="sm">
        <TextInput
          label={texts.deliveries.why}
          description={texts.deliveries.whyHint}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maw={480}
        />
        <Group>
          <Button disabled={isMissing} loading={release.isPending} onClick={() => release.mutate(body, after)}>
            {texts.deliveries.release}
          </Button>
          <Button
            variant="default"
            disabled={isMissing}
            loading={dismiss.isPending}
            onClick={() => dismiss.mutate(body, after)}
          >
            {texts.deliveries.dismiss}
          </Button>
        </Group>
        <ProblemNotice error={release.error ?? dismiss.error} />
      </Stack>
    </Section>
  )
}
