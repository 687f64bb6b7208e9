import { Badge } from '@mantine/core'
import { texts } from '../texts/texts.ts'

const colours: Readonly<Record<string, string>> = { can: 'green', willStop: 'orange', cannot: 'red', unknown: 'yellow' }

export function VerdictBadge({ verdict }: { readonly verdict: string }) {
  return (
    <Badge color={colours[verdict] ?? 'gray'} variant="light" tt="none" miw="max-content" style={{ flexShrink: 0 }}>
      {texts.verdict(verdict)}
    </Badge>
  )
}

export function OverdueBadge({ isOverdue }: { readonly isOverdue: boolean }) {
  if (!isOverdue) return null
  return (
    <Badge color="red" tt="none">
      {texts.time.overdue}
    </Badge>
  )
}
