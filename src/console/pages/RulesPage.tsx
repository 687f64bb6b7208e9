import { Badge, Button, Group, List, NativeSelect, Stack, Table, Tabs, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useAct, useRead } from '../api/useRead.ts'
import { Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { Section } from '../parts/Section.tsx'
import { texts } from '../texts/texts.ts'
import { DiffTable } from './rules/DiffTable.tsx'
import { RuleTable } from './rules/RuleTable.tsx'

/** The ages of the rules beside each other, and what they leave open. */
export function RulesPage() {
  const { data, error } = useRead('/v1/policy-packs', {}, {}, { live: false })
  if (!data) return error ? <ProblemNotice error={error} /> : <Reading />
  const ages = data.items
  const inForce = ages.find(({ isInForce }) => isInForce)?.id ?? ''
  return (
    <Stack gap="lg">
      <Title order={1}>{texts.rules.title}</Title>
      <Table.ScrollContainer minWidth={620}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.rules.age}</Table.Th>
              <Table.Th>{texts.rules.from}</Table.Th>
              <Table.Th>{texts.rules.inForce}</Table.Th>
              <Table.Th>{texts.rules.ended}</Table.Th>
              <Table.Th>{texts.rules.notYet}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {ages.map(({ id, effectiveFrom, isEffectiveFromAssumed, isInForce, rules }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <Group gap="xs">
                    {id}
                    {isInForce ? (
                      <Badge color="green" variant="light" tt="none">
                        {texts.rules.now}
                      </Badge>
                    ) : null}
                  </Group>
                </Table.Td>
                <Table.Td>
                  {effectiveFrom.slice(0, 10)}
                  {isEffectiveFromAssumed ? ` (${texts.rules.assumed})` : ''}
                </Table.Td>
                <Table.Td>{rules.inForce}</Table.Td>
                <Table.Td>{rules.ended}</Table.Td>
                <Table.Td>{rules.notYet}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Parts ages={ages.map(({ id }) => id)} inForce={inForce} />
    </Stack>
  )
}

type Ages = { readonly ages: readonly string[]; readonly inForce: string }

function Parts({ ages, inForce }: Ages) {
  const [search, setSearch] = useSearchParams()
  const set = (change: Readonly<Record<string, string>>) =>
    setSearch({ ...Object.fromEntries(search), ...change }, { replace: true })
  const before = ages[ages.indexOf(inForce) - 1] ?? ages[0] ?? ''
  const [one, other] = [search.get('one') ?? before, search.get('other') ?? inForce]
  const age = search.get('age') ?? inForce
  const choose = (label: string, name: string, value: string) => (
    <NativeSelect
      label={label}
      value={value}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
      data={[...ages]}
    />
  )
  return (
    <Tabs value={search.get('part') ?? 'diff'} onChange={(part) => set({ part: part ?? 'diff' })} keepMounted={false}>
      <Tabs.List>
        {(['diff', 'rules', 'readings', 'identify'] as const).map((part) => (
          <Tabs.Tab key={part} value={part}>
            {texts.rules.part[part]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="diff" pt="md">
        <Stack>
          <Group>
            {choose(texts.rules.one, 'one', one)}
            {choose(texts.rules.other, 'other', other)}
          </Group>
          <DiffTable one={one} other={other} />
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="rules" pt="md">
        <Stack>
          {choose(texts.rules.age, 'age', age)}
          <RuleTable age={age} />
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="readings" pt="md">
        <Readings />
      </Tabs.Panel>
      <Tabs.Panel value="identify" pt="md">
        <Identify />
      </Tabs.Panel>
    </Tabs>
  )
}

/** The points that the words of the article leave open, and how they are read here. */
function Readings() {
  const { data, error } = useRead('/v1/readings', {}, {}, { live: false })
  if (!data) return error ? <ProblemNotice error={error} /> : <Reading />
  return (
    <Stack>
      <Text size="sm">{texts.rules.readingsHint}</Text>
      {data.items.map(({ name, question, options, default: usual, because, ruleIds, effect }) => (
        <Section key={name} title={question}>
          <List size="sm">
            {options.map(({ option, words }) => (
              <List.Item key={option} fw={option === usual ? 600 : 400}>
                {words} {option === usual ? `(${texts.rules.read})` : ''}
              </List.Item>
            ))}
          </List>
          <Text size="sm" c="dimmed">
            {because} {texts.explained.rules} {ruleIds.join(' ')}; {effect}
          </Text>
        </Section>
      ))}
    </Stack>
  )
}

/** Copies of different ages are public at the same time: which one has somebody read? */
function Identify() {
  const [text, setText] = useState('')
  const act = useAct('/v1/policy-packs/identify', {})
  return (
    <Stack maw={720}>
      <Textarea
        label={texts.rules.paste}
        autosize
        minRows={4}
        maxRows={12}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        w="fit-content"
        disabled={text.trim() === ''}
        loading={act.isPending}
        onClick={() => act.mutate({ text })}
      >
        {texts.rules.identify}
      </Button>
      <ProblemNotice error={act.error} />
      {act.data === undefined ? null : (
        <Stack gap="xs" aria-live="polite">
          <Text fw={600}>
            {act.data.age === null
              ? texts.rules.unknownAge(act.data.possible.join(', '))
              : texts.rules.foundAge(act.data.age, act.data.language ?? '')}
          </Text>
          {act.data.since === null ? null : (
            <Text size="sm">{texts.rules.changedSince(act.data.since.rules.length, act.data.inForce)}</Text>
          )}
        </Stack>
      )}
    </Stack>
  )
}
