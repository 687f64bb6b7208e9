import { Anchor, Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import type { Location, Order } from '../../api/contract.ts'
import { useAct, usePages, useRead } from '../../api/useRead.ts'
import { MoreButton, Reading } from '../../parts/Pages.tsx'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { texts } from '../../texts/texts.ts'

type Props = {
  readonly orgId: string
  /** A draft is of one location: it cannot be moved to another. */
  readonly isFixed: boolean
  readonly chosen: string | undefined
  readonly onChoose: (locationId: string) => void
  readonly onDraft: (orderId: string) => void
}

export function LocationStep({ orgId, isFixed, chosen, onChoose, onDraft }: Props) {
  const found = usePages('/v1/organisations/{orgId}/locations', { orgId }, { limit: '50' })
  const drafts = useRead('/v1/organisations/{orgId}/orders', { orgId }, { phase: 'open', limit: '50' })
  return (
    <Stack>
      {isFixed ? null : <Drafts orgId={orgId} drafts={drafts.data?.items ?? []} onDraft={onDraft} />}
      <Text>{texts.wizard.pickLocation}</Text>
      <ProblemNotice error={found.error} />
      {found.items === undefined && !found.error ? <Reading /> : null}
      {found.items?.length === 0 ? <Text c="dimmed">{texts.wizard.noLocations}</Text> : null}
      {found.items?.map((each) => (
        <LocationCard
          key={each.id}
          location={each}
          isChosen={each.id === chosen}
          isOpen={each.readiness === 'ready' && (!isFixed || each.id === chosen)}
          onChoose={() => onChoose(each.id)}
        />
      ))}
      <MoreButton pages={found} />
    </Stack>
  )
}

type CardProps = {
  readonly location: Location
  readonly isChosen: boolean
  readonly isOpen: boolean
  readonly onChoose: () => void
}

function LocationCard({ location: { id, country, readiness }, isChosen, isOpen, onChoose }: CardProps) {
  return (
    <Card withBorder padding="md" className={isChosen ? 'linked' : ''}>
      <Group justify="space-between">
        <div>
          <Text fw={600}>
            {country} · {id.slice(-6)}
          </Text>
          <Text size="xs" c="dimmed" className="data">
            {id}
          </Text>
        </div>
        <Group>
          <Badge color={readiness === 'ready' ? 'green' : 'yellow'} variant="light" tt="none">
            {texts.wizard.readiness(readiness)}
          </Badge>
          <Button disabled={!isOpen} onClick={onChoose} aria-label={`${texts.wizard.next}: ${country} ${id.slice(-6)}`}>
            {texts.wizard.next}
          </Button>
        </Group>
      </Group>
    </Card>
  )
}

type DraftsProps = {
  readonly orgId: string
  readonly drafts: readonly Order[]
  readonly onDraft: (orderId: string) => void
}

function Drafts({ orgId, drafts, onDraft }: DraftsProps) {
  if (drafts.length === 0) return null
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {texts.wizard.drafts}
      </Title>
      {drafts.map((draft) => (
        <Draft key={draft.id} orgId={orgId} draft={draft} onDraft={onDraft} />
      ))}
    </Stack>
  )
}

function Draft({ orgId, draft, onDraft }: Pick<DraftsProps, 'orgId' | 'onDraft'> & { readonly draft: Order }) {
  const withdraw = useAct('/v1/organisations/{orgId}/orders/{orderId}/withdraw', { orgId, orderId: draft.id })
  const count = Object.values(draft.numbers).reduce((sum, each) => sum + each, 0)
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between">
        <Text>
          {texts.organisation.order(count)}, {draft.locationId.slice(-6)}
        </Text>
        <Group>
          <Anchor component="button" size="sm" onClick={() => withdraw.mutate({})}>
            {texts.wizard.withdraw}
          </Anchor>
          <Button size="compact-md" onClick={() => onDraft(draft.id)}>
            {texts.wizard.goOn}
          </Button>
        </Group>
      </Group>
      <ProblemNotice error={withdraw.error} />
    </Card>
  )
}
