import type { SourceKind } from './fact.ts'
import type { Owner } from './policy/policy.ts'
import type { Mark, MarkKind } from './process/waits.ts'
import { type Instant, millis } from './values.ts'

/** What a party said last: an event of its own telling, and when we heard it. */
export type Word = { readonly eventId: string; readonly type: string; readonly heardAt: Instant }

/**
 * How grave a silence is. `usual` is no longer than the pack's first mark; `explained` is told to whoever waits; a `task`
 * is somebody's to do; `escalated` is above whoever had the task.
 */
export type SilenceGrade = 'usual' | 'explained' | 'task' | 'escalated'

/** Why nothing moves: who has not spoken, since when, in whole days of 24 hours, and what follows if it goes on. */
export type Silence = {
  readonly party: Owner
  readonly since: Instant
  readonly days: number
  readonly lastWord?: Word
  readonly grade: SilenceGrade
  /** What somebody does about it now; nothing while the silence is usual. */
  readonly act?: ChaseAct
  readonly next?: { readonly grade: SilenceGrade; readonly at: Instant }
}

export type ChaseAct = 'remindCustomer' | 'remindPartner' | 'askDesk' | 'askRegistry' | 'lookIntoIt'

type Waiting = { readonly owner: Owner; readonly openedAt: Instant; readonly marks: readonly Mark[] }

/** Through which sources a party speaks. The desk hands a form on, so the registry's word on it is the desk's as well. */
export function speaksThrough(party: Owner): readonly SourceKind[] {
  switch (party) {
    case 'customerAdmin':
      return ['admin', 'webex']
    case 'partner':
      return ['partner', 'webex']
    case 'desk':
      return ['desk', 'registry']
    case 'registry':
      return ['registry']
    default:
      return []
  }
}

/** The silence of the party that a wait is for: from its last word, or from the opening of the wait where that is later. */
export function silenceOf({ owner, openedAt, marks }: Waiting, lastWord: Word | undefined, at: Instant): Silence {
  const since = lastWord && lastWord.heardAt > openedAt ? lastWord.heardAt : openedAt
  const passed = marks.filter((each) => each.at <= at).map(({ mark }) => graded[mark])
  const grade = gravest.find((each) => passed.includes(each)) ?? 'usual'
  const next = marks.find((each) => each.at > at && gravest.indexOf(graded[each.mark]) < gravest.indexOf(grade))
  return {
    party: owner,
    since,
    days: Math.max(0, Math.floor((millis(at) - millis(since)) / dayMs)),
    ...(lastWord ? { lastWord } : {}),
    grade,
    ...(grade === 'usual' ? {} : { act: chase(owner) }),
    ...(next ? { next: { grade: graded[next.mark], at: next.at } } : {}),
  }
}

/** Whom a person asks about a wait that is held by a party. */
export function chase(party: Owner): ChaseAct {
  switch (party) {
    case 'customerAdmin':
    case 'loaSigner':
    case 'user':
      return 'remindCustomer'
    case 'partner':
      return 'remindPartner'
    case 'desk':
      return 'askDesk'
    case 'registry':
      return 'askRegistry'
    default:
      return 'lookIntoIt'
  }
}

const graded: Readonly<Record<MarkKind, SilenceGrade>> = { reminder: 'explained', due: 'task', escalation: 'escalated' }
const gravest: readonly SilenceGrade[] = ['escalated', 'task', 'explained', 'usual']
const dayMs = 86_400_000
