import { Anchor, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import { useRead } from '../../api/useRead.ts'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { texts } from '../../texts/texts.ts'

export function OrganisationOrders({ orgId, canOrder }: { readonly orgId: string; readonly canOrder: boolean }) {
  const { data, error } = useRead('/v1/organisations/{orgId}/orders', { orgId }, { limit: '50' })
  return (
    <Card withBorder padding="md">
      <Title order={2} size="h4" mb="sm">
        {texts.organisation.orders}
      </Title>
      <Stack gap="sm">
        <ProblemNotice error={error} />
        {data?.items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {texts.organisation.noOrders}
          </Text>
        ) : null}
        {data?.items.map(({ id, phase, numbers, ticket, isUnconfirmed }) => (
          <Group key={id} justify="space-between" gap="xs">
            <Text size="sm">
              <Anchor component={Link} to={`/organisations/${orgId}/numbers?orderId=${id}`} inherit>
                {texts.organisation.order(Object.values(numbers).reduce((sum, count) => sum + count, 0))}
              </Anchor>
              , {texts.orderPhase(phase)}
              {isUnconfirmed ? `, ${texts.organisation.unconfirmed}` : ''}
            </Text>
            {phase === 'open' ? (
              <Anchor component={Link} to={`/organisations/${orgId}/authorise?order=${id}`} size="sm">
                {texts.organisation.goOn}
              </Anchor>
            ) : (
              <Text size="sm" c="dimmed">
                {ticket}
              </Text>
            )}
          </Group>
        ))}
        {canOrder ? (
          <Button component={Link} to={`/organisations/${orgId}/authorise`} variant="light">
            {texts.organisation.authorise}
          </Button>
        ) : null}
      </Stack>
    </Card>
  )
}
