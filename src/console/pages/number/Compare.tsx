import { Button, Group, SimpleGrid, Stack, Table, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useRead } from '../../api/useRead.ts'
import { VerdictBadge } from '../../parts/Badges.tsx'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { Section } from '../../parts/Section.tsx'
import { texts } from '../../texts/texts.ts'

type Props = { readonly orgId: string; readonly numberId: string; readonly number: string }

/** Why this one and not that one. */
export function Compare({ orgId, numberId, number }: Props) {
  const [digits, setDigits] = useState('')
  const [asked, setAsked] = useState('')
  const found = useRead(
    '/v1/organisations/{orgId}/numbers',
    { orgId },
    { digits: asked, limit: '6' },
    { enabled: asked !== '', live: false },
  )
  const others = (found.data?.items ?? []).filter(({ id }) => id !== numberId)
  function search(event: FormEvent): void {
    event.preventDefault()
    const wanted = digits.replaceAll(/\D/g, '')
    if (wanted.length >= 3) setAsked(wanted)
  }
  return (
    <Section title={texts.compare.title}>
      <Stack gap="sm">
        <form onSubmit={search}>
          <Group align="flex-end">
            <TextInput
              label={texts.compare.other}
              description={texts.compare.hint}
              value={digits}
              onChange={(event) => setDigits(event.currentTarget.value)}
            />
            <Button type="submit" variant="light">
              {texts.compare.go}
            </Button>
          </Group>
        </form>
        <ProblemNotice error={found.error} />
        {asked !== '' && found.data && others.length === 0 ? <Text size="sm">{texts.numbers.empty}</Text> : null}
        {asked === ''
          ? null
          : others.slice(0, 5).map((other, index) => (
              <details key={other.id} open={index === 0}>
                <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
                  {texts.number(other.number)}
                </Text>
                <Difference orgId={orgId} numberId={numberId} number={number} otherId={other.id} other={other.number} />
              </details>
            ))}
      </Stack>
    </Section>
  )
}

type DifferenceProps = Props & { readonly otherId: string; readonly other: string }

function Difference({ orgId, numberId, number, otherId, other }: DifferenceProps) {
  const path = '/v1/organisations/{orgId}/numbers/{numberId}/compare/{otherId}'
  const { data, error } = useRead(path, { orgId, numberId, otherId }, {}, { live: false })
  if (!data) return <ProblemNotice error={error} />
  const sides = [
    [number, data.one],
    [other, data.other],
  ] as const
  return (
    <Stack gap="sm" mt="xs">
      <SimpleGrid cols={2}>
        {sides.map(([name, side]) => (
          <div key={name}>
            <Text fw={600}>{texts.number(name)}</Text>
            <VerdictBadge verdict={side.verdict} />
            <Text size="sm">{texts.reason(side.reason)}</Text>
            {side.shut.map(({ gate, reason, ruleIds }) => (
              <Text size="sm" key={gate}>
                {texts.compare.alone}: {texts.reason(reason)}{' '}
                <Text span size="xs" c="dimmed">
                  {ruleIds.join(' ')}
                </Text>
              </Text>
            ))}
          </div>
        ))}
      </SimpleGrid>
      {data.axes.length === 0 ? (
        <Text size="sm">{texts.compare.same}</Text>
      ) : (
        <Table withRowBorders={false} verticalSpacing={2}>
          <Table.Tbody>
            {data.axes.map(({ axis, one, other: there }) => (
              <Table.Tr key={axis}>
                <Table.Th fw={400} scope="row">
                  {texts.axisName(axis)}
                </Table.Th>
                <Table.Td>{texts.axis(one)}</Table.Td>
                <Table.Td>{texts.axis(there)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  )
}
