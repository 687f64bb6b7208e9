import { Anchor, Group, Stack, Table, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import type { Organisation } from '../api/contract.ts'
import { usePages, useRead } from '../api/useRead.ts'
import { OverdueBadge } from '../parts/Badges.tsx'
import { MoreButton, Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { When } from '../parts/When.tsx'
import { texts } from '../texts/texts.ts'

export function OrganisationsPage() {
  const found = usePages('/v1/organisations', {}, { limit: '25' })
  return (
    <Stack>
      <Title order={1}>{texts.organisations.title}</Title>
      <ProblemNotice error={found.error} />
      {found.items === undefined && !found.error ? <Reading /> : null}
      {found.items?.length === 0 ? <Text c="dimmed">{texts.organisations.empty}</Text> : null}
      {found.items === undefined || found.items.length === 0 ? null : (
        <Table.ScrollContainer minWidth={760}>
          <Table highlightOnHover verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.organisations.name}</Table.Th>
                <Table.Th>{texts.organisations.stands}</Table.Th>
                <Table.Th>{texts.organisations.who}</Table.Th>
                <Table.Th>{texts.organisations.due}</Table.Th>
                <Table.Th>{texts.organisations.licence}</Table.Th>
                <Table.Th>{texts.organisations.numbers}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.items.map((each) => (
                <OrganisationRow key={each.id} organisation={each} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <MoreButton pages={found} />
    </Stack>
  )
}

function OrganisationRow({ organisation }: { readonly organisation: Organisation }) {
  const { id, name, licence, openOnboardingId, obstacles } = organisation
  const { data } = useRead(
    '/v1/organisations/{orgId}/onboardings/{onboardingId}',
    { orgId: id, onboardingId: openOnboardingId ?? '' },
    {},
    { enabled: openOnboardingId !== null },
  )
  const counts = useRead('/v1/organisations/{orgId}', { orgId: id }).data?.numbers
  const wait = data?.wait ?? null
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/organisations/${id}`} fw={600}>
          {name ?? texts.organisations.nameless}
        </Anchor>
        {obstacles[0] === undefined ? null : (
          <Text size="sm" c="dimmed">
            {texts.reason(obstacles[0].reason)}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {data === undefined ? (openOnboardingId === null ? texts.organisations.noRoad : '…') : texts.stage(data.stage)}
      </Table.Td>
      <Table.Td>{wait === null ? texts.none : texts.owner(wait.owner)}</Table.Td>
      <Table.Td>
        <Group gap="xs">
          <When at={wait?.dueAt ?? null} />
          <OverdueBadge isOverdue={wait?.isOverdue ?? false} />
        </Group>
      </Table.Td>
      <Table.Td>{texts.axis(licence)}</Table.Td>
      <Table.Td>
        {counts === undefined
          ? '…'
          : texts.organisations.ofNumbers(counts.can, counts.can + counts.cannot + counts.unknown)}
      </Table.Td>
    </Table.Tr>
  )
}
