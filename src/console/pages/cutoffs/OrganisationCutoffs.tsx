import { Stack, Table, Text } from '@mantine/core'
import { useRead } from '../../api/useRead.ts'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { Section } from '../../parts/Section.tsx'
import { When } from '../../parts/When.tsx'
import { texts } from '../../texts/texts.ts'

/** What each cutoff does, or did, to the numbers of an organisation; and by when somebody can change that. */
export function OrganisationCutoffs({ orgId }: { readonly orgId: string }) {
  const { data, error } = useRead('/v1/organisations/{orgId}/cutoffs', { orgId })
  if (!data) return <ProblemNotice error={error} />
  return (
    <Section title={texts.cutoffs.ofOrganisation}>
      <Stack gap="md">
        {data.items.map(({ cutoffId, kind, ruleId, instant, isOver, effects }) => (
          <div key={cutoffId}>
            <Text size="sm" fw={600}>
              {texts.cutoffs.kind(kind)} ({texts.explained.rules} {ruleId}), <When at={instant} />{' '}
              {isOver ? texts.cutoffs.state.acts : ''}
            </Text>
            {effects.length === 0 ? <Text size="sm">{texts.cutoffs.nobody}</Text> : null}
            {effects.length === 0 ? null : (
              <Table verticalSpacing={2} withRowBorders={false}>
                <Table.Tbody>
                  {effects.map(({ count, verdict, reason, owner, act, by }) => (
                    <Table.Tr key={`${verdict} ${reason} ${act}`}>
                      <Table.Td w={60}>{count}</Table.Td>
                      <Table.Td>{texts.cutoffs.verdict(verdict)}</Table.Td>
                      <Table.Td>{texts.cutoffs.reason(reason)}</Table.Td>
                      <Table.Td>
                        {owner === null || act === null ? texts.none : `${texts.owner(owner)}: ${texts.act(act)}`}
                        {by === null ? null : (
                          <>
                            {' '}
                            {texts.explained.by} <When at={by} />
                          </>
                        )}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            )}
          </div>
        ))}
      </Stack>
    </Section>
  )
}
