import { Badge, Group, Stack, Text } from '@mantine/core'
import type { Obstacle, Why } from '../api/contract.ts'
import { texts } from '../texts/texts.ts'
import { type GateLine, gateLines } from '../view/gates.ts'
import { EventTimeline } from './Events.tsx'

const looks = {
  passed: { colour: 'green', sign: '✓', words: texts.explained.passed },
  failed: { colour: 'red', sign: '✗', words: texts.explained.failed },
  ahead: { colour: 'orange', sign: '!', words: texts.explained.ahead },
  unknown: { colour: 'yellow', sign: '?', words: texts.explained.unknownState },
} as const

/** Every gate in order; those that are not passed say why, who must act, and what that rests on. */
export function GateList({ why }: { readonly why: Why }) {
  return (
    <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {gateLines(why).map((line) => (
        <Gate key={line.gate} line={line} />
      ))}
    </Stack>
  )
}

function gateActWords({ owner, act }: Obstacle): string {
  return act === 'noAct' ? texts.explained.noHelp : `${texts.owner(owner)}: ${texts.act(act)}.`
}

function Gate({ line: { gate, state, obstacle, proof } }: { readonly line: GateLine }) {
  const { colour, sign, words } = looks[state]
  return (
    <li>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Badge circle color={colour} variant={state === 'passed' ? 'light' : 'filled'} aria-hidden="true">
          {sign}
        </Badge>
        <Stack gap={2} style={{ flex: 1 }}>
          <Text fw={state === 'passed' ? 400 : 600}>
            {texts.gate(gate)}
            <Text span size="sm" c="dimmed">
              {' '}
              {words}
            </Text>
          </Text>
          {obstacle === null ? null : (
            <Text size="sm" className="sentence">
              {texts.reason(obstacle.reason)}. {gateActWords(obstacle)}{' '}
              <Text span size="xs" c="dimmed">
                {texts.explained.rules} {obstacle.ruleIds.join(' ')}
              </Text>
            </Text>
          )}
          {proof.length === 0 ? (
            obstacle === null ? null : (
              <Text size="sm" c="dimmed">
                {texts.explained.noProof}
              </Text>
            )
          ) : (
            <details>
              <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
                {texts.explained.proof} ({proof.length})
              </Text>
              <div style={{ marginTop: 8 }}>
                <EventTimeline events={proof} />
              </div>
            </details>
          )}
        </Stack>
      </Group>
    </li>
  )
}
