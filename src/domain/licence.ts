import { accept, type Decision, refuse, unreachable } from './decision.ts'
import { attestation, file, isFiled, type Meta, prevailing, type Register, type Source } from './fact.ts'
import type { DocumentRef, Instant } from './values.ts'

type Report = { readonly happenedAt: Instant; readonly source: Source; readonly evidence?: DocumentRef }

/** The customer's admin asks, the partner orders, the subscription system activates or ends (P8, P9). */
export type LicenceCommand =
  | { readonly type: 'RequestLicence'; readonly at: Instant; readonly organisationExists: boolean }
  | ({ readonly type: 'RecordLicenceOrder' } & Report)
  | ({ readonly type: 'RecordLicenceActivation' } & Report)
  | ({ readonly type: 'RecordLicenceLapse' } & Report)
  | ({ readonly type: 'RecordLicenceEnd' } & Report)

export type LicenceFlag = 'ACTIVATED_WITHOUT_ORDER'

export type LicenceEvent =
  | { readonly type: 'LicenceRequested'; readonly data: Record<string, never> }
  | { readonly type: 'LicenceOrdered'; readonly data: { readonly evidence?: DocumentRef } }
  | {
      readonly type: 'LicenceActivated'
      readonly data: { readonly evidence?: DocumentRef; readonly flags: readonly LicenceFlag[] }
    }
  | { readonly type: 'LicenceLapsed'; readonly data: { readonly evidence?: DocumentRef } }
  | { readonly type: 'LicenceEnded'; readonly data: { readonly evidence?: DocumentRef } }

/** Asking, ordering and being in force are separate questions: an activation may arrive before its order. */
export type Licence = {
  readonly requested: Register<true>
  readonly ordered: Register<true>
  readonly status: Register<'active' | 'lapsed' | 'ended'>
}

export const noLicence: Licence = { requested: [], ordered: [], status: [] }

export type LicencePhase = 'none' | 'requested' | 'ordered' | 'active' | 'lapsed' | 'ended'

export function decide(command: LicenceCommand, licence: Licence): Decision<LicenceEvent> {
  switch (command.type) {
    case 'RequestLicence': {
      if (!command.organisationExists) return refuse('ORGANISATION_NOT_FOUND')
      const phase = licencePhase(licence, command.at)
      // A running request or a licence in force already answers the wish.
      if (phase === 'requested' || phase === 'ordered' || phase === 'active') return accept()
      return accept({ type: 'LicenceRequested', data: {} })
    }
    case 'RecordLicenceOrder':
      if (isFiled(licence.ordered, { value: true, ...said(command) })) return accept()
      return accept({ type: 'LicenceOrdered', data: evidenceOf(command) })
    case 'RecordLicenceActivation': {
      if (isFiled(licence.status, { value: 'active', ...said(command) })) return accept()
      const flags: readonly LicenceFlag[] = licence.ordered.length === 0 ? ['ACTIVATED_WITHOUT_ORDER'] : []
      return accept({ type: 'LicenceActivated', data: { ...evidenceOf(command), flags } })
    }
    case 'RecordLicenceLapse':
      if (isFiled(licence.status, { value: 'lapsed', ...said(command) })) return accept()
      return accept({ type: 'LicenceLapsed', data: evidenceOf(command) })
    case 'RecordLicenceEnd':
      if (isFiled(licence.status, { value: 'ended', ...said(command) })) return accept()
      return accept({ type: 'LicenceEnded', data: evidenceOf(command) })
    default:
      return unreachable(command)
  }
}

export function evolve(licence: Licence, event: LicenceEvent, meta: Meta): Licence {
  switch (event.type) {
    case 'LicenceRequested':
      return { ...licence, requested: file(licence.requested, attestation(true, meta)) }
    case 'LicenceOrdered':
      return { ...licence, ordered: file(licence.ordered, attestation(true, meta)) }
    case 'LicenceActivated':
      return { ...licence, status: file(licence.status, attestation('active', meta)) }
    case 'LicenceLapsed':
      return { ...licence, status: file(licence.status, attestation('lapsed', meta)) }
    case 'LicenceEnded':
      return { ...licence, status: file(licence.status, attestation('ended', meta)) }
    default:
      return unreachable(event)
  }
}

export function licencePhase(licence: Licence, at: Instant): LicencePhase {
  const status = prevailing(licence.status, at)
  const ordered = prevailing(licence.ordered, at)
  const requested = prevailing(licence.requested, at)
  // A request made at or after a lapse or an end opens the road anew; a licence in force needs no road.
  const last = [requested, ordered]
    .flatMap((each) => (each ? [each.happenedAt] : []))
    .sort()
    .at(-1)
  if (status && (status.value === 'active' || !last || status.happenedAt > last)) return status.value
  if (ordered && (!requested || ordered.happenedAt >= requested.happenedAt)) return 'ordered'
  return requested ? 'requested' : 'none'
}

/** Nobody has said anything of it that still stands: not even that there is none. */
export function isUntold({ requested, ordered, status }: Licence): boolean {
  return requested.length + ordered.length + status.length === 0
}

/** Still true when the order was learnt of late: the flag on the event tells what was known then, this what is known now. */
export function isActiveWithoutOrder(licence: Licence, at: Instant): boolean {
  return licencePhase(licence, at) === 'active' && prevailing(licence.ordered, at) === undefined
}

function said({ happenedAt, source }: Report) {
  return { happenedAt, source }
}

function evidenceOf({ evidence }: Report): { readonly evidence?: DocumentRef } {
  return evidence ? { evidence } : {}
}
