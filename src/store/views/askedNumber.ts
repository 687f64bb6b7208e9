import type { Instant, OrganisationId } from '../../domain/values.ts'
import { type Admission, instantOf, principalOf } from '../admission.ts'
import type { Store } from '../execute.ts'
import { type Policy, policyAt } from '../policy.ts'
import {
  type Answer,
  byId,
  byText,
  type GroundCells,
  grounded,
  type MarkCells,
  type NumberCells,
  type OtherCells,
  type Statement,
  type ToldCells,
  told,
} from './askedStatement.ts'
import { type AxisCells, axisRow } from './axisRow.ts'
import { eventOf, type HistoryEvent } from './historyView.ts'
import type { NumberView } from './numberView.ts'
import type { Grounds } from './whyView.ts'

/** A number as it stood at a moment, and what decided then: all from one statement. */
export type AskedNumber = { readonly at: Instant; readonly policy: Policy; readonly view: NumberView }

/** The same with the first of what was learnt of it, struck or not. */
export type ToldNumber = AskedNumber & { readonly told: readonly HistoryEvent[] }

/** The same with all on which its explanation rests: the number's own events that stand, and where to find the others. */
export type GroundedNumber = ToldNumber & { readonly grounds: AllGrounds }

export type AllGrounds = Grounds & {
  /** Of organisation, licence, location, user, campaign and case those that are there, in this order. */
  readonly streams: readonly StreamAt[]
  readonly caseNumber: number | null
  readonly ticket: string | null
  /** Every mark of what case and onboarding wait for now, the last wait first. */
  readonly marks: readonly ProcessMark[]
}

/** A stream, and how many events it holds. */
export type StreamAt = { readonly id: string; readonly version: number }

export type ProcessMark = {
  readonly process: string
  readonly waitId: string
  readonly kind: string
  readonly mark: string
  readonly at: Instant
}

/** What was found, beside who asks for it. */
export type Admitted<Found> = Admission & { readonly found: Found | undefined }

/** A number by its id, or the living one of a text. */
export type Named = { readonly id: string } | { readonly e164: string }

/** Within an organisation; without a hash the caller answers for whoever asks. */
export type AskedBy = { readonly tokenHash: string | null; readonly orgId: OrganisationId }

type Asked = Pick<Store, 'pool' | 'clock'>

export async function readAsked(from: Asked, by: AskedBy, named: Named): Promise<Admitted<AskedNumber>> {
  const answer = await ('id' in named ? ask<null>(from, byId, by, named.id) : ask<null>(from, byText, by, named.e164))
  return admitted(answer, (number) => number)
}

export async function readTold(from: Asked, by: AskedBy, id: string, limit: number): Promise<Admitted<ToldNumber>> {
  const answer = await ask<ToldCells>(from, told, by, id, limit)
  return admitted(answer, (number, events) => {
    return { ...number, told: (events ?? []).map(([cells, strike]) => eventOf(cells, strike)) }
  })
}

export async function readGrounded(from: Asked, by: AskedBy, id: string): Promise<Admitted<GroundedNumber>> {
  const answer = await ask<GroundCells>(from, grounded, by, id)
  return admitted(answer, (number, more, cells) => {
    const [events] = more
    return { ...number, told: (events ?? []).map((each) => eventOf(each)), grounds: groundsOf(cells, more) }
  })
}

type Cells<More> = { readonly organisation: OtherCells; readonly number: NumberCells<More> }

function admitted<More, Found>(
  [at, [readings, postponed], principal, organisation, number]: Answer<More>,
  found: (number: AskedNumber, more: More, cells: Cells<More>) => Found,
): Admitted<Found> {
  const chosen = { readings, postponed }
  const admission = { principal: principalOf(principal), organisationIsThere: organisation !== null, chosen }
  if (!organisation || !number) return { ...admission, found: undefined }
  const [, , , , , more] = number
  const cells = { organisation, number }
  const asked = { at: instantOf(at), view: viewOf(cells) }
  return { ...admission, found: found({ ...asked, policy: policyAt(asked.at, chosen) }, more, cells) }
}

async function ask<More>(
  { pool, clock }: Asked,
  statement: Statement,
  { tokenHash, orgId }: AskedBy,
  ...values: readonly unknown[]
): Promise<Answer<More>> {
  const at = clock.sql === undefined ? await clock.now(pool) : null
  const { rows } = await pool.query<{ asked: Answer<More> }>({
    ...statement,
    values: [tokenHash, orgId, at, ...values],
  })
  const [row] = rows
  if (!row) throw new Error('the database did not answer what was asked')
  return row.asked
}

function viewOf({ organisation, number: [own, licence, location, user, campaign] }: Cells<unknown>): NumberView {
  const [id, version, e164, locationId, userId, orderId, letterId, caseId, campaignRef, ...axes] = own
  const row = axisRow({
    number: axes,
    organisation: axesIn(organisation),
    licence: axesIn(licence),
    location: axesIn(location),
    user: axesIn(user),
    campaign: axesIn(campaign),
  })
  const belonging = { locationId, userId, orderId, letterId, caseId, campaignRef }
  return { id, version, e164, enteredAt: instantOf(row.entered), ...belonging, row }
}

function axesIn(cells: OtherCells | null): AxisCells {
  if (!cells) return []
  const [, , ...axes] = cells
  return axes
}

function groundsOf({ organisation, number }: Cells<unknown>, [, supportCase, onboarding]: GroundCells): AllGrounds {
  const [own, licence, location, user, campaign] = number
  const [, , , , , , , caseId] = own
  const [caseVersion, caseNumber = null, ticket = null, caseMarks] = supportCase ?? []
  const [onboardingId, marks] = onboarding
  const known = [organisation, licence, location, user, campaign].filter((cells) => cells !== null)
  const streams = known.map(([id, version]) => ({ id, version }))
  return {
    streams:
      caseId !== null && caseVersion !== undefined ? [...streams, { id: caseId, version: caseVersion }] : streams,
    licenceStream: licence?.[0] ?? null,
    campaignStream: campaign?.[0] ?? null,
    caseId,
    caseNumber,
    ticket,
    onboardingId,
    marks: [...(caseMarks ?? []), ...(marks ?? [])].map(markOf),
  }
}

function markOf([process, waitId, kind, mark, at]: MarkCells): ProcessMark {
  return { process, waitId, kind, mark, at: instantOf(at) }
}
