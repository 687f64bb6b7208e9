import { type BrandStatus, type CampaignCommand, type CampaignStatus, campaignStatus } from '../../domain/campaign.ts'
import { registersItsNumbers } from '../../domain/readAs.ts'
import type { CaseId, NumberId } from '../../domain/values.ts'
import type { CommandData, CommandResult, RegisteredItem } from '../command.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import { numbersNeverInCase, numbersOfCase } from '../counts.ts'
import type { Recording } from '../eventStore.ts'
import { idFor } from '../ids.ts'
import { lockCampaign, lockCase } from '../locks.ts'
import { callAttention, tell } from '../outbox.ts'
import { campaigns, change } from '../streams.ts'
import { changeCase } from './cases.ts'
import { recordItems } from './reports.ts'
import { caseNow, proofOf, tellCounts } from './telling.ts'

/**
 * A judgement of what a case submitted: on the brand, on the campaign as a whole, and number by number. An approved
 * campaign approves no number by itself, but by the other reading of `registered`; a rejected one rejects every number that
 * was submitted for it.
 */
export async function recordDecision(
  context: Context,
  { caseId, campaignRef, campaign, brand, codes, items }: CommandData<'RecordDecision'>,
): Promise<Decided<CommandResult<'RecordDecision'>>> {
  const { tx, orgId } = context
  if (!(await lockCase(tx, orgId, caseId))) return { ok: false, refusal: { code: 'CASE_NOT_FOUND', field: 'caseId' } }
  if (brand) await recordBrand(context, campaignRef, brand, codes)
  await recordCampaign(context, { ref: campaignRef, status: campaign, caseId, codes })
  await showStrangers(context, caseId, campaignRef, items)
  const rest = await judgeRest(context, { caseId, campaign, codes }, items)
  const applied = await recordItems(context, campaignRef, [...items, ...rest])
  const counts = await caseNow(context, caseId)
  const outcome = campaign === 'rejected' ? 'rejected' : counts.rejected > 0 ? 'partial' : 'approved'
  const { registered, rejected, waiting: outstanding } = counts
  const decision = { outcome, campaignRef, codes, registered, rejected, outstanding } as const
  const { happenedAt, source } = toldAs('case', context)
  const changed = await changeCase(context, caseId, { type: 'RecordDecision', decision, happenedAt, source })
  if (!changed.ok) return changed
  const [event] = changed.events
  if (event?.type === 'CaseDecided') {
    const { formVersion } = event.data
    const fact = { type: 'CaseDecided', formVersion, outcome, counts, ...proofOf(context, changed.eventId) } as const
    await tell(tx, { orgId, to: caseId, fact })
  }
  // Numbers that are registered already have left their case with it, and still wait for the word on their campaign.
  const inCase = await numbersOfCase(tx, orgId, caseId)
  await tellCounts(context, [...new Set([...inCase, ...(await numbersOn(tx, orgId, campaignRef))])])
  return done({ ...applied, outcome })
}

/** A campaign changes by itself: suspended, lifted, ended. Its numbers' verdicts follow from its row. */
export async function reportCampaign(
  context: Context,
  { campaignRef, status, brand, codes }: CommandData<'ReportCampaign'>,
): Promise<Decided<CommandResult<'ReportCampaign'>>> {
  const { tx, orgId } = context
  if (brand) await recordBrand(context, campaignRef, brand, codes)
  const changed = await recordCampaign(context, { ref: campaignRef, status, codes })
  if (!changed.ok) return changed
  const caseId = await caseOfCampaign(tx, orgId, campaignRef)
  const rest = caseId && status === 'approved' ? await judgeRest(context, { caseId, campaign: status, codes }, []) : []
  await recordItems(context, campaignRef, rest)
  if (changed.events.length > 0) await tellCounts(context, await numbersOn(tx, orgId, campaignRef))
  return done({ status: campaignStatus(changed.state, changed.at) })
}

type Said<Type extends CampaignCommand['type']> = Omit<
  Extract<CampaignCommand, { readonly type: Type }>,
  'type' | 'happenedAt' | 'source'
>

function recordBrand(context: Context, ref: string, status: BrandStatus, codes: readonly string[]) {
  const recording = toldAs('brand', context)
  const { happenedAt, source } = recording
  return changeCampaign(context, recording, { type: 'RecordBrand', ref, status, codes, happenedAt, source })
}

function recordCampaign(context: Context, said: Said<'RecordCampaign'>) {
  const recording = toldAs('campaign', context)
  const { happenedAt, source } = recording
  return changeCampaign(context, recording, { type: 'RecordCampaign', ...said, happenedAt, source })
}

async function changeCampaign({ tx, orgId, at }: Context, recording: Recording, command: CampaignCommand) {
  await lockCampaign(tx, orgId, command.ref)
  const id = idFor('campaign', orgId, command.ref)
  return change(tx, campaigns, { orgId, id, at, recording }, command)
}

/** A judgement of numbers that the case never had is kept like any other, and put before a person. */
async function showStrangers(
  { tx, orgId, recording }: Context,
  caseId: CaseId,
  campaignRef: string,
  items: readonly RegisteredItem[],
): Promise<void> {
  const named = items.map((each) => each.numberId)
  const strangers = await numbersNeverInCase(tx, orgId, caseId, named)
  if (strangers.length === 0) return
  const detail = { caseId, campaignRef, numberIds: strangers }
  const subject = `${caseId}/${campaignRef}`
  await callAttention(tx, { orgId, code: 'NUMBERS_NOT_IN_CASE', subject, detail, at: recording.recordedAt })
}

type Judgement = { readonly caseId: CaseId; readonly campaign: CampaignStatus; readonly codes: readonly string[] }

/** What the judgement does not name falls with the campaign, and by one reading stands with it. */
async function judgeRest(
  { tx, orgId, policy }: Context,
  { caseId, campaign, codes }: Judgement,
  named: readonly RegisteredItem[],
): Promise<readonly RegisteredItem[]> {
  const isRegistering = registersItsNumbers(policy.pack, campaign)
  if (campaign !== 'rejected' && !isRegistering) return []
  const { rows } = await tx.query<{ numberId: NumberId }>(
    `select id as "numberId" from number
     where org_id = $1 and case_id = $2 and registration = 'submitted' and id <> all($3::uuid[]) order by id`,
    [orgId, caseId, named.map((each) => each.numberId)],
  )
  const [code = 'UNSTATED'] = codes
  return rows.map(({ numberId }) =>
    isRegistering ? { numberId, status: 'registered' as const } : { numberId, status: 'rejected' as const, code },
  )
}

async function caseOfCampaign(tx: Context['tx'], orgId: string, ref: string): Promise<CaseId | undefined> {
  const { rows } = await tx.query<{ caseId: CaseId | null }>(
    'select case_id as "caseId" from campaign where org_id = $1 and ref = $2',
    [orgId, ref],
  )
  return rows[0]?.caseId ?? undefined
}

async function numbersOn(tx: Context['tx'], orgId: string, campaignRef: string): Promise<readonly NumberId[]> {
  const { rows } = await tx.query<{ id: NumberId }>(
    'select id from number where org_id = $1 and campaign_ref = $2 order by id',
    [orgId, campaignRef],
  )
  return rows.map((row) => row.id)
}
