import { Anchor, Button, Group, NativeSelect, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { Link, useParams, useSearchParams } from 'react-router'
import type { Number as NumberAnswer } from '../api/contract.ts'
import { usePages, useRead } from '../api/useRead.ts'
import { VerdictBadge } from '../parts/Badges.tsx'
import { MoreButton, Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { Trail } from '../parts/Trail.tsx'
import { texts } from '../texts/texts.ts'
import { choices, filtersIn, withFilter } from '../view/filters.ts'

/** Filters stand in the address: a list can be sent to somebody. */
export function NumbersPage() {
  const { orgId = '' } = useParams()
  const [search] = useSearchParams()
  const found = usePages('/v1/organisations/{orgId}/numbers', { orgId }, { ...filtersIn(search), limit: '50' })
  return (
    <Stack>
      <Trail orgId={orgId} here={texts.numbers.title} />
      <Title order={1}>{texts.numbers.title}</Title>
      <Filters orgId={orgId} />
      <ProblemNotice error={found.error} />
      {found.items === undefined ? found.error ? null : <Reading /> : null}
      {found.items === undefined ? null : (
        <>
          <Text size="sm" c="dimmed" aria-live="polite">
            {found.items.length === 0
              ? texts.numbers.empty
              : texts.numbers.shown(found.items.length, found.hasNextPage)}
          </Text>
          {found.items.length === 0 ? null : <NumberTable orgId={orgId} numbers={found.items} />}
        </>
      )}
      <MoreButton pages={found} />
    </Stack>
  )
}

function Filters({ orgId }: { readonly orgId: string }) {
  const [search, setSearch] = useSearchParams()
  const locations = useRead('/v1/organisations/{orgId}/locations', { orgId }, { limit: '200' }, { live: false })
  const set = (name: string, value: string) => setSearch(withFilter(search, name, value), { replace: true })
  const select = (name: keyof typeof choices, isFirst = false) => (
    <NativeSelect
      key={name}
      label={texts.numbers[name]}
      value={search.get(name) ?? ''}
      onChange={(event) => set(name, event.currentTarget.value)}
      data={[
        { value: '', label: texts.numbers.any },
        ...choices[name].map((value) => ({
          value,
          label: name === 'verdict' ? texts.verdict(value) : texts.axis(value),
        })),
      ]}
      {...(isFirst ? { 'data-first-filter': true } : {})}
    />
  )
  return (
    <Group align="flex-end" component="search" aria-label={texts.numbers.legend}>
      {select('verdict', true)}
      {select('authorisation')}
      {select('registration')}
      {select('inventory')}
      <NativeSelect
        label={texts.numbers.location}
        value={search.get('locationId') ?? ''}
        onChange={(event) => set('locationId', event.currentTarget.value)}
        data={[
          { value: '', label: texts.numbers.any },
          ...(locations.data?.items ?? []).map(({ id, country }) => ({
            value: id,
            label: `${country} ${id.slice(-6)}`,
          })),
        ]}
      />
      <TextInput
        label={texts.numbers.number}
        placeholder={texts.numbers.exact}
        defaultValue={search.get('number') ?? ''}
        onBlur={(event) => set('number', event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') set('number', event.currentTarget.value)
        }}
      />
      {search.size === 0 ? null : (
        <Button variant="default" onClick={() => setSearch({}, { replace: true })}>
          {texts.numbers.clear}
        </Button>
      )}
    </Group>
  )
}

function NumberTable({ orgId, numbers }: { readonly orgId: string; readonly numbers: readonly NumberAnswer[] }) {
  return (
    <Table.ScrollContainer minWidth={900}>
      <Table highlightOnHover verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.numbers.number}</Table.Th>
            <Table.Th>{texts.numbers.verdict}</Table.Th>
            <Table.Th>{texts.numbers.reason}</Table.Th>
            <Table.Th>{texts.numbers.who}</Table.Th>
            <Table.Th>{texts.numbers.next}</Table.Th>
            <Table.Th>{texts.numbers.authorisation}</Table.Th>
            <Table.Th>{texts.numbers.registration}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {numbers.map((each) => (
            <Table.Tr key={each.id}>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                <Anchor component={Link} to={`/organisations/${orgId}/numbers/${each.id}`}>
                  {texts.number(each.number)}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <VerdictBadge verdict={each.verdict} />
              </Table.Td>
              <Table.Td>{texts.reason(each.reason)}</Table.Td>
              <Table.Td>{each.owner === null ? texts.none : texts.owner(each.owner)}</Table.Td>
              <Table.Td>{each.nextAct === null ? texts.none : texts.act(each.nextAct)}</Table.Td>
              <Table.Td>{texts.axis(each.authorisationShown)}</Table.Td>
              <Table.Td>{texts.axis(each.registrationShown)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
