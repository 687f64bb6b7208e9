import type { Me, PortfolioLine, WaitLine } from '../api/contract.ts'

export const waitOwners = ['customerAdmin', 'partner', 'desk', 'registry', 'operator', 'cisco'] as const

/** For whom each role can act itself. */
const own: Readonly<Record<Me['role'], readonly string[]>> = {
  admin: ['customerAdmin', 'loaSigner', 'user'],
  partner: ['partner', 'customerAdmin', 'loaSigner'],
  support: ['desk', 'operator'],
  operator: ['operator', 'desk'],
  auditor: [],
  integration: [],
}

/** A wait is ours, or somebody else's; of a case on hold nobody has the turn. */
export function isMine({ owner, isPaused }: Pick<WaitLine, 'owner' | 'isPaused'>, role: Me['role']): boolean {
  return !isPaused && own[role].includes(owner)
}

export type Standstill = 'noLicence' | 'nothingAuthorised' | 'noCase'

/** What a partner can move: customers that stand still, and at which point. */
export function standstill(
  each: Pick<PortfolioLine, 'licence' | 'authorised' | 'caseless' | 'numbers'>,
): Standstill | undefined {
  if (each.licence !== 'active') return 'noLicence'
  if (each.numbers > 0 && each.authorised === 0) return 'nothingAuthorised'
  return each.caseless > 0 ? 'noCase' : undefined
}

/** Those whose numbers stop by a date come first, the most of them foremost. */
export function byRisk(lines: readonly PortfolioLine[]): readonly PortfolioLine[] {
  return [...lines].sort((a, b) => b.verdicts.willStop - a.verdicts.willStop || b.verdicts.cannot - a.verdicts.cannot)
}
