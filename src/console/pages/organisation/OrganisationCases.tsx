import { Anchor, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import type { CaseSummary } from '../../api/contract.ts'
import { useAct, useRead } from '../../api/useRead.ts'
import { OverdueBadge } from '../../parts/Badges.tsx'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { When } from '../../parts/When.tsx'
import { texts } from '../../texts/texts.ts'

type Props = { readonly orgId: string; readonly onboardingId: string | null }

export function OrganisationCases({ orgId, onboardingId }: Props) {
  const { data, error } = useRead('/v1/organisations/{orgId}/cases', { orgId }, { limit: '50' })
  return (
    <Card withBorder padding="md">
      <Title order={2} size="h4" mb="sm">
        {texts.organisation.cases}
      </Title>
      <Stack gap="sm">
        <ProblemNotice error={error} />
        {data?.items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {texts.organisation.noCases}
          </Text>
        ) : null}
        {data?.items.map((each) => (
          <CaseLine key={each.id} orgId={orgId} found={each} />
        ))}
        {onboardingId === null ? null : <OpenCase orgId={orgId} onboardingId={onboardingId} />}
      </Stack>
    </Card>
  )
}

function CaseLine({ orgId, found }: { readonly orgId: string; readonly found: CaseSummary }) {
  const { id, caseNumber, stage, owner, dueAt, isOverdue, endedAt, phase } = found
  return (
    <Stack gap={0}>
      <Group gap="xs">
        <Anchor component={Link} to={`/organisations/${orgId}/cases/${id}`} fw={600}>
          {texts.case.title(caseNumber)}
        </Anchor>
        <OverdueBadge isOverdue={isOverdue} />
      </Group>
      <Text size="sm">
        {endedAt === null ? texts.stage(stage) : texts.casePhase(phase)}
        {owner === null ? '' : `; ${texts.owner(owner)}`}
      </Text>
      {dueAt === null ? null : (
        <Text size="sm" c="dimmed">
          {texts.organisation.due} <When at={dueAt} />
        </Text>
      )}
    </Stack>
  )
}

/** Offered while numbers wait for a case; the server says which may go in. */
function OpenCase({ orgId, onboardingId }: { readonly orgId: string; readonly onboardingId: string }) {
  const { data } = useRead('/v1/organisations/{orgId}/onboardings/{onboardingId}', { orgId, onboardingId })
  const open = useAct('/v1/organisations/{orgId}/cases', { orgId })
  if (!data || data.standing.authorised === 0) return null
  return (
    <>
      <Button onClick={() => open.mutate({ onboardingId })} loading={open.isPending} variant="light">
        {texts.organisation.openCase} ({data.standing.authorised})
      </Button>
      <ProblemNotice error={open.error} />
    </>
  )
}
