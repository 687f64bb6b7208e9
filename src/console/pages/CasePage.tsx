import { Anchor, Badge, Button, Card, Code, Grid, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Case, FormVersion } from '../api/contract.ts'
import { useAct, usePages, useRead } from '../api/useRead.ts'
import { OverdueBadge } from '../parts/Badges.tsx'
import { ActCards } from '../parts/Cards.tsx'
import { EventTimeline } from '../parts/Events.tsx'
import { MoreButton, Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { useMay } from '../parts/Session.tsx'
import { Silence } from '../parts/Silence.tsx'
import { Trail } from '../parts/Trail.tsx'
import { When } from '../parts/When.tsx'
import { texts } from '../texts/texts.ts'
import { FormText } from './case/FormText.tsx'

export function CasePage() {
  const { orgId = '', caseId = '' } = useParams()
  const where = { orgId, caseId }
  const { data, error } = useRead('/v1/organisations/{orgId}/cases/{caseId}', where)
  const history = usePages('/v1/organisations/{orgId}/cases/{caseId}/history', where, { limit: '50' })
  if (!data) return error ? <ProblemNotice error={error} /> : <Reading />
  return (
    <Stack gap="lg">
      <Trail orgId={orgId} here={texts.case.title(data.caseNumber)} />
      <Group justify="space-between">
        <Title order={1}>{texts.case.title(data.caseNumber)}</Title>
        <Text c="dimmed">{data.ticket === null ? texts.case.noTicket : `${texts.case.ticket} ${data.ticket}`}</Text>
      </Group>
      <ProblemNotice error={error} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="xl">
            <Standing orgId={orgId} found={data} />
            {data.cards.length === 0 ? null : (
              <Stack gap="sm">
                <Title order={2} size="h3">
                  {texts.cards.title}
                </Title>
                <ActCards cards={data.cards} />
              </Stack>
            )}
            <Forms orgId={orgId} found={data} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <Marks wait={data.wait} />
            <Title order={2} size="h3">
              {texts.case.timeline}
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

function Standing({ orgId, found }: { readonly orgId: string; readonly found: Case }) {
  const { stage, phase, owner, since, dueAt, isOverdue, status, numbers, openedAt, endedAt, id, paused } = found
  return (
    <Card withBorder padding="md">
      <Stack gap={4}>
        <Group gap="xs">
          <Text fw={700} size="lg" className="sentence">
            {endedAt === null ? texts.stage(stage) : texts.casePhase(phase)}
          </Text>
          <OverdueBadge isOverdue={isOverdue} />
        </Group>
        {owner === null ? null : (
          <Text>
            {texts.case.turn}: <b>{texts.owner(owner)}</b>, {texts.organisation.since} <When at={since} />
          </Text>
        )}
        {dueAt === null ? null : (
          <Text>
            {texts.organisation.due} <When at={dueAt} />
          </Text>
        )}
        {found.wait === null ? null : <Silence wait={found.wait} />}
        {paused === null ? null : <Text>{texts.organisation.paused(texts.stage(paused.kind))}</Text>}
        <Text size="sm" c="dimmed">
          {texts.case.desk}: {texts.status(status)}
        </Text>
        <Text size="sm" c="dimmed">
          {texts.case.opened} <When at={openedAt} />
          {endedAt === null ? null : (
            <>
              ; {texts.case.ended} <When at={endedAt} />
            </>
          )}
        </Text>
        <Text size="sm">
          {texts.case.count(numbers.waiting, numbers.registered, numbers.rejected)}{' '}
          {endedAt === null ? (
            <Anchor component={Link} to={`/organisations/${orgId}/numbers?caseId=${id}`} inherit>
              {texts.case.numbersLink}
            </Anchor>
          ) : null}
        </Text>
      </Stack>
    </Card>
  )
}

function Forms({ orgId, found }: { readonly orgId: string; readonly found: Case }) {
  const { id, attempts, stage, endedAt } = found
  const mayAct = useMay('admin', 'partner', 'operator')
  const giveUp = useAct('/v1/organisations/{orgId}/cases/{caseId}/give-up', { orgId, caseId: id })
  return (
    <Stack gap="sm">
      <Title order={2} size="h3">
        {texts.case.forms}
      </Title>
      {attempts.length === 0 ? <Text c="dimmed">{texts.case.noForms}</Text> : null}
      {attempts.map((each) => (
        <FormLine key={each.formVersion} orgId={orgId} caseId={id} form={each} />
      ))}
      {mayAct && endedAt === null && (stage === 'formReturn' || stage === 'correction') ? (
        <Group>
          <Button component={Link} to={`/organisations/${orgId}/cases/${id}/form`}>
            {stage === 'correction' ? texts.case.correct : texts.case.fill}
          </Button>
          {stage === 'correction' ? (
            <Button variant="default" onClick={() => giveUp.mutate({})} loading={giveUp.isPending}>
              {texts.case.giveUp}
            </Button>
          ) : null}
        </Group>
      ) : null}
      <ProblemNotice error={giveUp.error} />
    </Stack>
  )
}

type FormLineProps = { readonly orgId: string; readonly caseId: string; readonly form: FormVersion }

function FormLine({ orgId, caseId, form }: FormLineProps) {
  const mayRead = useMay('admin', 'partner', 'support', 'operator')
  const [isOpen, setOpen] = useState(false)
  const { formVersion, contentHash, submittedAt, submittedBy, sentAt, decisions } = form
  return (
    <Card withBorder padding="md">
      <Group justify="space-between">
        <Text fw={600}>{texts.case.version(formVersion)}</Text>
        <Code title={contentHash}>{contentHash.slice(0, 12)}</Code>
      </Group>
      <Text size="sm" c="dimmed">
        {texts.case.submitted(`${submittedBy.role} ${submittedBy.subject}`, texts.dayAndTime(submittedAt))}
        {sentAt === null ? null : (
          <>
            ; {texts.case.sent} <When at={sentAt} near={false} />
          </>
        )}
      </Text>
      {decisions.length === 0 ? <Text size="sm">{texts.case.notJudged}</Text> : null}
      {decisions.map(({ outcome, campaign, codes, decidedAt }) => (
        <Group key={`${campaign} ${decidedAt}`} gap="xs">
          <Badge color={outcome === 'approved' ? 'green' : 'red'} variant="light" tt="none">
            {texts.case.outcome(outcome)}
          </Badge>
          <Text size="sm">
            {campaign}, <When at={decidedAt} near={false} />
          </Text>
          {codes.map((code) => (
            <Code key={code} title={texts.case.codes}>
              {code}
            </Code>
          ))}
        </Group>
      ))}
      {mayRead ? (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
            {texts.case.read}
          </Text>
          {isOpen ? <FormText orgId={orgId} caseId={caseId} version={formVersion} /> : null}
        </details>
      ) : null}
    </Card>
  )
}

function Marks({ wait }: { readonly wait: Case['wait'] }) {
  if (wait === null) return null
  return (
    <Card withBorder padding="md">
      <Title order={2} size="h4" mb="sm">
        {texts.case.marks}
      </Title>
      <Table withRowBorders={false}>
        <Table.Tbody>
          {wait.marks.map(({ mark, at, saidAt, skipped, late }) => (
            <Table.Tr key={`${mark} ${at}`}>
              <Table.Td>{texts.case.mark(mark)}</Table.Td>
              <Table.Td>
                <When at={at} />
              </Table.Td>
              <Table.Td>
                {skipped
                  ? texts.case.skipped
                  : saidAt === null
                    ? texts.case.ahead
                    : late
                      ? texts.case.late
                      : texts.case.said}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  )
}
