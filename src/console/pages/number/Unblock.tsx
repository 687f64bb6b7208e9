import { List, Stack, Text } from '@mantine/core'
import type { Why } from '../../api/contract.ts'
import { Section } from '../../parts/Section.tsx'
import { texts } from '../../texts/texts.ts'

/** The whole way to texting, not only the next step of it. */
export function Unblock({ why: { unblock, mayText, verdict } }: { readonly why: Why }) {
  if (mayText && verdict === 'can') return null
  const { isPossible, acts, because, earliest, latestStart } = unblock
  return (
    <Section title={texts.unblock.title}>
      {isPossible ? null : (
        <Text size="sm">
          {texts.explained.noHelp}
          {because === null ? '' : ` ${texts.unblock.stuckBy(texts.reason(because.reason))}`}
        </Text>
      )}
      {isPossible ? (
        <Stack gap="xs">
          <List type="ordered" size="sm">
            {acts.map(({ act, owner, ruleIds }) => (
              <List.Item key={act}>
                <b>{texts.owner(owner)}</b>: {texts.act(act)}{' '}
                <Text span size="xs" c="dimmed">
                  {texts.explained.rules} {ruleIds.join(' ')}
                </Text>
              </List.Item>
            ))}
          </List>
          {earliest === null ? null : <Text size="sm">{texts.unblock.earliest(earliest)}</Text>}
          {latestStart === null ? null : (
            <Text size="sm" fw={600}>
              {texts.unblock.latestStart(latestStart)}
            </Text>
          )}
        </Stack>
      ) : null}
    </Section>
  )
}
