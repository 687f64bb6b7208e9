import { Anchor, Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { Link, Navigate } from 'react-router'
import { usePages, useRead } from '../api/useRead.ts'
import { AttentionTable } from '../parts/AttentionTable.tsx'
import { Figure } from '../parts/Figure.tsx'
import { Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { Section } from '../parts/Section.tsx'
import { useMay, useMe } from '../parts/Session.tsx'
import { WaitTable } from '../parts/WaitTable.tsx'
import { texts } from '../texts/texts.ts'
import { isMine } from '../view/home.ts'
import { AtRisk } from './home/AtRisk.tsx'
import { Ledger } from './home/Ledger.tsx'
import { Standstills } from './home/Standstills.tsx'

/** What a role has to do comes first, then what it has to know, then what others hold. */
export function HomePage() {
  const { role } = useMe()
  const waits = usePages('/v1/waits', {}, { limit: '100' })
  const portfolio = usePages('/v1/portfolio', {}, { limit: '100' })
  const seesAttention = useMay('operator', 'support', 'partner', 'admin')
  const attention = useRead('/v1/attention', {}, { limit: '10' }, { enabled: seesAttention })
  const seesLedger = useMay('operator', 'support', 'auditor')
  if (role === 'integration') return <Navigate to="/organisations" replace />
  const all = waits.items ?? []
  const mine = all.filter((each) => isMine(each, role))
  const others = all.filter((each) => !isMine(each, role))
  const lines = portfolio.items ?? []
  const overdue = all.filter(({ isOverdue }) => isOverdue)
  const sum = (of: (line: (typeof lines)[number]) => number) => lines.reduce((total, line) => total + of(line), 0)
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={1}>{texts.home.title[role]}</Title>
        <QuickActs />
      </Group>
      <ProblemNotice error={waits.error ?? portfolio.error} />
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }}>
        <Figure name={texts.home.figures.mine} value={mine.length} isBad={mine.length > 0} />
        <Figure name={texts.home.figures.overdue} value={overdue.length} isBad={overdue.length > 0} />
        <Figure name={texts.home.figures.others} value={others.length} />
        <Figure name={texts.verdict('can')} value={sum(({ verdicts }) => verdicts.can)} />
        <Figure
          name={texts.verdict('willStop')}
          value={sum(({ verdicts }) => verdicts.willStop)}
          isBad={sum(({ verdicts }) => verdicts.willStop) > 0}
        />
        <Figure name={texts.verdict('cannot')} value={sum(({ verdicts }) => verdicts.cannot + verdicts.unknown)} />
      </SimpleGrid>
      {role === 'auditor' ? <Text c="dimmed">{texts.home.auditor}</Text> : null}
      {role === 'auditor' ? null : (
        <Section title={texts.home.mine}>
          {waits.items === undefined ? <Reading /> : <WaitTable waits={mine} />}
        </Section>
      )}
      {role === 'partner' ? <Standstills lines={lines} /> : null}
      {seesAttention ? (
        <Section
          title={texts.attention.title}
          beside={
            <Anchor component={Link} to="/attention" size="sm">
              {texts.home.all}
            </Anchor>
          }
        >
          <ProblemNotice error={attention.error} />
          {attention.data === undefined ? <Reading /> : <AttentionTable items={attention.data.items} />}
        </Section>
      ) : null}
      <AtRisk lines={lines} />
      {seesLedger ? <Ledger /> : null}
      <Section
        title={texts.home.others}
        beside={
          <Anchor component={Link} to="/waits" size="sm">
            {texts.home.all}
          </Anchor>
        }
      >
        {waits.items === undefined ? <Reading /> : <WaitTable waits={others} />}
      </Section>
    </Stack>
  )
}

/** An admin of one organisation is led straight to it. */
function QuickActs() {
  const { organisations } = useMe()
  const [only, ...more] = organisations
  if (only === undefined || more.length > 0) return null
  return (
    <Group>
      <Button component={Link} to={`/organisations/${only}`}>
        {texts.home.toOrganisation}
      </Button>
      <Button component={Link} to={`/organisations/${only}/numbers`} variant="light">
        {texts.numbers.title}
      </Button>
    </Group>
  )
}
