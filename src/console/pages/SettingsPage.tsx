import { Alert, Button, Group, NativeSelect, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Answer } from '../api/client.ts'
import type { User } from '../api/contract.ts'
import { useAct, usePages, useRead } from '../api/useRead.ts'
import { MoreButton, Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { Section } from '../parts/Section.tsx'
import { useMay } from '../parts/Session.tsx'
import { Trail } from '../parts/Trail.tsx'
import { texts } from '../texts/texts.ts'
import { Change } from './settings/Change.tsx'

type Organisation = Answer<'/v1/organisations/{orgId}', 'get'>

/** The switch of the organisation and those of its users; before anything is switched, who would change. */
export function SettingsPage() {
  const { orgId = '' } = useParams()
  const { data, error } = useRead('/v1/organisations/{orgId}', { orgId })
  const users = usePages('/v1/organisations/{orgId}/users', { orgId }, { limit: '50' })
  if (!data) return error ? <ProblemNotice error={error} /> : <Reading />
  return (
    <Stack gap="lg">
      <Trail orgId={orgId} here={texts.settings.title} />
      <Title order={1}>{texts.settings.title}</Title>
      <OrganisationSwitch organisation={data} />
      <Tab organisation={data} />
      <Section title={texts.settings.users}>
        <ProblemNotice error={users.error} />
        {users.items === undefined ? <Reading /> : null}
        {users.items?.length === 0 ? <Text c="dimmed">{texts.settings.noUsers}</Text> : null}
        {users.items === undefined || users.items.length === 0 ? null : (
          <Table.ScrollContainer minWidth={620}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.settings.user}</Table.Th>
                  <Table.Th>{texts.settings.setting}</Table.Th>
                  <Table.Th>{texts.settings.wanted}</Table.Th>
                  <Table.Th>{texts.settings.decidedBy}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {users.items.map((each) => (
                  <UserRow key={each.id} orgId={orgId} user={each} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
        <MoreButton pages={users} />
      </Section>
    </Stack>
  )
}

function OrganisationSwitch({ organisation: { id, textingDefault, users } }: { readonly organisation: Organisation }) {
  const mayAct = useMay('admin', 'partner', 'operator')
  const wanted = textingDefault === 'on' ? 'off' : 'on'
  const [isAsked, setAsked] = useState(false)
  const act = useAct('/v1/organisations/{orgId}/facts', { orgId: id })
  return (
    <Section title={texts.settings.switch}>
      <Stack gap="sm">
        <Text>
          {texts.settings.isNow} <b>{texts.axis(textingDefault)}</b>. {texts.settings.reach}
        </Text>
        <Group gap="xl">
          {(['inherit', 'overrideOn', 'overrideOff'] as const).map((setting) => (
            <Text key={setting} size="sm">
              <b>{users[setting]}</b> {texts.settings.usersBy[setting]}
            </Text>
          ))}
        </Group>
        {mayAct && !isAsked ? (
          <Button variant="light" w="fit-content" onClick={() => setAsked(true)}>
            {texts.settings.preview(texts.axis(wanted))}
          </Button>
        ) : null}
        {isAsked ? (
          <Alert color="indigo" title={texts.settings.ifSwitched(texts.axis(wanted))}>
            <Stack gap="sm">
              <Text size="sm">{texts.settings.changes(users.inherit, users.overrideOn + users.overrideOff)}</Text>
              <Change orgId={id} suppose={`textingDefault:${wanted}`} />
              <Group>
                <Button
                  loading={act.isPending}
                  onClick={() =>
                    act.mutate({ fact: 'textingDefault', value: wanted }, { onSuccess: () => setAsked(false) })
                  }
                >
                  {texts.settings.go(texts.axis(wanted))}
                </Button>
                <Button variant="default" onClick={() => setAsked(false)}>
                  {texts.settings.leave}
                </Button>
              </Group>
              <ProblemNotice error={act.error} />
            </Stack>
          </Alert>
        ) : null}
      </Stack>
    </Section>
  )
}

/** Why the pages of Business Texting are missing in Control Hub, where they are. */
function Tab({ organisation: { tab } }: { readonly organisation: Organisation }) {
  const words = tab.isVisible === null ? 'unknown' : tab.isVisible ? 'visible' : 'hidden'
  return (
    <Section title={texts.settings.tab}>
      <Text size="sm">
        {texts.settings.tabIs[words]}
        {tab.isVisible === true ? '' : ` ${texts.reason(tab.reason)}`}{' '}
        <Text span size="xs" c="dimmed">
          {texts.explained.rules} {tab.ruleIds.join(' ')}
        </Text>
      </Text>
    </Section>
  )
}

const settings = ['inherit', 'overrideOn', 'overrideOff'] as const

function UserRow({ orgId, user }: { readonly orgId: string; readonly user: User }) {
  const { id, setting, wanted, decidedBy } = user
  const mayAct = useMay('admin', 'partner', 'operator')
  const act = useAct('/v1/organisations/{orgId}/users/{userId}/texting', { orgId, userId: id })
  return (
    <Table.Tr>
      <Table.Td>
        <Button component={Link} to={`/organisations/${orgId}/numbers?userId=${id}`} variant="subtle" size="compact-sm">
          …{id.slice(-12)}
        </Button>
      </Table.Td>
      <Table.Td>
        {mayAct ? (
          <NativeSelect
            aria-label={`${texts.settings.setting} ${id.slice(-12)}`}
            value={setting}
            disabled={act.isPending}
            onChange={({ currentTarget }) => {
              const next = settings.find((each) => each === currentTarget.value)
              if (next) act.mutate({ setting: next })
            }}
            data={settings.map((value) => ({ value, label: texts.axis(value) }))}
          />
        ) : (
          texts.axis(setting)
        )}
        <ProblemNotice error={act.error} />
      </Table.Td>
      <Table.Td>{texts.axis(wanted)}</Table.Td>
      <Table.Td>{texts.settings.decider(decidedBy)}</Table.Td>
    </Table.Tr>
  )
}
