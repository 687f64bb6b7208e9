import type { Eligibility } from '../../domain/process/onboarding.ts'
import { caseStatus, rejections, type SupportCase } from '../../domain/supportCase.ts'
import { brand, type CaseId, type EventId, type OnboardingId } from '../../domain/values.ts'
import type { Context } from '../context.ts'
import { casesOf, onboardingsOf } from '../counts.ts'
import { isOpen, tell } from '../outbox.ts'
import { load, supportCases } from '../streams.ts'
import { eligibilityNow, tellEligibility } from './grounds.ts'
import { licenceStreamId, phaseOf } from './licences.ts'
import type { Proofs } from './strikes.ts'
import { caseNow, proofOf, tellCaseCounts, tellOnboardingCounts } from './telling.ts'
import type { Touched } from './touched.ts'

/** What the processes had been told, and which of them have the numbers at hand. */
export type ToldBefore = {
  readonly eligibility: Eligibility
  readonly licence: string
  readonly cases: readonly CaseId[]
  readonly onboardings: readonly OnboardingId[]
}

export async function toldBefore(context: Context, { numbers }: Touched): Promise<ToldBefore> {
  const { tx, orgId } = context
  return {
    eligibility: await eligibilityNow(context),
    licence: await phaseOf(tx, orgId, context.at),
    cases: await casesOf(tx, orgId, numbers),
    onboardings: await onboardingsOf(tx, orgId, numbers),
  }
}

/** Processes that still run hear where things stand now; those that have ended are for a person to look at. */
export async function tellRetraction(
  context: Context,
  touched: Touched,
  before: ToldBefore,
  proofs: Proofs,
): Promise<void> {
  const { tx, orgId, at } = context
  const [first] = proofs.values()
  if (!first) return
  for (const caseId of reportedCases(touched)) {
    if (await isOpen(tx, caseId)) await tellCase(context, caseId, touched, proofs.get(caseId) ?? first)
  }
  const cases = new Set([...before.cases, ...(await casesOf(tx, orgId, touched.numbers))])
  for (const caseId of [...cases].sort()) {
    if (await isOpen(tx, caseId)) await tellCaseCounts(context, caseId, first)
  }
  const onboardings = new Set([...before.onboardings, ...(await onboardingsOf(tx, orgId, touched.numbers))])
  for (const onboardingId of [...onboardings].sort()) {
    if (await isOpen(tx, onboardingId)) await tellOnboardingCounts(context, onboardingId, first)
  }
  const licence = await phaseOf(tx, orgId, at)
  if (licence !== before.licence) {
    const proof = proofOf(context, proofs.get(licenceStreamId(orgId)) ?? first)
    await tell(tx, { orgId, to: 'everyOpen', fact: { type: 'LicenceChanged', licence, ...proof } })
  }
  await tellEligibility(context, before.eligibility, proofs.get(orgId) ?? first)
}

/** The cases of which the desk's word, or a judgement, has fallen. */
export function reportedCases({ streams }: Touched): readonly CaseId[] {
  return streams.filter((each) => each.kind === 'supportCase').map(({ id }) => brand<CaseId>(id))
}

async function tellCase(context: Context, caseId: CaseId, { events }: Touched, eventId: EventId): Promise<void> {
  const { tx, orgId, at } = context
  const { state } = await load(tx, supportCases, caseId, orgId)
  const fell = (type: string) => events.some((event) => event.streamId === caseId && event.type === type)
  const proof = proofOf(context, eventId)
  if (fell('CaseReported')) {
    await tell(tx, { orgId, to: caseId, fact: { type: 'CaseReported', status: caseStatus(state, at), ...proof } })
  }
  if (fell('CaseDecided')) {
    const counts = await caseNow(context, caseId)
    const judgements = judgementsIn(state)
    await tell(tx, { orgId, to: caseId, fact: { type: 'CaseNumbersChanged', counts, judgements, ...proof } })
  }
}

function judgementsIn(supportCase: SupportCase) {
  const judged = Math.max(0, ...supportCase.decisions.map((each) => each.value.formVersion))
  return { judged, rejections: rejections(supportCase) }
}
