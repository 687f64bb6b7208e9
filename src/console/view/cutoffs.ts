import type { Cutoff } from '../api/contract.ts'

type Standing = Pick<Cutoff, 'isOver' | 'executedAt' | 'verifiedAt' | 'closedAt'>

/** The gate acts at the instant; what is written, and looked over, comes after it. */
export function cutoffState({ isOver, executedAt, verifiedAt, closedAt }: Standing) {
  if (closedAt !== null) return 'closed'
  if (verifiedAt !== null) return 'verified'
  if (executedAt !== null) return 'written'
  return isOver ? 'acts' : 'ahead'
}
