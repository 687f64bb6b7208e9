import { NumberInput, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useRead } from '../api/useRead.ts'
import { Figure } from '../parts/Figure.tsx'
import { Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { Section } from '../parts/Section.tsx'
import { Trail } from '../parts/Trail.tsx'
import { texts } from '../texts/texts.ts'
import { OrganisationCutoffs } from './cutoffs/OrganisationCutoffs.tsx'

/** When the numbers will have come to the end of their road, and which come too late for the deadline. */
export function ForecastPage() {
  const { orgId = '' } = useParams()
  const [loops, setLoops] = useState('')
  const { data, error } = useRead('/v1/organisations/{orgId}/forecast', { orgId }, { loops })
  const general = useRead('/v1/forecast', {}, { loops })
  return (
    <Stack gap="lg">
      <Trail orgId={orgId} here={texts.forecast.title} />
      <Title order={1}>{texts.forecast.title}</Title>
      <NumberInput
        label={texts.forecast.loops}
        description={texts.forecast.loopsHint}
        min={0}
        max={10}
        value={loops === '' ? '' : Number(loops)}
        onChange={(value) => setLoops(String(value))}
        maw={320}
      />
      <ProblemNotice error={error} />
      {data === undefined ? (
        error ? null : (
          <Reading />
        )
      ) : (
        <>
          <Text>{texts.forecast.deadline(data.deadline.lastDay, data.deadline.planFor, data.deadline.ruleId)}</Text>
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <Figure name={texts.forecast.willStop} value={data.atRisk.willStop} isBad={data.atRisk.willStop > 0} />
            <Figure name={texts.forecast.tooLateLikely} value={data.atRisk.likely} isBad={data.atRisk.likely > 0} />
            <Figure name={texts.forecast.tooLateLate} value={data.atRisk.late} isBad={data.atRisk.late > 0} />
          </SimpleGrid>
          <Section title={texts.forecast.numbers}>
            <Table.ScrollContainer minWidth={560}>
              <Table verticalSpacing="xs">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{texts.forecast.count}</Table.Th>
                    <Table.Th>{texts.forecast.place}</Table.Th>
                    <Table.Th>{texts.forecast.earliest}</Table.Th>
                    <Table.Th>{texts.forecast.likely}</Table.Th>
                    <Table.Th>{texts.forecast.late}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {data.groups.map(({ count, place, since, earliest, likely, late }) => (
                    <Table.Tr key={`${place} ${since}`}>
                      <Table.Td>{count}</Table.Td>
                      <Table.Td>
                        {texts.stretch(place)}
                        {since === null ? '' : ` (${texts.organisation.since} ${since})`}
                      </Table.Td>
                      <Table.Td>{earliest ?? texts.none}</Table.Td>
                      <Table.Td>{likely ?? texts.none}</Table.Td>
                      <Table.Td>{late ?? texts.none}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </Section>
        </>
      )}
      <OrganisationCutoffs orgId={orgId} />
      {general.data === undefined ? null : (
        <Section title={texts.forecast.anew}>
          <Stack gap="xs">
            {(['earliest', 'likely', 'late'] as const).map((course) => {
              const road = general.data[course]
              return (
                <Text size="sm" key={course}>
                  <b>{texts.forecast[course]}</b>: {texts.forecast.ends(road.finish, road.loops)}
                </Text>
              )
            })}
            <details>
              <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
                {texts.forecast.durations}
              </Text>
              <Table verticalSpacing={2} mt="xs">
                <Table.Tbody>
                  {general.data.durations.map(({ stretch, earliest, likely, late, unit, provenance, ruleIds }) => (
                    <Table.Tr key={stretch}>
                      <Table.Td>{texts.stretch(stretch)}</Table.Td>
                      <Table.Td>
                        {earliest} / {likely} / {late} {texts.forecast.unit(unit)}
                      </Table.Td>
                      <Table.Td>
                        {texts.forecast.provenance(provenance)} {ruleIds.join(' ')}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </details>
          </Stack>
        </Section>
      )}
    </Stack>
  )
}
