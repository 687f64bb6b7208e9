import { Alert, Anchor, Card, Grid, Stack, Table, Text, Title } from '@mantine/core'
import { Link, useParams } from 'react-router'
import type { Number as NumberAnswer, Why } from '../api/contract.ts'
import { usePages, useRead } from '../api/useRead.ts'
import { ActCardView } from '../parts/Cards.tsx'
import { DisputeList } from '../parts/DisputeList.tsx'
import { EventTimeline } from '../parts/Events.tsx'
import { GateList } from '../parts/GateList.tsx'
import { MoreButton, Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { Trail } from '../parts/Trail.tsx'
import { When } from '../parts/When.tsx'
import { texts } from '../texts/texts.ts'
import { AsOfPanel } from './number/AsOfPanel.tsx'
import { Compare } from './number/Compare.tsx'
import { Unblock } from './number/Unblock.tsx'

const colours = { can: 'green', willStop: 'orange', cannot: 'red', unknown: 'yellow' } as const

export function NumberPage() {
  const { orgId = '', numberId = '' } = useParams()
  const where = { orgId, numberId }
  const why = useRead('/v1/organisations/{orgId}/numbers/{numberId}/why', where)
  const number = useRead('/v1/organisations/{orgId}/numbers/{numberId}', where)
  const history = usePages('/v1/organisations/{orgId}/numbers/{numberId}/history', where, { limit: '50' })
  if (!why.data || !number.data) {
    const error = why.error ?? number.error
    return error ? <ProblemNotice error={error} /> : <Reading />
  }
  const { data } = why
  return (
    <Stack gap="lg">
      <Trail orgId={orgId} here={texts.number(data.number)} />
      <Title order={1}>{texts.number(data.number)}</Title>
      <Alert color={colours[data.verdict]} title={texts.explained[data.verdict]}>
        <Text size="sm" className="sentence">
          {texts.reason(data.reason)}
          {data.validUntil === null ? null : (
            <>
              {'; '}
              {texts.explained.validUntil} <When at={data.validUntil} />
            </>
          )}
        </Text>
        {data.notices.map(({ code }) => (
          <Text size="sm" key={code}>
            {texts.notice(code)}
          </Text>
        ))}
      </Alert>
      <ProblemNotice error={why.error} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="xl">
            <DisputeList disputes={data.disputes} />
            <Next next={data.next} />
            <Unblock why={data} />
            <Stack gap="sm">
              <Title order={2} size="h3">
                {texts.explained.gates}
              </Title>
              <GateList why={data} />
              <Text size="xs" c="dimmed">
                {texts.explained.rulesOf(data.policyPack, texts.dayAndTime(data.at))}
              </Text>
            </Stack>
            <AsOfPanel {...where} events={history.items ?? []} />
            <Compare {...where} number={data.number} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <Standing orgId={orgId} number={number.data} />
            <Title order={2} size="h3">
              {texts.explained.timeline}
            </Title>
            <ProblemNotice error={history.error} />
            {history.items === undefined ? <Reading /> : <EventTimeline events={history.items} />}
            <MoreButton pages={history} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  )
}

function Next({ next }: { readonly next: Why['next'] }) {
  if (next === null) return <Text c="dimmed">{texts.explained.nothing}</Text>
  return (
    <Stack gap="sm">
      <Title order={2} size="h3">
        {texts.explained.next}
      </Title>
      {next.helps ? (
        <Card withBorder padding="md">
          <Text fw={600} className="sentence">
            {texts.owner(next.owner)}: {texts.act(next.act)}
          </Text>
          <Text size="sm">
            {next.dueAt === null ? (
              texts.explained.noDate
            ) : (
              <>
                {texts.explained.by} <When at={next.dueAt} />
              </>
            )}
            {next.waitsAs === null ? '' : ` · ${texts.stage(next.waitsAs)}`}
          </Text>
        </Card>
      ) : (
        <Text>{texts.explained.noHelp}</Text>
      )}
      {next.card === null ? null : <ActCardView card={next.card} />}
    </Stack>
  )
}

function Standing({ orgId, number }: { readonly orgId: string; readonly number: NumberAnswer }) {
  const lines: readonly (readonly [string, React.ReactNode])[] = [
    [texts.numbers.inventory, texts.axis(number.inventory)],
    [texts.explained.entered, <When key="entered" at={number.enteredAt} near={false} />],
    [texts.explained.kind, texts.axis(number.kind)],
    [texts.explained.usage, texts.axis(number.usage)],
    [texts.numbers.authorisation, texts.axis(number.authorisationShown)],
    [texts.explained.letter, texts.axis(number.loa)],
    [texts.numbers.registration, texts.axis(number.registrationShown)],
    [texts.explained.campaign, number.campaign === null ? texts.none : `${number.campaign} (${number.campaignStatus})`],
    [
      texts.explained.case,
      number.caseId === null ? (
        texts.none
      ) : (
        <Anchor key="case" component={Link} to={`/organisations/${orgId}/cases/${number.caseId}`} inherit>
          {texts.explained.case}
        </Anchor>
      ),
    ],
  ]
  return (
    <Card withBorder padding="md">
      <Title order={2} size="h4" mb="sm">
        {texts.explained.facts}
      </Title>
      <Table variant="vertical" withRowBorders={false}>
        <Table.Tbody>
          {lines.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th fw={400} scope="row">
                {name}
              </Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  )
}
