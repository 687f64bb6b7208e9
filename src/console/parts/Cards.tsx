import { Badge, Button, Card, Code, CopyButton, Group, Stack, Text, Title } from '@mantine/core'
import type { ActCard } from '../api/contract.ts'
import { texts } from '../texts/texts.ts'

/** The acts that have no interface: who, where, with what at hand, and what tells that it was done. */
export function ActCards({ cards }: { readonly cards: readonly ActCard[] }) {
  if (cards.length === 0) return null
  return (
    <Stack gap="sm">
      {cards.map((card) => (
        <ActCardView key={`${card.act} ${JSON.stringify(card.values)}`} card={card} />
      ))}
    </Stack>
  )
}

export function ActCardView({ card }: { readonly card: ActCard }) {
  const { title, state, owner, path, values, confirmedBy, ruleIds, statedIn } = card
  return (
    <Card withBorder radius="md" padding="md">
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb="xs">
        <Title order={3} size="h5">
          {title}
        </Title>
        <Badge color={state === 'toDo' ? 'indigo' : 'yellow'} variant="light" tt="none" style={{ flexShrink: 0 }}>
          {state === 'toDo' ? texts.cards.toDo : texts.cards.unconfirmed}
        </Badge>
      </Group>
      <Stack gap={6}>
        <Line name={texts.cards.who}>{texts.owner(owner)}</Line>
        <Line name={texts.cards.where}>
          {path.join(' → ')}
          <Text span size="xs" c="dimmed">
            {' '}
            ({texts.cards.stated(statedIn)})
          </Text>
        </Line>
        {values.length === 0 ? null : (
          <Line name={texts.cards.withValues}>
            {values.map(({ name, value }) => (
              <Value key={name} name={texts.value(name)} value={value} />
            ))}
          </Line>
        )}
        <Line name={texts.cards.done}>
          {confirmedBy}{' '}
          <Text span size="xs" c="dimmed">
            {texts.explained.rules} {ruleIds.join(' ')}
          </Text>
        </Line>
      </Stack>
    </Card>
  )
}

function Line({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <Group gap="sm" align="flex-start" wrap="nowrap">
      <Text size="sm" c="dimmed" w={84} style={{ flexShrink: 0 }}>
        {name}
      </Text>
      <Text size="sm" component="div" className="data">
        {children}
      </Text>
    </Group>
  )
}

function Value({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <Group gap={6}>
      <span>{name}</span>
      <Code className="data">{value}</Code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={copy}
            aria-label={`${copied ? texts.cards.copied : texts.cards.copy}: ${name}`}
          >
            {copied ? texts.cards.copied : texts.cards.copy}
          </Button>
        )}
      </CopyButton>
    </Group>
  )
}
