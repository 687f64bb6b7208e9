import { accept, type Decision, refuse, unreachable } from './decision.ts'
import type { Meta } from './fact.ts'
import type { Cutoff, CutoffId, CutoffKind } from './policy/policy.ts'
import type { ExemptionId, Instant, OrganisationId } from './values.ts'
import { plusDays } from './values.ts'

export const exemptionScopes = ['all', 'class', 'organisation', 'numbers'] as const

/** Whom an exemption lets through. Which numbers a class or a list has is written beside it, not in the event. */
export type ExemptionScope =
  | { readonly scope: 'all' }
  | { readonly scope: 'class'; readonly class: string }
  | { readonly scope: 'organisation'; readonly orgId: OrganisationId }
  | { readonly scope: 'numbers'; readonly orgId: OrganisationId }

/** Why a cutoff is put off, or not to be for some. What there is to say beyond that is kept encrypted. */
export const leniencies = ['carrierDelay', 'deskBacklog', 'emergencyService', 'wrongFacts', 'dispute', 'other'] as const
export type Leniency = (typeof leniencies)[number]

/** What one operator asks for and a second one confirms. */
export type RequestKind = 'exempt' | 'revoke' | 'postpone' | 'undo'

/** Who acts stands in `by`: whether two people are two is decided here. */
export type CutoffCommand =
  | { readonly type: 'PublishCutoff'; readonly rule: Cutoff; readonly contentHash: string; readonly at: Instant }
  | ({ readonly type: 'RecordPlan'; readonly occasion: string; readonly by: string } & PlanSummary)
  | {
      readonly type: 'ApprovePlan'
      readonly hash: string
      readonly by: string
      readonly rule: Cutoff
      readonly policyVersion: string
    }
  | { readonly type: 'DeclareImportComplete'; readonly by: string }
  | ({
      readonly type: 'RequestExemption'
      readonly exemptionId: ExemptionId
      readonly isUndo: boolean
      readonly numbers: number | null
      readonly rule: Cutoff
    } & Asking &
      ExemptionScope)
  | {
      readonly type: 'RequestRevocation'
      readonly requestId: string
      readonly exemptionId: ExemptionId
      readonly reason: Leniency
      readonly by: string
      readonly at: Instant
    }
  | ({ readonly type: 'RequestPostponement'; readonly requestId: string; readonly rule: Cutoff } & Asking)
  | {
      readonly type: 'ConfirmRequest'
      readonly requestId: string
      readonly by: string
      readonly rule: Cutoff
      readonly at: Instant
    }
  | ({ readonly type: 'RecordExecuted'; readonly planNo: number } & CutoffCounts)
  | { readonly type: 'RecordVerified'; readonly planNo: number; readonly waiting: number; readonly differing: number }
  | { readonly type: 'CloseCutoff' }

type Asking = {
  readonly until: Instant
  readonly reason: Leniency
  readonly by: string
  readonly at: Instant
}

/** `hash` covers cutoff, policy and classes with their verdicts, and no counts. `switchOff` counts what it would switch off. */
export type PlanSummary = {
  readonly hash: string
  readonly policyVersion: string
  readonly classes: number
  readonly numbers: number
  readonly switchOff: number
}

export type CutoffCounts = {
  readonly switchedOff: number
  readonly registered: number
  readonly exempt: number
  readonly unknown: number
  readonly waiting: number
}

