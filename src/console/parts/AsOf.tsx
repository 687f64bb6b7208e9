import { Group, Text } from '@mantine/core'
import { usePulse } from '../api/pulse.ts'
import { texts } from '../texts/texts.ts'

const colours = { told: 'green', asking: 'gray', silent: 'red' } as const

/** What is shown is never newer than this, and how the page hears of what happens next. */
export function AsOf() {
  const { asOf, way } = usePulse()
  return (
    <Group gap={6} wrap="nowrap" title={texts.asOf.title[way]} role="status" aria-live="off">
      <span
        aria-hidden="true"
        style={{ width: 8, height: 8, borderRadius: 4, background: `var(--mantine-color-${colours[way]}-6)` }}
      />
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {asOf === null ? texts.asOf.none : texts.asOf.at(new Date(asOf).toISOString().slice(11, 19))}
        <Text span inherit visibleFrom="md">
          {' · '}
          {texts.asOf.way[way]}
        </Text>
      </Text>
    </Group>
  )
}
