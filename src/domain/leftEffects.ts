import { needsLetter } from './gates/road.ts'
import { authorisationObstacles, obstacles } from './gates.ts'
import type { NumberClass } from './numberClass.ts'
import type { Owner, PolicyPack } from './policy/policy.ts'
import type { CaseId, Instant, LoaId, OnboardingId, OrderId } from './values.ts'

/** Numbers of one class for which something has been done already, and under which order and case. */
export type Done = {
  readonly number: NumberClass
  readonly orderId: OrderId | null
  readonly caseId: CaseId | null
  readonly count: number
}

/** How many numbers something was done for that they are not ready for, as far as is known. */
export type Unfounded = {
  readonly textingOn: number
  readonly ordered: ReadonlyMap<OrderId, number>
  readonly inCase: ReadonlyMap<CaseId, number>
}

/** Switches are people's wishes and found nothing, nor does what others do with the traffic; every other gate does. */
export function unfounded(done: readonly Done[], pack: PolicyPack, at: Instant): Unfounded {
  const ordered = new Map<OrderId, number>()
  const inCase = new Map<CaseId, number>()
  let textingOn = 0
  for (const { number, orderId, caseId, count } of done) {
    const isShut = obstacles(number, pack, at).some(
      ({ gate, state }) => gate !== 'setting' && gate !== 'traffic' && state !== 'ahead',
    )
    const isUnready = authorisationObstacles(number, pack, at).length > 0
    if (number.texting === 'on' && isShut) textingOn += count
    if (orderId && number.authorisation === 'ordered' && (isUnready || needsLetter(number, pack))) {
      ordered.set(orderId, (ordered.get(orderId) ?? 0) + count)
    }
    if (caseId && (isUnready || number.authorisation !== 'authorised')) {
      inCase.set(caseId, (inCase.get(caseId) ?? 0) + count)
    }
  }
  return { textingOn, ordered, inCase }
}

/** What stays done out there although its ground was retracted, whose turn it is, and to do what. */
export type LeftEffect =
  | { readonly what: 'TEXTING_ON'; readonly numbers: number; readonly owner: Owner; readonly act: 'switchTextingOff' }
  | {
      readonly what: 'ORDER_SENT'
      readonly orderId: OrderId
      readonly numbers: number
      readonly owner: Owner
      readonly act: 'tellDesk'
    }
  | { readonly what: 'LETTER_SENT'; readonly loaId: LoaId; readonly owner: Owner; readonly act: 'decideLetter' }
  | {
      readonly what: 'NUMBERS_IN_CASE'
      readonly caseId: CaseId
      readonly numbers: number
      readonly owner: Owner
      readonly act: 'takeOutOfCase'
    }
  | { readonly what: 'CASE_ENDED'; readonly caseId: CaseId; readonly owner: Owner; readonly act: 'openCase' }
  | {
      readonly what: 'ONBOARDING_ENDED'
      readonly onboardingId: OnboardingId
      readonly owner: Owner
      readonly act: 'startOnboarding'
    }

/** Objects that are past the point at which what was retracted could still move them. */
export type Past = {
  readonly letters: readonly LoaId[]
  readonly cases: readonly CaseId[]
  readonly onboardings: readonly OnboardingId[]
}

/** Only what the retraction has left: numbers that were unready before it are somebody else's news. */
export function leftEffects(before: Unfounded, after: Unfounded, past: Past): readonly LeftEffect[] {
  const owner = 'customerAdmin'
  const numbers = after.textingOn - before.textingOn
  const more = <Id>(were: ReadonlyMap<Id, number>, are: ReadonlyMap<Id, number>) =>
    [...are].flatMap(([id, count]) => {
      const added = count - (were.get(id) ?? 0)
      return added > 0 ? [[id, added] as const] : []
    })
  return [
    ...(numbers > 0 ? [{ what: 'TEXTING_ON', numbers, owner, act: 'switchTextingOff' } as const] : []),
    ...more(before.ordered, after.ordered).map(
      ([orderId, count]) => ({ what: 'ORDER_SENT', orderId, numbers: count, owner, act: 'tellDesk' }) as const,
    ),
    ...past.letters.map((loaId) => ({ what: 'LETTER_SENT', loaId, owner: 'desk', act: 'decideLetter' }) as const),
    ...more(before.inCase, after.inCase).map(
      ([caseId, count]) => ({ what: 'NUMBERS_IN_CASE', caseId, numbers: count, owner, act: 'takeOutOfCase' }) as const,
    ),
    ...past.cases.map((caseId) => ({ what: 'CASE_ENDED', caseId, owner, act: 'openCase' }) as const),
    ...past.onboardings.map(
      (onboardingId) => ({ what: 'ONBOARDING_ENDED', onboardingId, owner, act: 'startOnboarding' }) as const,
    ),
  ]
}

/** The id of what a left effect is about; the organisation's texting as a whole has none. */
export function aboutOf(left: LeftEffect): string {
  switch (left.what) {
    case 'TEXTING_ON':
      return 'numbers'
    case 'ORDER_SENT':
      return left.orderId
    case 'LETTER_SENT':
      return left.loaId
    case 'NUMBERS_IN_CASE':
    case 'CASE_ENDED':
      return left.caseId
    case 'ONBOARDING_ENDED':
      return left.onboardingId
  }
}
