import { Alert, Stack, Table, Text } from '@mantine/core'
import type { Dispute } from '../api/contract.ts'
import { texts } from '../texts/texts.ts'
import { When } from './When.tsx'

/** What sources disagree about: the word that counts, and the other one beside it. */
export function DisputeList({ disputes }: { readonly disputes: readonly Dispute[] }) {
  if (disputes.length === 0) return null
  return (
    <Alert color="orange" title={texts.disputes.title}>
      <Stack gap="md">
        {disputes.map(({ question, stream, believed, beside, override }) => (
          <div key={`${stream} ${question}`}>
            <Text size="sm" fw={600}>
              {texts.disputes.question(question)}
            </Text>
            <Table withRowBorders={false} verticalSpacing={2}>
              <Table.Tbody>
                {(
                  [
                    [texts.disputes.believed, believed],
                    [texts.disputes.beside, beside],
                  ] as const
                ).map(([name, word]) => (
                  <Table.Tr key={name}>
                    <Table.Th fw={400} scope="row">
                      {name}
                    </Table.Th>
                    <Table.Td>
                      <b>{texts.axis(word.value)}</b>
                    </Table.Td>
                    <Table.Td>{texts.source(word.source)}</Table.Td>
                    <Table.Td>
                      <When at={word.happenedAt} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            {override === null ? null : (
              <Text size="sm">
                {texts.disputes.override(`${override.by.role} ${override.by.subject}`)}
                {override.because === null ? '' : `: ${override.because}`}
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Alert>
  )
}
