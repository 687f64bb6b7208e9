import { Table, Text } from '@mantine/core'
import type { Query } from '../../api/client.ts'
import type { WhatIf } from '../../api/contract.ts'
import { useRead } from '../../api/useRead.ts'
import { VerdictBadge } from '../../parts/Badges.tsx'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { texts } from '../../texts/texts.ts'

type Props = Query & { readonly orgId: string }

/** How many numbers would have another answer, and which; nothing is changed by asking. */
export function Change({ orgId, ...query }: Props) {
  const { data, error } = useRead('/v1/organisations/{orgId}/what-if', { orgId }, query, { live: false })
  if (!data) return <ProblemNotice error={error} />
  return <Groups whatIf={data} />
}

function Groups({ whatIf: { changed, groups } }: { readonly whatIf: WhatIf }) {
  const shown = groups.filter(({ isChanged }) => isChanged)
  return (
    <>
      <Text size="sm" fw={600}>
        {texts.whatIf.changed(changed)}
      </Text>
      {shown.length === 0 ? null : (
        <Table.ScrollContainer minWidth={520}>
          <Table verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.whatIf.numbers}</Table.Th>
                <Table.Th>{texts.whatIf.now}</Table.Th>
                <Table.Th>{texts.whatIf.thereafter}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map(({ count, before, after }) => (
                <Table.Tr key={`${before.verdict} ${before.reason} ${after.verdict} ${after.reason}`}>
                  <Table.Td>{count}</Table.Td>
                  <Table.Td>
                    <VerdictBadge verdict={before.verdict} /> <Text size="sm">{texts.reason(before.reason)}</Text>
                  </Table.Td>
                  <Table.Td>
                    <VerdictBadge verdict={after.verdict} /> <Text size="sm">{texts.reason(after.reason)}</Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </>
  )
}
