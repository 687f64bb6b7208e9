import type { Refusal } from '../../domain/decision.ts'
import type { Instant } from '../../domain/values.ts'
import type { CommandType } from '../command.ts'

/** Reports say what was true out there, and when. Everything else happens at the moment it is recorded. */
const reports: ReadonlySet<CommandType> = new Set([
  'AttestOrganisationFact',
  'ReportLicence',
  'AddLocation',
  'ReportLocation',
  'AddUser',
  'SetUserTexting',
  'ImportNumbers',
  'RecordOrderAnswer',
  'RecordRegistration',
  'ReportLoa',
  'ReportCase',
  'RecordCaseAnswer',
  'RecordDecision',
  'ReportCampaign',
  'ReportTraffic',
])

/** Somebody outside says what is so, or what was said is struck: either may begin or end a dispute. */
export function movesBelief(type: CommandType): boolean {
  return reports.has(type) || type === 'RetractReport'
}

/** Their rows are folded anew when the instant comes, so they may speak of what lies ahead. */
const mayLieAhead: ReadonlySet<CommandType> = new Set(['AttestOrganisationFact', 'ReportLicence'])

export function refuseDate(type: CommandType, happenedAt: Instant | undefined, at: Instant): Refusal | undefined {
  if (happenedAt === undefined) return undefined
  if (!reports.has(type)) return { code: 'HAPPENED_AT_NOT_TAKEN', field: 'happenedAt' }
  if (happenedAt > at && !mayLieAhead.has(type)) return { code: 'HAPPENED_AT_AHEAD', field: 'happenedAt' }
  return undefined
}
