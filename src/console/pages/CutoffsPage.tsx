import { Anchor, Badge, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import type { Cutoff } from '../api/contract.ts'
import { useRead } from '../api/useRead.ts'
import { Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { When } from '../parts/When.tsx'
import { texts } from '../texts/texts.ts'
import { cutoffState } from '../view/cutoffs.ts'

const colours = { ahead: 'indigo', acts: 'orange', written: 'teal', verified: 'green', closed: 'gray' } as const

/** The calendar: what the rules end, when, and how far each of these is. */
export function CutoffsPage() {
  const { data, error } = useRead('/v1/cutoffs', {})
  if (!data) return error ? <ProblemNotice error={error} /> : <Reading />
  return (
    <Stack>
      <Title order={1}>{texts.cutoffs.title}</Title>
      <Text c="dimmed">{texts.cutoffs.hint}</Text>
      <ProblemNotice error={error} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {data.items.map((each) => (
          <CutoffCard key={each.id} cutoff={each} />
        ))}
      </SimpleGrid>
    </Stack>
  )
}

function CutoffCard({ cutoff }: { readonly cutoff: Cutoff }) {
  const { id, kind, ruleId, instant, statedInstant, needsApproval, planNo, approvedPlanNo, waiting } = cutoff
  const state = cutoffState(cutoff)
  return (
    <Card withBorder padding="md" component="section" aria-label={texts.cutoffs.kind(kind)}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2} size="h4">
          <Anchor component={Link} to={`/cutoffs/${id}`} inherit>
            {texts.cutoffs.kind(kind)}
          </Anchor>
        </Title>
        <Badge color={colours[state]} variant="light" tt="none" style={{ flexShrink: 0 }}>
          {texts.cutoffs.state[state]}
        </Badge>
      </Group>
      <Text size="sm">
        {texts.explained.rules} {ruleId}; <When at={instant} />
      </Text>
      {statedInstant === instant ? null : (
        <Text size="sm">
          {texts.cutoffs.putOff} <When at={statedInstant} near={false} />
        </Text>
      )}
      {needsApproval ? (
        <Text size="sm">
          {planNo === 0 ? texts.cutoffs.noPlan : texts.cutoffs.plan(planNo)}
          {approvedPlanNo === null ? `; ${texts.cutoffs.notApproved}` : `; ${texts.cutoffs.approved(approvedPlanNo)}`}
        </Text>
      ) : null}
      {waiting === null || waiting === 0 ? null : <Text size="sm">{texts.cutoffs.waiting(waiting)}</Text>}
    </Card>
  )
}
