import { Alert, Anchor, Button, Card, Grid, Group, List, Stack, Table, Text, Title } from '@mantine/core'
import { Link, useParams } from 'react-router'
import type { Answer } from '../api/client.ts'
import { useAct, useRead } from '../api/useRead.ts'
import { VerdictBadge } from '../parts/Badges.tsx'

import { Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { useMay } from '../parts/Session.tsx'
import { Trail } from '../parts/Trail.tsx'
import { texts } from '../texts/texts.ts'
import { OrganisationCases } from './organisation/OrganisationCases.tsx'
import { OrganisationOrders } from './organisation/OrganisationOrders.tsx'
import { OrganisationRoad } from './organisation/OrganisationRoad.tsx'

type Organisation = Answer<'/v1/organisations/{orgId}', 'get'>

export function OrganisationPage() {
  const { orgId = '' } = useParams()
  const organisation = useRead('/v1/organisations/{orgId}', { orgId })
  const mayAct = useMay('admin', 'partner', 'operator')
  const onboardings = useRead('/v1/organisations/{orgId}/onboardings', { orgId }, { limit: '200' })
  const { data } = organisation
  if (!data) return organisation.error ? <ProblemNotice error={organisation.error} /> : <Reading />
  const shown = data.openOnboardingId ?? onboardings.data?.items.at(-1)?.id
  return (
    <Stack gap="lg">
      <Trail orgId={orgId} />
      <Title order={1}>{data.name ?? texts.organisations.nameless}</Title>
      <ProblemNotice error={organisation.error} />
      <Obstacles organisation={data} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="xl">
            {shown === undefined ? null : <OrganisationRoad orgId={orgId} onboardingId={shown} />}
            {mayAct && data.openOnboardingId === null ? (
              <StartOnboarding orgId={orgId} isFirst={shown === undefined} />
            ) : null}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <NumberCounts organisation={data} />
            <OrganisationCases orgId={orgId} onboardingId={mayAct ? data.openOnboardingId : null} />
            <OrganisationOrders orgId={orgId} canOrder={mayAct && data.openOnboardingId !== null} />
            <Facts organisation={data} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  )
}

function Obstacles({ organisation: { obstacles } }: { readonly organisation: Organisation }) {
  if (obstacles.length === 0) return null
  return (
    <Alert color="yellow" title={texts.organisation.obstacles}>
      <List size="sm">
        {obstacles.map(({ gate, reason, owner, act, ruleIds }) => (
          <List.Item key={gate}>
            {texts.reason(reason)}: {texts.owner(owner)}, {texts.act(act)}{' '}
            <Text span size="xs" c="dimmed">
              ({texts.explained.rules} {ruleIds.join(' ')})
            </Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}

function StartOnboarding({ orgId, isFirst }: { readonly orgId: string; readonly isFirst: boolean }) {
  const start = useAct('/v1/organisations/{orgId}/onboardings', { orgId })
  return (
    <Stack gap="xs" align="flex-start">
      <Button onClick={() => start.mutate({})} loading={start.isPending} variant={isFirst ? 'filled' : 'default'}>
        {isFirst ? texts.organisation.start : texts.organisation.startAgain}
      </Button>
      <Text size="sm" c="dimmed">
        {texts.organisation.startHint}
      </Text>
      <ProblemNotice error={start.error} />
    </Stack>
  )
}

function NumberCounts({ organisation: { id, numbers } }: { readonly organisation: Organisation }) {
  return (
    <Card withBorder padding="md">
      <Title order={2} size="h4" mb="sm">
        {texts.organisation.numbers}
      </Title>
      <Stack gap="xs">
        {(['can', 'willStop', 'cannot', 'unknown'] as const).map((verdict) => (
          <Group key={verdict} justify="space-between">
            <VerdictBadge verdict={verdict} />
            <Anchor component={Link} to={`/organisations/${id}/numbers?verdict=${verdict}`}>
              {numbers[verdict]}
            </Anchor>
          </Group>
        ))}
        <Anchor component={Link} to={`/organisations/${id}/numbers`}>
          {texts.organisation.allNumbers}
        </Anchor>
      </Stack>
    </Card>
  )
}

function Facts({ organisation }: { readonly organisation: Organisation }) {
  const facts = ['licence', 'customerKind', 'subscriptionKind', 'callingPlan', 'dataRegion', 'textingDefault'] as const
  return (
    <Card withBorder padding="md">
      <Title order={2} size="h4" mb="sm">
        {texts.organisation.facts}
      </Title>
      <Table variant="vertical" withRowBorders={false}>
        <Table.Tbody>
          {facts.map((fact) => (
            <Table.Tr key={fact}>
              <Table.Th fw={400} scope="row">
                {texts.organisation.fact[fact]}
              </Table.Th>
              <Table.Td>{texts.axis(organisation[fact])}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  )
}
