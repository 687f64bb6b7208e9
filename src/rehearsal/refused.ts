/** What to do about a scenario that cannot be rehearsed, by its code. The codes stay the same when words change. */
const whatToDo = {
  SCENARIO_UNREADABLE: 'Give a file that is there and holds one JSON object.',
  SCENARIO_MALFORMED: 'Write the field as docs/scenarios.md has it.',
  ACT_UNKNOWN: 'Take one of the acts that docs/scenarios.md lists.',
  INSTANT_OUT_OF_ORDER: 'Put the list into the order of its instants.',
  INSTANT_OUTSIDE: 'Move the instant between `starts` and `ends`, or these.',
  ACTS_AT_ONE_INSTANT:
    'Put a millisecond or more between two acts of one organisation: which comes first has to be said.',
  ORGANISATION_UNKNOWN: 'Name an organisation that stands in `organisations`.',
  PLACE_UNKNOWN: 'Name a place that stands in the `places` of the organisation.',
  NUMBER_UNKNOWN: 'Name a number that stands in the `numbers` of the organisation.',
  NUMBER_TWICE: 'Give every number to one organisation, once.',
  ONBOARDING_UNKNOWN: 'Put the act `startOnboarding` of the organisation before it.',
  ORDER_UNKNOWN: 'Put the act `order` of the organisation before it.',
  LETTER_UNKNOWN: 'Put the act `signLetter`, or an `order` with `sign`, of the organisation before it.',
  CASE_UNKNOWN: 'Put the act `openCase` of the organisation before it.',
  REPORT_UNKNOWN: 'Give the instant of an earlier act of the organisation.',
  OUTSIDE_REFUSED: 'Write the script as docs/outside.md has it.',
} as const

export const refusalCodes: readonly string[] = Object.keys(whatToDo)

export type RefusalCode = keyof typeof whatToDo

/** A scenario that cannot be rehearsed: where it is wrong, why, and what to do. */
export class ScenarioRefused extends Error {
  override readonly name: RefusalCode
  readonly code: RefusalCode
  readonly place: string
  readonly reason: string
  readonly whatToDo: string

  constructor(code: RefusalCode, place: string, reason: string) {
    super(`${code} at ${place}: ${reason}. ${whatToDo[code]}`)
    this.name = code
    this.code = code
    this.place = place
    this.reason = reason
    this.whatToDo = whatToDo[code]
  }
}
