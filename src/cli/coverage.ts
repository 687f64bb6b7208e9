import { paint } from './paint.ts'
import { ruleCoverage } from './ruleCoverage.ts'
import { type Cell, table } from './table.ts'

/** What is known of one rule: the gates and files that apply it, the tests that name it, and its two cases. */
export type Covered = {
  readonly id: string
  readonly kind: string
  readonly gates: readonly string[]
  readonly code: readonly string[]
  /** Whether a case is tested in which it decides, and one in which it does not. */
  readonly decides: boolean
  readonly leavesAlone: boolean
  readonly tests: readonly string[]
}

export const coverage = readCoverage(ruleCoverage)

export function readCoverage(text: string): readonly Covered[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', kind = '', gates = '', code = '', cases = '', tests = ''] = line.split('|')
      const listed = (words: string) => words.split(' ').filter((word) => word !== '')
      const [decides, leavesAlone] = [cases.includes('decides'), cases.includes('leaves')]
      return { id, kind, gates: listed(gates), code: listed(code), decides, leavesAlone, tests: listed(tests) }
    })
}

/** No code, or a case that no test has. */
export function isGap({ code, decides, leavesAlone, tests }: Covered): boolean {
  return code.length === 0 || !decides || !leavesAlone || tests.length === 0
}

export function coverageWords(all: readonly Covered[]): string {
  const gaps = all.filter(isGap)
  const rows = all.map((each): readonly Cell[] => [
    isGap(each) ? { text: each.id, paint: paint.bad } : each.id,
    each.kind,
    each.gates.join(', ') || '–',
    briefly(each.code),
    [each.decides ? 'decides' : '', each.leavesAlone ? 'does not' : ''].filter((word) => word !== '').join(', ') || '–',
    briefly(each.tests),
  ])
  return [
    table(['rule', 'kind', 'gates', 'code in src/domain', 'tested where it', 'tests'], rows),
    gaps.length === 0
      ? `  all ${all.length} rules have code that applies them and tests of both cases`
      : `  ${paint.bad('gaps')}: ${gaps.map(({ id }) => id).join(' ')}`,
  ].join('\n')
}

/** The first, and how many more there are: all of them are in the JSON. */
function briefly([first, ...others]: readonly string[]): string {
  if (first === undefined) return '–'
  return others.length === 0 ? first : `${first} and ${others.length} more`
}
