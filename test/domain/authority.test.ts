import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { disputesIn, rankOf, type Told } from '../../src/domain/authority.ts'
import { believedBy, type Source, type SourceKind } from '../../src/domain/fact.ts'
import { evolve, type NumberEvent, noNumber } from '../../src/domain/number.ts'
import { sources } from '../../src/domain/policy/sources.ts'
import { saidIn, tellingTypes } from '../../src/domain/word.ts'
import { day, type Fact, fold } from '../support/given.ts'
import { runs } from '../support/runs.ts'
import {
  campaignEvents,
  caseEvents,
  licenceEvents,
  loaEvents,
  locationEvents,
  numberStream,
  organisationEvents,
} from './events.ts'

const actor = { kind: 'service', subject: 'test', role: 'integration' } as const
const by = (kind: SourceKind, rank: number): Source => ({ kind, id: 'a', rank })
const registry = by('registry', 1)
const desk = by('desk', 2)
const admin = by('admin', 5)
const partner = by('partner', 4)

/** As it was recorded: the first of a list first. */
function recorded(facts: readonly Fact<{ readonly type: string; readonly data: unknown }>[]): readonly Told[] {
  return facts.map(({ event, meta }, index) => ({ ...event, ...meta, actor, id: meta.eventId, version: index + 1 }))
}

type Said = readonly [source: Source, campaign: string, at: number]

/** What is disputed about a campaign after these words, in the order in which they were recorded. */
function campaign(...words: readonly Said[]) {
  const facts = words.map(([source, status, at], index) => ({
    event: { type: 'CampaignReported', data: { ref: 'CABC123', status, codes: [], flags: [] } },
    meta: { source, happenedAt: day(at), recordedAt: day(9), eventId: `stream:${index + 1}` },
  }))
  return disputesIn(recorded(facts), sources, day(9)).map(({ code, believed, beside, override }) => ({
    code,
    believed: believed.value,
    beside: beside.value,
    override: override?.value,
  }))
}

describe('what the registry and others say of a campaign', () => {
  test('is undisputed while one source speaks, whatever it says over time', () => {
    expect(campaign([registry, 'approved', 1], [registry, 'suspended', 2], [registry, 'approved', 3])).toEqual([])
    expect(campaign([admin, 'approved', 1], [admin, 'ended', 2])).toEqual([])
  })

  test('is disputed where a later word of another source wins', () => {
    const disputed = { code: 'SOURCES_CONTRADICT', believed: 'approved', beside: 'rejected' }
    expect(campaign([registry, 'rejected', 1], [desk, 'approved', 2])).toEqual([{ ...disputed, override: undefined }])
    expect(campaign([registry, 'rejected', 1], [admin, 'approved', 2])).toEqual([{ ...disputed, override: 'approved' }])
  })

  test('is disputed at one instant, and the registry is believed', () => {
    expect(campaign([registry, 'rejected', 1], [desk, 'approved', 1])).toMatchObject([
      { code: 'SOURCES_CONTRADICT', believed: 'rejected', beside: 'approved' },
    ])
  })

  test('is undisputed where the registry speaks last, and nobody had set themselves against it', () => {
    expect(campaign([admin, 'pending', 1], [registry, 'approved', 2])).toEqual([])
    expect(campaign([desk, 'pending', 1], [registry, 'approved', 2])).toEqual([])
  })

  test('calls a person again when the registry contradicts an override, wherever its word lies in time', () => {
    const override = [
      [registry, 'rejected', 2],
      [admin, 'approved', 4],
    ] as const
    const again = { code: 'OVERRIDE_CONTRADICTED', override: 'approved' }
    expect(campaign(...override, [registry, 'ended', 5])).toMatchObject([
      { ...again, believed: 'ended', beside: 'ended' },
    ])
    expect(campaign(...override, [registry, 'ended', 3])).toMatchObject([
      { ...again, believed: 'approved', beside: 'ended' },
    ])
  })

  test('is settled when the registry comes round, or a person does', () => {
    const override = [
      [registry, 'rejected', 2],
      [admin, 'approved', 4],
    ] as const
    expect(campaign(...override, [registry, 'approved', 5])).toEqual([])
    expect(campaign(...override, [registry, 'ended', 5], [admin, 'ended', 6])).toEqual([])
  })

  test('that lies ahead disputes nothing yet', () => {
    const said = (value: string) => ({ fact: 'callingPlan', value })
    const facts = [partner, admin].map((source, index) => ({
      event: { type: 'OrganisationFactAttested', data: said(index === 0 ? 'usCa' : 'none') },
      meta: { source, happenedAt: day(index), recordedAt: day(0), eventId: `stream:${index + 1}` },
    }))
    expect(disputesIn(recorded(facts), sources, day(0.5))).toEqual([])
    expect(disputesIn(recorded(facts), sources, day(1))).toHaveLength(1)
  })
})

test('switches of people are nobody’s to dispute: the later one is a change of mind', () => {
  expect(saidIn({ type: 'UserTextingSet', data: { setting: 'overrideOn' } })).toEqual([])
  expect(saidIn({ type: 'OrganisationFactAttested', data: { fact: 'textingDefault', value: 'off' } })).toEqual([])
})

test('a source that a kind of fact does not name stands behind all that it names', () => {
  expect(rankOf(['desk', 'admin'], 'desk')).toBe(1)
  expect(rankOf(['desk', 'admin'], 'webex')).toBe(3)
})

describe('every event that tells something', () => {
  const all = fc.oneof(
    organisationEvents,
    licenceEvents,
    locationEvents,
    loaEvents,
    caseEvents,
    campaignEvents,
    numberStream
      .filter((facts) => facts.length > 0)
      .map((facts) => facts[facts.length - 1]?.event ?? { type: '', data: {} }),
  ) as fc.Arbitrary<{ readonly type: string; readonly data: unknown }>

  property.prop([all], { numRuns: runs(1_000) })('tells of no kind that the store would not look for', (event) => {
    const kinds = tellingTypes.filter(({ type }) => type === event.type).map(({ kind }) => kind)
    for (const { kind } of saidIn(event)) expect(kinds).toContain(kind)
  })
})

describe('what a dispute calls believed', () => {
  const axes = { inventory: 'inventory', entry: 'entered', place: 'location', loaFlag: 'loa' } as const
  const speaksOnce = (facts: readonly Fact<NumberEvent>[]) =>
    new Set(facts.map(({ meta }) => `${believedBy(meta.source)} ${meta.happenedAt}`)).size === facts.length

  property.prop([numberStream.filter(speaksOnce)], { numRuns: runs(1_000) })('is what the number holds', (facts) => {
    const number = fold({ initial: noNumber, evolve }, facts)
    for (const { question, believed } of disputesIn(recorded(facts), sources, day(9))) {
      if (question in axes) expect(number[axes[question as keyof typeof axes]].value).toBe(believed.value)
    }
  })
})
