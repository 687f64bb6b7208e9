import { Anchor, Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { useAct, usePages, useRead } from '../../api/useRead.ts'
import { ActCards } from '../../parts/Cards.tsx'
import { Reading } from '../../parts/Pages.tsx'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { RoadMap } from '../../parts/RoadMap.tsx'
import { texts } from '../../texts/texts.ts'
import { roadMap } from '../../view/roadMap.ts'

/** Of a long history the dates of the last stages may lie further on: the page of the history has them. */
const mostPages = 10

type Props = { readonly orgId: string; readonly onboardingId: string }

export function OrganisationRoad({ orgId, onboardingId }: Props) {
  const where = { orgId, onboardingId }
  const onboarding = useRead('/v1/organisations/{orgId}/onboardings/{onboardingId}', where)
  const path = '/v1/organisations/{orgId}/onboardings/{onboardingId}/history'
  const history = usePages(path, where, { limit: '200' })
  const { data } = onboarding
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = history
  const wantsMore = hasNextPage && !isFetchingNextPage && (history.data?.pages.length ?? 0) < mostPages
  useEffect(() => {
    if (wantsMore) void fetchNextPage()
  }, [wantsMore, fetchNextPage])
  if (!data) return onboarding.error ? <ProblemNotice error={onboarding.error} /> : <Reading />
  const counts = Object.entries(texts.organisation.standing) as [keyof typeof data.standing, string][]
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={2} size="h3">
          {texts.organisation.road}
        </Title>
        <Group gap="sm">
          <Badge variant="light" color={data.phase === 'open' ? 'indigo' : 'gray'} tt="none">
            {texts.phase(data.phase)}
          </Badge>
          <Anchor component={Link} to={`/organisations/${orgId}/onboardings/${onboardingId}/history`} size="sm">
            {texts.organisation.history}
          </Anchor>
        </Group>
      </Group>
      <RoadMap stages={roadMap(data, history.items)} wait={data.wait} />
      <Group gap="xs">
        {counts
          .filter(([name]) => data.standing[name] > 0)
          .map(([name, words]) => (
            <Badge key={name} variant="default" tt="none">
              {data.standing[name]} {words}
            </Badge>
          ))}
      </Group>
      {data.stage === 'acknowledgement' ? <Acknowledge {...where} /> : null}
      {data.cards.length === 0 ? null : (
        <Stack gap="sm">
          <Title order={3} size="h4">
            {texts.cards.title}
          </Title>
          <ActCards cards={data.cards} />
        </Stack>
      )}
      {onboarding.error ? <ProblemNotice error={onboarding.error} /> : null}
    </Stack>
  )
}

function Acknowledge(where: Props) {
  const act = useAct('/v1/organisations/{orgId}/onboardings/{onboardingId}/acknowledge', where)
  return (
    <Stack gap="xs" align="flex-start">
      <Button onClick={() => act.mutate({})} loading={act.isPending}>
        {texts.organisation.acknowledge}
      </Button>
      <ProblemNotice error={act.error} />
      <Text size="sm" c="dimmed">
        {texts.stage('acknowledgement')}
      </Text>
    </Stack>
  )
}
