import type { Duration, Stretch } from '../policy/durations.ts'
import type { PolicyPack } from '../policy/policy.ts'

/** Lengths, in days, of stretches that were seen from beginning to end. */
export type Measurements = Readonly<Partial<Record<Stretch, readonly number[]>>>

/** What has been measured often enough takes the place of what the pack says: its tenth, middle and ninetieth of a hundred. */
export function withMeasured(pack: PolicyPack, measured: Measurements): PolicyPack {
  const entries = Object.entries(pack.durations).map(([stretch, usual]: [string, Duration]) => {
    const lengths = measured[stretch as Stretch] ?? []
    return [stretch, lengths.length >= pack.measuredFromCases ? durationFrom(lengths) : usual]
  })
  return { ...pack, durations: Object.fromEntries(entries) as PolicyPack['durations'] }
}

function durationFrom(lengths: readonly number[]): Duration {
  const sorted = [...lengths].sort((a, b) => a - b)
  const at = (share: number) => Math.ceil(sorted[Math.ceil(share * sorted.length) - 1] ?? 0)
  const days = { earliest: at(0.1), likely: at(0.5), late: at(0.9) }
  return { days, unit: 'calendar', provenance: 'measured', ruleIds: [] }
}
