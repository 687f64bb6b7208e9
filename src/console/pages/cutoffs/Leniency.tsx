import { Button, Group, Stack, Table, Text } from '@mantine/core'
import type { CutoffRequest, Exemption } from '../../api/contract.ts'
import { useAct } from '../../api/useRead.ts'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { Section } from '../../parts/Section.tsx'
import { useMay, useMe } from '../../parts/Session.tsx'
import { When } from '../../parts/When.tsx'
import { texts } from '../../texts/texts.ts'

type Props = {
  readonly cutoffId: string
  readonly requests: readonly CutoffRequest[]
  readonly exemptions: readonly Exemption[]
}

/** Whatever is lenient takes two people: one asks, another confirms. */
export function Leniency({ cutoffId, requests, exemptions }: Props) {
  return (
    <Section title={texts.cutoffs.leniency}>
      <Stack gap="sm">
        {requests.length + exemptions.length === 0 ? <Text size="sm">{texts.cutoffs.noLeniency}</Text> : null}
        {requests
          .filter(({ confirmed }) => confirmed === null)
          .map((each) => (
            <Asked key={each.requestId} cutoffId={cutoffId} asked={each} />
          ))}
        {exemptions.length === 0 ? null : (
          <Table.ScrollContainer minWidth={560}>
            <Table verticalSpacing="xs">
              <Table.Tbody>
                {exemptions.map(({ exemptionId, scope, numbers, until, reason, isUndo, isActive, requestedBy }) => (
                  <Table.Tr key={exemptionId}>
                    <Table.Td>
                      {isUndo ? texts.cutoffs.request('undo') : texts.cutoffs.request('exempt')}:{' '}
                      {texts.cutoffs.scope(scope)}
                      {numbers === null ? '' : ` (${numbers})`}
                    </Table.Td>
                    <Table.Td>{reason}</Table.Td>
                    <Table.Td>{requestedBy}</Table.Td>
                    <Table.Td>
                      {isActive ? texts.cutoffs.active : texts.cutoffs.inactive} <When at={until} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Stack>
    </Section>
  )
}

function Asked({ cutoffId, asked }: { readonly cutoffId: string; readonly asked: CutoffRequest }) {
  const { requestId, kind, until, reason, requestedBy, requestedAt } = asked
  const { subject } = useMe()
  const isOperator = useMay('operator')
  const confirm = useAct('/v1/cutoffs/{cutoffId}/requests/{requestId}/confirm', { cutoffId, requestId })
  return (
    <Stack gap="xs">
      <Group>
        <Text size="sm">
          {texts.cutoffs.request(kind)}: {reason}, {texts.events.by} {requestedBy} <When at={requestedAt} />
          {until === null ? null : (
            <>
              ; {texts.cutoffs.until} <When at={until} />
            </>
          )}
        </Text>
        {isOperator && subject !== requestedBy ? (
          <Button size="compact-sm" loading={confirm.isPending} onClick={() => confirm.mutate({})}>
            {texts.cutoffs.confirm}
          </Button>
        ) : (
          <Text size="sm" c="dimmed">
            {texts.cutoffs.waitsForOther}
          </Text>
        )}
      </Group>
      <ProblemNotice error={confirm.error} />
    </Stack>
  )
}
