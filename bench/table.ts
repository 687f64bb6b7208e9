import type { Found, Spread } from './harness.ts'

export type MeasuredOn = {
  readonly cores: number
  readonly node: string
  readonly postgres: string
  readonly load: readonly (number | undefined)[]
  readonly isQuick: boolean
}

/** The bare side cost this much more in one round than in another: the figures of that benchmark are not to be trusted. */
const steady = 1.25

export function told(found: readonly Found[], { cores, node, postgres, load, isQuick }: MeasuredOn): string {
  const rows = found.map((each) => [
    each.benchmark,
    each.ours,
    each.bare,
    each.cpu ? shown(each.cpu) : 'not readable here',
    shown(each.wall),
    each.atLeast === undefined ? 'none' : `≥ ${each.atLeast}`,
    each.met === null ? '–' : each.met ? 'met' : 'missed',
    each.drift > steady ? `bare drifted ${digits(each.drift)}×` : '',
  ])
  const heads = ['benchmark', 'ours', 'bare', 'by processor time', 'by the clock', 'goal', 'met', '']
  return [
    ...lined([heads, ...rows]),
    '',
    'A ratio is the share of the bare speed that ours has: median (least to most) over the rounds; 1 is as cheap as bare.',
    `Postgres ${postgres}, Node ${node}, ${cores} cores, load ${load.map((each) => each?.toFixed(1)).join(' to ')}.`,
    ...(isQuick ? ['A quick run: one round of a few pieces each. Its figures mean nothing.'] : []),
  ].join('\n')
}

function shown({ median, least, most }: Spread): string {
  return `${digits(median)} (${digits(least)} to ${digits(most)})`
}

/** Two digits that count. */
function digits(value: number): string {
  return value >= 1 ? value.toFixed(2) : String(Number(value.toPrecision(2)))
}

function lined(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