export type CutoffEvent =
  | {
      readonly type: 'CutoffPublished'
      readonly data: {
        readonly cutoffId: CutoffId
        readonly kind: CutoffKind
        readonly ruleId: string
        readonly statedInstant: Instant
        readonly contentHash: string
        /** Its instant was over when it was published: nothing is written before the import is complete. */
        readonly wasPast: boolean
      }
    }
  | {
      readonly type: 'CutoffPlanned'
      readonly data: PlanSummary & { readonly planNo: number; readonly occasion: string; readonly by: string }
    }
  | {
      readonly type: 'CutoffPlanApproved'
      readonly data: {
        readonly planNo: number
        readonly hash: string
        readonly by: string
        readonly isComplete: boolean
      }
    }
  | { readonly type: 'ImportDeclaredComplete'; readonly data: { readonly by: string } }
  | {
      readonly type: 'ExemptionRequested'
      readonly data: {
        readonly exemptionId: ExemptionId
        readonly scope: ExemptionScope['scope']
        readonly orgId?: OrganisationId
        readonly class?: string
        readonly numbers?: number
        readonly until: Instant
        readonly reason: Leniency
        readonly isUndo: boolean
        readonly by: string
      }
    }
  | {
      readonly type: 'ExemptionGranted'
      readonly data: { readonly exemptionId: ExemptionId; readonly until: Instant; readonly by: string }
    }
  | {
      readonly type: 'ExemptionRevocationRequested'
      readonly data: {
        readonly requestId: string
        readonly exemptionId: ExemptionId
        readonly reason: Leniency
        readonly by: string
      }
    }
  | { readonly type: 'ExemptionRevoked'; readonly data: { readonly exemptionId: ExemptionId; readonly by: string } }
  | {
      readonly type: 'CutoffPostponementRequested'
      readonly data: {
        readonly requestId: string
        readonly until: Instant
        readonly reason: Leniency
        readonly by: string
      }
    }
  | {
      readonly type: 'CutoffPostponed'
      readonly data: { readonly requestId: string; readonly until: Instant; readonly by: string }
    }
  /** Beside the exemption that lets the set through again: what was written is to be taken back. */
  | { readonly type: 'CutoffUndone'; readonly data: { readonly exemptionId: ExemptionId; readonly until: Instant } }
  | { readonly type: 'CutoffExecuted'; readonly data: CutoffCounts & { readonly planNo: number } }
  | {
      readonly type: 'CutoffVerified'
      readonly data: { readonly planNo: number; readonly waiting: number; readonly differing: number }
    }
  | { readonly type: 'CutoffClosed'; readonly data: Record<string, never> }

export type Exemption = {
  readonly exemptionId: ExemptionId
  readonly scope: ExemptionScope['scope']
  readonly orgId: OrganisationId | null
  readonly class: string | null
  readonly numbers: number | null
  readonly until: Instant
  readonly reason: Leniency
  readonly isUndo: boolean
  readonly requestedBy: string
  readonly requestedAt: Instant
  readonly granted: By | null
  readonly revoked: By | null
}

type By = { readonly by: string; readonly at: Instant }

export type CutoffRequest = {
  readonly requestId: string
  readonly kind: RequestKind
  readonly exemptionId: ExemptionId | null
  readonly until: Instant | null
  readonly reason: Leniency
  readonly requestedBy: string
  readonly requestedAt: Instant
  readonly confirmed: By | null
}

type Plan = PlanSummary & { readonly planNo: number; readonly by: string }

/** Acts of ours, not reports: the order of the events counts. */
export type CutoffState = {
  readonly published?: Extract<CutoffEvent, { readonly type: 'CutoffPublished' }>['data'] & { readonly at: Instant }
  readonly plans: readonly Plan[]
  readonly approvals: readonly { readonly hash: string; readonly by: string }[]
  readonly approved?: { readonly planNo: number; readonly hash: string; readonly at: Instant }
  readonly importCompletedAt?: Instant
  readonly postponedUntil?: Instant
  readonly exemptions: readonly Exemption[]
  readonly requests: readonly CutoffRequest[]
  readonly executed?: { readonly planNo: number; readonly at: Instant; readonly counts: CutoffCounts }
  readonly verified?: { readonly planNo: number; readonly at: Instant; readonly waiting: number }
  readonly closedAt?: Instant
}

export const noCutoff: CutoffState = { plans: [], approvals: [], exemptions: [], requests: [] }

