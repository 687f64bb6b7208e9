import { Group, NativeSelect, Stack, Table, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useRead } from '../api/useRead.ts'
import { Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { Section } from '../parts/Section.tsx'
import { Trail } from '../parts/Trail.tsx'
import { texts } from '../texts/texts.ts'
import { instantOf } from '../view/moments.ts'
import { suppositions } from '../view/suppositions.ts'
import { Change } from './settings/Change.tsx'

/** The same numbers under other rules, on another day, or if something were so. */
export function WhatIfPage() {
  const { orgId = '' } = useParams()
  const packs = useRead('/v1/policy-packs', {}, {}, { live: false })
  const readings = useRead('/v1/readings', {}, {}, { live: false })
  const points = useRead('/v1/organisations/{orgId}/open-points', { orgId }, {}, { live: false })
  const [policy, setPolicy] = useState('')
  const [reading, setReading] = useState('')
  const [suppose, setSuppose] = useState('')
  const [at, setAt] = useState('')
  const instant = instantOf(at)
  const query = {
    policy,
    reading,
    suppose,
    ...(instant === undefined ? {} : { at: new Date(instant).toISOString() }),
  }
  const isAsked = policy !== '' || reading !== '' || suppose !== '' || instant !== undefined
  const others = (readings.data?.items ?? []).flatMap(({ name, question, options, default: usual }) =>
    options
      .filter(({ option }) => option !== usual)
      .map(({ option, words }) => ({ value: `${name}:${option}`, label: `${question} → ${words}` })),
  )
  return (
    <Stack gap="lg">
      <Trail orgId={orgId} here={texts.whatIf.title} />
      <Title order={1}>{texts.whatIf.title}</Title>
      <Text c="dimmed">{texts.whatIf.hint}</Text>
      <Section title={texts.whatIf.question}>
        <Stack gap="md">
          <Group align="flex-end">
            <NativeSelect
              label={texts.whatIf.suppose}
              value={suppose}
              onChange={(event) => setSuppose(event.currentTarget.value)}
              data={[
                { value: '', label: texts.whatIf.nothing },
                ...suppositions.map(({ axis, value }) => ({
                  value: `${axis}:${value}`,
                  label: `${texts.axisName(axis)}: ${texts.axis(value)}`,
                })),
              ]}
              data-first-filter
            />
            <NativeSelect
              label={texts.whatIf.policy}
              value={policy}
              onChange={(event) => setPolicy(event.currentTarget.value)}
              data={[
                { value: '', label: texts.whatIf.inForce },
                ...(packs.data?.items ?? []).map(({ id, effectiveFrom }) => ({
                  value: id,
                  label: `${id} (${effectiveFrom.slice(0, 10)})`,
                })),
              ]}
            />
            <TextInput
              type="datetime-local"
              label={texts.whatIf.at}
              value={at}
              onChange={(event) => setAt(event.currentTarget.value)}
            />
          </Group>
          <NativeSelect
            label={texts.whatIf.reading}
            value={reading}
            onChange={(event) => setReading(event.currentTarget.value)}
            data={[{ value: '', label: texts.whatIf.usual }, ...others]}
          />
          {isAsked ? <Change orgId={orgId} {...query} /> : <Text size="sm">{texts.whatIf.choose}</Text>}
        </Stack>
      </Section>
      <Section title={texts.whatIf.open}>
        <ProblemNotice error={points.error} />
        {points.data === undefined && !points.error ? <Reading /> : null}
        {points.data?.items.length === 0 ? <Text size="sm">{texts.whatIf.noOpen}</Text> : null}
        {points.data === undefined || points.data.items.length === 0 ? null : (
          <Table.ScrollContainer minWidth={620}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.whatIf.point}</Table.Th>
                  <Table.Th>{texts.whatIf.read}</Table.Th>
                  <Table.Th>{texts.whatIf.other}</Table.Th>
                  <Table.Th>{texts.whatIf.numbers}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {points.data.items.map((point) => (
                  <Table.Tr key={`${point.reading} ${point.option}`}>
                    <Table.Td>{point.question}</Table.Td>
                    <Table.Td>{point.read}</Table.Td>
                    <Table.Td>{point.option}</Table.Td>
                    <Table.Td>{point.numbers}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Section>
    </Stack>
  )
}
