import { accept, type Decision, unreachable } from './decision.ts'
import { attestation, file, isFiled, type Meta, prevailing, type Register, type Source } from './fact.ts'
import type { CaseId, Instant } from './values.ts'

/** The registry's word on a campaign, and on the brand behind it. Codes are the registry's own, kept as they came. */
export type CampaignStatus = 'pending' | 'approved' | 'rejected' | 'suspended' | 'ended'
export type BrandStatus = 'verified' | 'unverified'

/** What a campaign is before the registry has judged it: a number on one has not come to the end of its registration. */
export const unjudged: readonly (CampaignStatus | 'unknown')[] = ['unknown', 'pending']

type Report = { readonly happenedAt: Instant; readonly source: Source }

export type CampaignCommand =
  | ({
      readonly type: 'RecordCampaign'
      readonly ref: string
      readonly status: CampaignStatus
      readonly caseId?: CaseId
      readonly codes: readonly string[]
    } & Report)
  | ({
      readonly type: 'RecordBrand'
      readonly ref: string
      readonly status: BrandStatus
      readonly codes: readonly string[]
    } & Report)

export type CampaignFlag = 'APPROVED_WITHOUT_VERIFIED_BRAND'

export type CampaignEvent =
  | {
      readonly type: 'CampaignReported'
      readonly data: {
        readonly ref: string
        readonly status: CampaignStatus
        readonly caseId?: CaseId
        readonly codes: readonly string[]
        readonly flags: readonly CampaignFlag[]
      }
    }
  | {
      readonly type: 'BrandReported'
      readonly data: { readonly ref: string; readonly status: BrandStatus; readonly codes: readonly string[] }
    }

export type Campaign = {
  /** The registry's own reference, C and six characters; empty before anything was said. */
  readonly ref: string
  readonly status: Register<CampaignStatus>
  readonly brand: Register<BrandStatus>
  readonly caseId: Register<CaseId>
}

export const noCampaign: Campaign = { ref: '', status: [], brand: [], caseId: [] }

/** Z2: a campaign is approved for a verified brand; an approval that comes first is kept and flagged. */
export function decide(command: CampaignCommand, campaign: Campaign): Decision<CampaignEvent> {
  const { happenedAt, source } = command
  switch (command.type) {
    case 'RecordCampaign': {
      const { ref, status, caseId, codes } = command
      if (isFiled(campaign.status, { value: status, happenedAt, source })) return accept()
      const isVerified = prevailing(campaign.brand, happenedAt)?.value === 'verified'
      const flags: readonly CampaignFlag[] =
        status === 'approved' && !isVerified ? ['APPROVED_WITHOUT_VERIFIED_BRAND'] : []
      return accept({ type: 'CampaignReported', data: { ref, status, ...(caseId ? { caseId } : {}), codes, flags } })
    }
    case 'RecordBrand':
      if (isFiled(campaign.brand, { value: command.status, happenedAt, source })) return accept()
      return accept({ type: 'BrandReported', data: { ref: command.ref, status: command.status, codes: command.codes } })
    default:
      return unreachable(command)
  }
}

export function evolve(campaign: Campaign, event: CampaignEvent, meta: Meta): Campaign {
  switch (event.type) {
    case 'CampaignReported': {
      const { status, caseId } = event.data
      return {
        ...campaign,
        ref: event.data.ref,
        status: file(campaign.status, attestation(status, meta)),
        caseId: caseId ? file(campaign.caseId, attestation(caseId, meta)) : campaign.caseId,
      }
    }
    case 'BrandReported':
      return { ...campaign, ref: event.data.ref, brand: file(campaign.brand, attestation(event.data.status, meta)) }
    default:
      return unreachable(event)
  }
}

export function campaignStatus(campaign: Campaign, at: Instant): CampaignStatus | 'unknown' {
  return prevailing(campaign.status, at)?.value ?? 'unknown'
}

export function brandStatus(campaign: Campaign, at: Instant): BrandStatus | 'unknown' {
  return prevailing(campaign.brand, at)?.value ?? 'unknown'
}
