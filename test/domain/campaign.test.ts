import { describe, expect, test } from 'vitest'
import { brandStatus, type CampaignEvent, type CampaignStatus, campaignStatus } from '../../src/domain/campaign.ts'
import { day, desk, given, happened, partner } from '../support/given.ts'
import { campaigns, caseA } from './deciders.ts'

const ref = 'CABC123'
const verified = happened<CampaignEvent>(
  day(1),
  { type: 'BrandReported', data: { ref, status: 'verified', codes: [] } },
  { by: partner },
)
const reported = (at: number, status: CampaignStatus) =>
  happened<CampaignEvent>(
    day(at),
    { type: 'CampaignReported', data: { ref, status, codes: [], flags: [] } },
    { by: partner },
  )
const told = (at: number, status: CampaignStatus, codes: readonly string[] = []) =>
  ({ type: 'RecordCampaign', ref, status, codes, happenedAt: day(at), source: partner }) as const
const brand = (at: number, status: 'verified' | 'unverified', codes: readonly string[] = []) =>
  ({ type: 'RecordBrand', ref, status, codes, happenedAt: day(at), source: partner }) as const

describe('a campaign', () => {
  test('is what the registry says of it, with its codes and the case that it came from', () => {
    given(campaigns, verified)
      .when({ ...told(2, 'approved'), caseId: caseA })
      .emits({ type: 'CampaignReported', data: { ref, status: 'approved', caseId: caseA, codes: [], flags: [] } })
    given(campaigns, verified)
      .when(told(2, 'rejected', ['SAMPLES_UNCLEAR']))
      .emits({ type: 'CampaignReported', data: { ref, status: 'rejected', codes: ['SAMPLES_UNCLEAR'], flags: [] } })
  })

  test('approved for a brand that nobody has verified is kept, and flagged', () => {
    const data = { ref, status: 'approved', codes: [], flags: ['APPROVED_WITHOUT_VERIFIED_BRAND'] } as const
    const unverified = happened<CampaignEvent>(day(1), {
      type: 'BrandReported',
      data: { ref, status: 'unverified', codes: ['TAX_ID_MISMATCH'] },
    })
    given(campaigns).when(told(2, 'approved')).emits({ type: 'CampaignReported', data })
    given(campaigns, unverified).when(told(2, 'approved')).emits({ type: 'CampaignReported', data })
    given(campaigns, { ...verified, meta: { ...verified.meta, happenedAt: day(3) } })
      .when(told(2, 'approved'))
      .emits({ type: 'CampaignReported', data })
  })

  test('is not flagged for anything but an approval', () => {
    for (const status of ['pending', 'rejected', 'suspended', 'ended'] as const) {
      given(campaigns)
        .when(told(2, status))
        .emits({ type: 'CampaignReported', data: { ref, status, codes: [], flags: [] } })
    }
  })

  test('heard twice is kept once, from each source', () => {
    given(campaigns, verified, reported(2, 'approved')).when(told(2, 'approved')).changesNothing()
    given(campaigns, verified, reported(2, 'approved'))
      .when({ ...told(2, 'approved'), source: desk })
      .emits({ type: 'CampaignReported', data: { ref, status: 'approved', codes: [], flags: [] } })
    given(campaigns, verified).when(brand(1, 'verified')).changesNothing()
  })

  test('follows the later word, whichever is heard first', () => {
    const { state } = given(campaigns, reported(5, 'approved'), reported(4, 'suspended'), reported(2, 'approved'))
    expect([1, 2, 4, 5].map((n) => campaignStatus(state, day(n)))).toEqual([
      'unknown',
      'approved',
      'suspended',
      'approved',
    ])
  })

  test('keeps its case when later reports do not name one', () => {
    const decided = happened<CampaignEvent>(day(2), {
      type: 'CampaignReported',
      data: { ref, status: 'approved', caseId: caseA, codes: [], flags: [] },
    })
    const { state } = given(campaigns, decided, reported(6, 'suspended'))
    expect(state.caseId[0]?.value).toBe(caseA)
    expect(state.ref).toBe(ref)
  })
})

describe('the brand behind a campaign', () => {
  test('is verified or not, with the reasons', () => {
    given(campaigns)
      .when(brand(1, 'unverified', ['TAX_ID_MISMATCH']))
      .emits({ type: 'BrandReported', data: { ref, status: 'unverified', codes: ['TAX_ID_MISMATCH'] } })
    expect(brandStatus(given(campaigns).state, day(9))).toBe('unknown')
    expect(brandStatus(given(campaigns, verified).state, day(9))).toBe('verified')
  })

  test('says nothing about the campaign', () => {
    expect(campaignStatus(given(campaigns, verified).state, day(9))).toBe('unknown')
  })
})