export function decide(command: CutoffCommand, cutoff: CutoffState): Decision<CutoffEvent> {
  if (command.type === 'PublishCutoff') return publish(command, cutoff)
  if (!cutoff.published) return refuse('CUTOFF_NOT_FOUND')
  switch (command.type) {
    case 'RecordPlan': {
      const { type: _type, ...data } = command
      return accept({ type: 'CutoffPlanned', data: { ...data, planNo: cutoff.plans.length + 1 } })
    }
    case 'ApprovePlan':
      return approve(command, cutoff)
    case 'DeclareImportComplete':
      return cutoff.importCompletedAt ? accept() : accept({ type: 'ImportDeclaredComplete', data: { by: command.by } })
    case 'RequestExemption':
      return requestExemption(command, cutoff)
    case 'RequestRevocation':
      return requestRevocation(command, cutoff)
    case 'RequestPostponement': {
      const { requestId, until, reason, by, rule, at } = command
      const refused = refusePostponement(until, rule, at)
      return refused ?? accept({ type: 'CutoffPostponementRequested', data: { requestId, until, reason, by } })
    }
    case 'ConfirmRequest':
      return confirm(command, cutoff)
    case 'RecordExecuted': {
      const { type: _type, ...data } = command
      return cutoff.executed?.planNo === command.planNo ? accept() : accept({ type: 'CutoffExecuted', data })
    }
    case 'RecordVerified': {
      const { type: _type, ...data } = command
      return accept({ type: 'CutoffVerified', data })
    }
    case 'CloseCutoff':
      return cutoff.closedAt ? accept() : accept({ type: 'CutoffClosed', data: {} })
    default:
      return unreachable(command)
  }
}

type Given<Type extends CutoffCommand['type']> = Extract<CutoffCommand, { readonly type: Type }>

/** The same content again is no news; another one is published anew, and what was approved of the old one is stale by its hash. */
function publish({ rule, contentHash, at }: Given<'PublishCutoff'>, { published }: CutoffState): Decision<CutoffEvent> {
  if (published?.contentHash === contentHash) return accept()
  const { id: cutoffId, kind, ruleId, statedInstant } = rule
  const wasPast = published ? published.wasPast : rule.instant <= at
  return accept({ type: 'CutoffPublished', data: { cutoffId, kind, ruleId, statedInstant, contentHash, wasPast } })
}

/** Two people, neither of whom has asked for a plan of these classes, and only for what is planned now. */
function approve(command: Given<'ApprovePlan'>, cutoff: CutoffState): Decision<CutoffEvent> {
  const { hash, by, rule, policyVersion } = command
  if (!rule.needsApproval) return refuse('CUTOFF_NEEDS_NO_APPROVAL')
  const plan = cutoff.plans.at(-1)
  if (!plan) return refuse('PLAN_NOT_FOUND')
  if (plan.hash !== hash || plan.policyVersion !== policyVersion) return refuse('PLAN_STALE', 'hash', plan.hash)
  if (plan.switchOff === 0) return refuse('PLAN_EMPTY')
  if (cutoff.published?.wasPast && !cutoff.importCompletedAt) return refuse('CUTOFF_IMPORT_INCOMPLETE')
  const requesters = cutoff.plans.filter((each) => each.hash === hash).map((each) => each.by)
  if (requesters.includes(by)) return refuse('APPROVER_IS_REQUESTER')
  const before = cutoff.approvals.filter((each) => each.hash === hash).map((each) => each.by)
  if (before.includes(by)) return refuse('APPROVER_TWICE')
  const others = before.filter((each) => !requesters.includes(each))
  const isComplete = others.length > 0
  return accept({ type: 'CutoffPlanApproved', data: { planNo: plan.planNo, hash, by, isComplete } })
}

function requestExemption(command: Given<'RequestExemption'>, cutoff: CutoffState): Decision<CutoffEvent> {
  const { exemptionId, isUndo, numbers, until, reason, by, rule, at } = command
  const refused = refuseExemption({ isUndo, until }, cutoff, rule, at)
  if (refused) return refused
  if (numbers === 0) return refuse('EXEMPTION_EMPTY')
  const { scope } = command
  const whom = {
    ...('orgId' in command ? { orgId: command.orgId } : {}),
    ...('class' in command ? { class: command.class } : {}),
    ...(numbers === null ? {} : { numbers }),
  }
  return accept({ type: 'ExemptionRequested', data: { exemptionId, scope, ...whom, until, reason, isUndo, by } })
}

/** Looked at when it is asked for and again when it is confirmed: time has passed between. */
function refuseExemption(
  { isUndo, until }: { readonly isUndo: boolean; readonly until: Instant },
  cutoff: CutoffState,
  rule: Cutoff,
  at: Instant,
): Decision<CutoffEvent> | undefined {
  if (!rule.isExemptable) return refuse('CUTOFF_NOT_EXEMPTABLE')
  if (isUndo && at < rule.instant && !cutoff.executed) return refuse('CUTOFF_NOT_REACHED', undefined, rule.instant)
  const last = undoUntil(cutoff, rule)
  if (isUndo && at >= last) return refuse('CUTOFF_UNDO_TOO_LATE', undefined, last)
  if (until <= at || until <= rule.statedInstant) return refuse('EXEMPTION_ENDS_TOO_SOON', 'until')
  return undefined
}

