import { accept, type Decision, refuse, unreachable } from './decision.ts'
import { attestation, file, isFiled, type Meta, prevailing, type Register, type Source } from './fact.ts'
import { isInForce } from './policy/inForce.ts'
import type { PolicyPack } from './policy/policy.ts'
import type { Instant } from './values.ts'

/** `country` is an ISO 3166 code of two letters; `pstnConnection` and `textingOffered` mirror the location's PSTN connection. */
export type LocationFacts = {
  readonly country?: string
  readonly pstnConnection?: 'ciscoPstn' | 'localGateway' | 'nonIntegratedCcp' | 'integratedCcp' | 'unset'
  readonly textingOffered?: 'yes' | 'no'
  readonly presence?: 'present' | 'removed'
}

export type LocationFactKind = keyof LocationFacts

export type LocationCommand =
  | {
      readonly type: 'AddLocation'
      readonly facts: LocationFacts
      readonly happenedAt: Instant
      readonly source: Source
    }
  | {
      readonly type: 'ReportLocation'
      readonly facts: LocationFacts
      readonly happenedAt: Instant
      readonly source: Source
    }

export type LocationEvent =
  | { readonly type: 'LocationAdded'; readonly data: LocationFacts }
  | { readonly type: 'LocationReported'; readonly data: LocationFacts }

export type Location = {
  readonly added: Register<true>
  readonly facts: { readonly [Kind in LocationFactKind]-?: Register<string> }
}

export const noLocation: Location = {
  added: [],
  facts: { country: [], pstnConnection: [], textingOffered: [], presence: [] },
}

export function decide(command: LocationCommand, location: Location): Decision<LocationEvent> {
  switch (command.type) {
    case 'AddLocation':
      if (location.added.length > 0) return refuse('LOCATION_EXISTS')
      return accept({ type: 'LocationAdded', data: command.facts })
    case 'ReportLocation': {
      if (location.added.length === 0) return refuse('LOCATION_NOT_FOUND')
      const { happenedAt, source } = command
      const fresh = kindsOf(command.facts).filter((kind) => {
        const value: string = command.facts[kind] ?? 'unknown'
        return !isFiled(location.facts[kind], { value, happenedAt, source })
      })
      if (fresh.length === 0) return accept()
      return accept({ type: 'LocationReported', data: command.facts })
    }
    default:
      return unreachable(command)
  }
}

export function evolve(location: Location, event: LocationEvent, meta: Meta): Location {
  switch (event.type) {
    case 'LocationAdded':
      return fileAll({ ...location, added: file(location.added, attestation(true, meta)) }, event.data, meta)
    case 'LocationReported':
      return fileAll(location, event.data, meta)
    default:
      return unreachable(event)
  }
}

export function locationAxes(location: Location, at: Instant) {
  const axis = (kind: LocationFactKind) => prevailing(location.facts[kind], at)?.value ?? 'unknown'
  return {
    country: axis('country'),
    pstnConnection: axis('pstnConnection'),
    textingOffered: axis('textingOffered'),
    presence: axis('presence'),
  }
}

export type LocationAxes = Readonly<Record<LocationFactKind, string>>
export type Readiness = 'ready' | 'unknown' | 'country' | 'notCiscoPstn' | 'textingNotOffered' | 'removed'

/**
 * P5, P7, T4: a US or Canadian location on Cisco PSTN whose connection offers texting, as far as the pack asks for it. A
 * missing fact never counts as ready.
 */
export function readiness(axes: LocationAxes, pack: PolicyPack): Readiness {
  const asksConnection = isInForce(pack, 'P7')
  const asksOffer = asksConnection || isInForce(pack, 'T4')
  if (axes.presence === 'removed') return 'removed'
  if (axes.country !== 'unknown' && !pack.countries.includes(axes.country)) return 'country'
  if (asksConnection && axes.pstnConnection !== 'unknown' && axes.pstnConnection !== pack.pstnConnection)
    return 'notCiscoPstn'
  if (asksOffer && axes.textingOffered === 'no') return 'textingNotOffered'
  const isMissing =
    axes.country === 'unknown' ||
    (asksConnection && axes.pstnConnection === 'unknown') ||
    (asksOffer && axes.textingOffered === 'unknown')
  return isMissing ? 'unknown' : 'ready'
}

function kindsOf(facts: LocationFacts): readonly LocationFactKind[] {
  const kinds: readonly LocationFactKind[] = ['country', 'pstnConnection', 'textingOffered', 'presence']
  return kinds.filter((kind) => facts[kind] !== undefined)
}

function fileAll(location: Location, facts: LocationFacts, meta: Meta): Location {
  const reported = kindsOf(facts).map((kind) => {
    const report = attestation<string>(facts[kind] ?? 'unknown', meta)
    return [kind, file(location.facts[kind], report)] as const
  })
  return { ...location, facts: { ...location.facts, ...Object.fromEntries(reported) } }
}
