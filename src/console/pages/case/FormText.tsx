import { Stack, Table, Text } from '@mantine/core'
import type { FormVersion } from '../../api/contract.ts'
import { useRead } from '../../api/useRead.ts'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { texts } from '../../texts/texts.ts'
import { fieldLines } from '../../view/formFields.ts'

type Props = { readonly orgId: string; readonly caseId: string; readonly version: FormVersion['formVersion'] }

/** A version of the form as it was submitted, beside the one before it where they differ. */
export function FormText({ orgId, caseId, version }: Props) {
  const path = '/v1/organisations/{orgId}/cases/{caseId}/forms/{formVersion}'
  const now = useRead(path, { orgId, caseId, formVersion: version }, {}, { live: false })
  const before = useRead(path, { orgId, caseId, formVersion: version - 1 }, {}, { live: false, enabled: version > 1 })
  if (!now.data || (version > 1 && !before.data)) return <ProblemNotice error={now.error ?? before.error} />
  const old = version > 1 && before.data ? new Map(fieldLines(before.data.form)) : undefined
  const lines = fieldLines(now.data.form)
  const changed = lines.filter(([path_, value]) => old !== undefined && old.get(path_) !== value).length
  return (
    <Stack gap="xs" mt="xs">
      {old === undefined ? null : <Text size="sm">{texts.case.differs(changed, version - 1)}</Text>}
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {lines.map(([field, value]) => {
            const was = old?.get(field)
            const isOther = old !== undefined && was !== value
            return (
              <Table.Tr key={field}>
                <Table.Th fw={400} scope="row">
                  {texts.form.field(field)}
                </Table.Th>
                <Table.Td className="data">
                  {isOther && was !== undefined ? (
                    <Text size="sm">
                      <del className="removed">{was}</del>
                    </Text>
                  ) : null}
                  <Text size="sm">{isOther ? <ins className="added">{value}</ins> : value}</Text>
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </Stack>
  )
}
