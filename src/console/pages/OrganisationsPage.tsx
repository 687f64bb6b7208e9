import { Anchor, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { PortfolioLine } from '../api/contract.ts'
import { usePages } from '../api/useRead.ts'
import { OverdueBadge } from '../parts/Badges.tsx'
import { MoreButton, Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { When } from '../parts/When.tsx'
import { texts } from '../texts/texts.ts'

export function OrganisationsPage() {
  const found = usePages('/v1/portfolio', {}, { limit: '50' })
  const [wanted, setWanted] = useState('')
  const shown = found.items?.filter(({ name }) => (name ?? '').toLowerCase().includes(wanted.toLowerCase()))
  return (
    <Stack>
      <Title order={1}>{texts.organisations.title}</Title>
      <TextInput
        label={texts.organisations.find}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        maw={320}
        data-first-filter
      />
      <ProblemNotice error={found.error} />
      {shown === undefined && !found.error ? <Reading /> : null}
      {shown?.length === 0 ? <Text c="dimmed">{texts.organisations.empty}</Text> : null}
      {shown === undefined || shown.length === 0 ? null : (
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
              {shown.map((each) => (
                <OrganisationRow key={each.id} line={each} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <MoreButton pages={found} />
    </Stack>
  )
}

function OrganisationRow({ line }: { readonly line: PortfolioLine }) {
  const { id, name, licence, openOnboardingId, obstacles, wait, verdicts, numbers } = line
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
        {openOnboardingId === null ? texts.organisations.noRoad : wait === null ? '…' : texts.stage(wait.kind)}
      </Table.Td>
      <Table.Td>{wait === null ? texts.none : texts.owner(wait.owner)}</Table.Td>
      <Table.Td>
        <Group gap="xs">
          <When at={wait?.dueAt ?? null} />
          <OverdueBadge isOverdue={wait?.isOverdue ?? false} />
        </Group>
      </Table.Td>
      <Table.Td>{texts.axis(licence)}</Table.Td>
      <Table.Td>{texts.organisations.ofNumbers(verdicts.can + verdicts.willStop, numbers)}</Table.Td>
    </Table.Tr>
  )
}
