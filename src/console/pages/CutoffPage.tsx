import { Anchor, Breadcrumbs, Button, Group, Stack, Text, Title } from '@mantine/core'
import { Link, useParams } from 'react-router'
import { Declined } from '../api/client.ts'
import type { Cutoff } from '../api/contract.ts'
import { useAct, usePages, useRead } from '../api/useRead.ts'
import { EventTimeline } from '../parts/Events.tsx'
import { MoreButton, Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { Section } from '../parts/Section.tsx'
import { useMay } from '../parts/Session.tsx'
import { When } from '../parts/When.tsx'
import { texts } from '../texts/texts.ts'
import { cutoffState } from '../view/cutoffs.ts'
import { productNow } from '../view/now.ts'
import { ClassTable } from './cutoffs/ClassTable.tsx'
import { Leniency } from './cutoffs/Leniency.tsx'

/** One cutoff: when it acts, what it does to whom, who has approved that, and who is let through. */
export function CutoffPage() {
  const { cutoffId = '' } = useParams()
  const found = useRead('/v1/cutoffs/{cutoffId}', { cutoffId })
  const history = usePages('/v1/cutoffs/{cutoffId}/history', { cutoffId }, { limit: '50' })
  const { data, error } = found
  if (!data) return error ? <ProblemNotice error={error} /> : <Reading />
  return (
    <Stack gap="lg">
      <Breadcrumbs component="nav" aria-label={texts.shell.trail}>
        <Anchor component={Link} to="/cutoffs">
          {texts.cutoffs.title}
        </Anchor>
        <Text>{texts.cutoffs.kind(data.kind)}</Text>
      </Breadcrumbs>
      <Title order={1}>{texts.cutoffs.kind(data.kind)}</Title>
      <ProblemNotice error={error} />
      <Stack gap={2}>
        <Text>
          {texts.cutoffs.state[cutoffState(data)]}: <When at={data.instant} /> · {texts.explained.rules} {data.ruleId}
        </Text>
        {data.undoUntil === null || Date.parse(data.undoUntil) < productNow() ? null : (
          <Text size="sm">
            {texts.cutoffs.undoUntil} <When at={data.undoUntil} />
          </Text>
        )}
        {data.verifiedAt === null ? null : (
          <Text size="sm">
            {texts.cutoffs.verified} <When at={data.verifiedAt} />
          </Text>
        )}
      </Stack>
      <Plan cutoff={data} />
      <Leniency cutoffId={cutoffId} requests={data.requests} exemptions={data.exemptions} />
      <Section title={texts.explained.timeline}>
        <ProblemNotice error={history.error} />
        {history.items === undefined ? <Reading /> : <EventTimeline events={history.items} />}
        <MoreButton pages={history} />
      </Section>
    </Stack>
  )
}

/** The last plan where there is one, else what would happen as things are now. */
function Plan({ cutoff: { id: cutoffId, needsApproval, planNo } }: { readonly cutoff: Cutoff }) {
  const isOperator = useMay('operator')
  const plan = useRead('/v1/cutoffs/{cutoffId}/plan', { cutoffId }, {}, { enabled: planNo > 0 })
  const preview = useRead('/v1/cutoffs/{cutoffId}/preview', { cutoffId }, {}, { enabled: planNo === 0 })
  const make = useAct('/v1/cutoffs/{cutoffId}/plans', { cutoffId })
  const approve = useAct('/v1/cutoffs/{cutoffId}/approvals', { cutoffId })
  const shown = plan.data ?? preview.data
  const isMissing = plan.error instanceof Declined && plan.error.problem.code === 'PLAN_NOT_FOUND'
  return (
    <Section title={plan.data ? texts.cutoffs.plan(plan.data.planNo) : texts.cutoffs.preview}>
      <Stack gap="sm">
        {isMissing ? null : <ProblemNotice error={plan.error ?? preview.error} />}
        {plan.data === undefined ? null : (
          <Text size="sm">
            {texts.cutoffs.madeBy(plan.data.requestedBy)} <When at={plan.data.madeAt} />;{' '}
            {plan.data.isApproved ? texts.cutoffs.covered : texts.cutoffs.notApproved}
          </Text>
        )}
        {shown === undefined ? <Reading /> : <ClassTable totals={shown.totals} classes={shown.classes} />}
        {isOperator && needsApproval ? (
          <Group>
            <Button variant="light" loading={make.isPending} onClick={() => make.mutate({})}>
              {texts.cutoffs.make}
            </Button>
            {plan.data !== undefined && !plan.data.isApproved ? (
              <Button loading={approve.isPending} onClick={() => approve.mutate({ hash: plan.data.hash })}>
                {texts.cutoffs.approve(plan.data.planNo)}
              </Button>
            ) : null}
          </Group>
        ) : null}
        {needsApproval ? (
          <Text size="sm" c="dimmed">
            {texts.cutoffs.twoPeople}
          </Text>
        ) : null}
        <ProblemNotice error={make.error ?? approve.error} />
        {approve.data === undefined ? null : (
          <Text size="sm" aria-live="polite">
            {approve.data.isComplete ? texts.cutoffs.covered : texts.cutoffs.oneMore}
          </Text>
        )}
      </Stack>
    </Section>
  )
}