/** The end of the undo window: counted from the last sweep, or from the instant where there was none yet. */
export function undoUntil({ executed }: Pick<CutoffState, 'executed'>, { statedInstant, undoDays }: Cutoff): Instant {
  return plusDays(executed?.at ?? statedInstant, undoDays)
}

function requestRevocation(command: Given<'RequestRevocation'>, cutoff: CutoffState): Decision<CutoffEvent> {
  const { requestId, exemptionId, reason, by, at } = command
  const exemption = cutoff.exemptions.find((each) => each.exemptionId === exemptionId)
  if (!exemption) return refuse('EXEMPTION_NOT_FOUND')
  if (!isActive(exemption, at)) return refuse('EXEMPTION_NOT_ACTIVE')
  return accept({ type: 'ExemptionRevocationRequested', data: { requestId, exemptionId, reason, by } })
}

export function isActive({ granted, revoked, until }: Exemption, at: Instant): boolean {
  return granted !== null && revoked === null && until > at
}

function refusePostponement(until: Instant, rule: Cutoff, at: Instant): Decision<CutoffEvent> | undefined {
  if (at >= rule.instant) return refuse('CUTOFF_ALREADY_REACHED', undefined, rule.instant)
  return until <= rule.instant ? refuse('POSTPONEMENT_NOT_LATER', 'until', rule.instant) : undefined
}

function confirm(command: Given<'ConfirmRequest'>, cutoff: CutoffState): Decision<CutoffEvent> {
  const { requestId, by, rule, at } = command
  const request = cutoff.requests.find((each) => each.requestId === requestId)
  if (!request) return refuse('REQUEST_NOT_FOUND')
  if (request.confirmed) return refuse('REQUEST_ALREADY_CONFIRMED')
  if (request.requestedBy === by) return refuse('APPROVER_IS_REQUESTER')
  const { kind, exemptionId, until } = request
  if (kind === 'postpone') {
    if (until === null) return refuse('REQUEST_NOT_FOUND')
    const refused = refusePostponement(until, rule, at)
    return refused ?? accept({ type: 'CutoffPostponed', data: { requestId, until, by } })
  }
  const exemption = cutoff.exemptions.find((each) => each.exemptionId === exemptionId)
  if (!exemption) return refuse('EXEMPTION_NOT_FOUND')
  return kind === 'revoke' ? revoke(exemption, by, at) : grant(exemption, cutoff, command)
}

function revoke(exemption: Exemption, by: string, at: Instant): Decision<CutoffEvent> {
  if (!isActive(exemption, at)) return refuse('EXEMPTION_NOT_ACTIVE')
  return accept({ type: 'ExemptionRevoked', data: { exemptionId: exemption.exemptionId, by } })
}

function grant(
  { exemptionId, until, isUndo }: Exemption,
  cutoff: CutoffState,
  { by, rule, at }: Given<'ConfirmRequest'>,
): Decision<CutoffEvent> {
  const refused = refuseExemption({ isUndo, until }, cutoff, rule, at)
  if (refused) return refused
  const granted: CutoffEvent = { type: 'ExemptionGranted', data: { exemptionId, until, by } }
  if (!isUndo) return accept(granted)
  return accept<CutoffEvent>(granted, { type: 'CutoffUndone', data: { exemptionId, until } })
}

export function evolve(cutoff: CutoffState, event: CutoffEvent, { recordedAt: at }: Meta): CutoffState {
  switch (event.type) {
    case 'CutoffPublished':
      return { ...cutoff, published: { ...event.data, at } }
    case 'CutoffPlanned':
      return { ...cutoff, plans: [...cutoff.plans, event.data] }
    case 'CutoffPlanApproved': {
      const { planNo, hash, by, isComplete } = event.data
      const approvals = [...cutoff.approvals, { hash, by }]
      return { ...cutoff, approvals, ...(isComplete ? { approved: { planNo, hash, at } } : {}) }
    }
    case 'ImportDeclaredComplete':
      return { ...cutoff, importCompletedAt: at }
    case 'ExemptionRequested':
      return asked(cutoff, event.data, at)
    case 'ExemptionGranted': {
      const { exemptionId, by } = event.data
      return exempting(confirming(cutoff, exemptionId, { by, at }), exemptionId, { granted: { by, at } })
    }
    case 'ExemptionRevocationRequested': {
      const { requestId, exemptionId, reason, by } = event.data
      return requesting(cutoff, { requestId, kind: 'revoke', exemptionId, until: null, reason, requestedBy: by }, at)
    }
    case 'ExemptionRevoked': {
      const { exemptionId, by } = event.data
      const open = cutoff.requests.find((each) => each.kind === 'revoke' && each.exemptionId === exemptionId)
      const confirmed = open ? confirming(cutoff, open.requestId, { by, at }) : cutoff
      return exempting(confirmed, exemptionId, { revoked: { by, at } })
    }
    case 'CutoffPostponementRequested': {
      const { requestId, until, reason, by } = event.data
      return requesting(cutoff, { requestId, kind: 'postpone', exemptionId: null, until, reason, requestedBy: by }, at)
    }
    case 'CutoffPostponed': {
      const { requestId, until, by } = event.data
      return { ...confirming(cutoff, requestId, { by, at }), postponedUntil: until }
    }
    case 'CutoffUndone':
      return cutoff // the exemption beside it says all
    case 'CutoffExecuted': {
      const { planNo, ...counts } = event.data
      return { ...cutoff, executed: { planNo, at, counts } }
    }
    case 'CutoffVerified': {
      const { planNo, waiting } = event.data
      return { ...cutoff, verified: { planNo, at, waiting } }
    }
    case 'CutoffClosed':
      return { ...cutoff, closedAt: at }
    default:
      return unreachable(event)
  }
}

function asked(
  cutoff: CutoffState,
  data: Extract<CutoffEvent, { readonly type: 'ExemptionRequested' }>['data'],
  at: Instant,
): CutoffState {
  const { exemptionId, by, orgId = null, class: key = null, numbers = null, until, reason, isUndo, scope } = data
  const exemption: Exemption = {
    exemptionId,
    scope,
    orgId,
    class: key,
    numbers,
    until,
    reason,
    isUndo,
    requestedBy: by,
    requestedAt: at,
    granted: null,
    revoked: null,
  }
  const kind = isUndo ? 'undo' : 'exempt'
  const withIt = { ...cutoff, exemptions: [...cutoff.exemptions, exemption] }
  return requesting(withIt, { requestId: exemptionId, kind, exemptionId, until, reason, requestedBy: by }, at)
}

function requesting(
  cutoff: CutoffState,
  request: Omit<CutoffRequest, 'requestedAt' | 'confirmed'>,
  requestedAt: Instant,
): CutoffState {
  return { ...cutoff, requests: [...cutoff.requests, { ...request, requestedAt, confirmed: null }] }
}

function confirming(cutoff: CutoffState, requestId: string, confirmed: By): CutoffState {
  const requests = cutoff.requests.map((each) => (each.requestId === requestId ? { ...each, confirmed } : each))
  return { ...cutoff, requests }
}

function exempting(
  cutoff: CutoffState,
  exemptionId: ExemptionId,
  change: Pick<Exemption, 'granted'> | Pick<Exemption, 'revoked'>,
): CutoffState {
  const exemptions = cutoff.exemptions.map((each) => (each.exemptionId === exemptionId ? { ...each, ...change } : each))
  return { ...cutoff, exemptions }
}

/**
 * Until when the cutoff is put off for everybody: by a postponement, or by an exemption of all. Nothing where it acts by
 * the instant that its rule says.
 */
export function putOffUntil(cutoff: CutoffState, statedInstant: Instant): Instant | undefined {
  const exempting = cutoff.exemptions.flatMap(({ scope, granted, revoked, until }) =>
    scope === 'all' && granted !== null && revoked === null ? [until] : [],
  )
  const [latest] = [...exempting, ...(cutoff.postponedUntil ? [cutoff.postponedUntil] : [])].sort().reverse()
  return latest !== undefined && latest > statedInstant ? latest : undefined
}
