import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { type Age, ages, publication } from '../domain/policy/ages.ts'
import { diffPacks } from '../domain/policy/diff.ts'
import { packUnder } from '../domain/policy/effectivePack.ts'
import { identify } from '../domain/policy/identify/identify.ts'
import { packs } from '../domain/policy/packs.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import { defaultReadings, readingNames, readings } from '../domain/policy/ruleBook/readings.ts'
import { ruleIds, ruleOf } from '../domain/policy/ruleBook/ruleBook.ts'
import { keptUntil, termsOf } from '../domain/terms.ts'
import { type Policy, readNow, versionOf } from '../store/policy.ts'
import { readers } from './access.ts'
import type { ApiDependencies } from './dependencies.ts'
import {
  identification,
  packDiff,
  packSummary,
  packWhole,
  type RuleAnswer,
  readingItem,
  retention,
  ruleItem,
  ruleWhole,
} from './policySchemas.ts'
import { Problem, problemResponse } from './problem.ts'
import { packFor, underRules } from './question.ts'
import { idempotencyKey, instantText } from './schemas.ts'

const onePack = z.strictObject({ packId: z.string().max(10) })
const chosen = z.strictObject({ reading: underRules.reading })

export function policyPackRoutes({ store: { pool, clock } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/policy-packs',
      config: { roles: readers },
      schema: {
        tags: ['rules'],
        summary: 'List the ages of the rules, oldest first, and which is in force',
        response: { 200: z.object({ items: z.array(packSummary) }), default: problemResponse },
      },
      handler: async () => {
        const { policy: today } = await readNow(pool, clock)
        return { items: packs.map(({ id }) => summaryOf(packUnder(id, today.chosen), today.pack)) }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/policy-packs/:packId',
      config: { roles: readers },
      schema: {
        tags: ['rules'],
        summary: 'Read one age: its gates in order, its instants, readings and terms',
        params: onePack,
        querystring: chosen,
        response: { 200: packWhole, default: problemResponse },
      },
      handler: async (request) => {
        const { policy: today } = await readNow(pool, clock)
        const pack = packNamed(request.params.packId, today, request.query)
        const { zone, instants, gates, readings: read } = pack
        return {
          ...summaryOf(pack, today.pack),
          zone,
          instants,
          gates: gates.map(({ ruleIds: by, ...gate }) => ({ ...gate, ruleIds: [...by] })),
          readings: read,
          terms: plain(termsOf(pack)),
        }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/policy-packs/:packId/rules',
      config: { roles: readers },
      schema: {
        tags: ['rules'],
        summary:
          'List every rule as it stands in one age, those that are not told yet or no longer in force among them',
        params: onePack,
        querystring: chosen,
        response: { 200: z.object({ items: z.array(ruleItem) }), default: problemResponse },
      },
      handler: async (request) => {
        const { policy: today } = await readNow(pool, clock)
        return { items: rulesOf(packNamed(request.params.packId, today, request.query)) }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/policy-packs/:packId/diff/:otherPackId',
      config: { roles: readers },
      schema: {
        tags: ['rules'],
        summary: 'Compare two ages, rule by rule; the readings apply to the second',
        params: onePack.extend({ otherPackId: z.string().max(10) }),
        querystring: chosen,
        response: { 200: packDiff, default: problemResponse },
      },
      handler: async (request) => {
        const { packId, otherPackId } = request.params
        const { policy: today } = await readNow(pool, clock)
        return plain(diffPacks(packNamed(packId, today), packNamed(otherPackId, today, request.query)))
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/policy-packs/:packId/retention',
      config: { roles: readers },
      schema: {
        tags: ['rules'],
        summary: 'Until when a message is kept, and whether that can be changed',
        params: onePack,
        querystring: chosen.extend({
          sentAt: instantText,
          lastAt: instantText.optional().describe('when the last message of its conversation was sent'),
        }),
        response: { 200: retention, default: problemResponse },
      },
      handler: async (request) => {
        const { sentAt, lastAt } = request.query
        const { policy: today } = await readNow(pool, clock)
        const pack = packNamed(request.params.packId, today, request.query)
        const term = termsOf(pack).retention
        return {
          sentAt,
          keptUntil: keptUntil(pack, { sentAt, lastAt }),
          days: term?.days ?? null,
          canBeChanged: term?.canBeChanged ?? null,
          ruleIds: [...(term?.ruleIds ?? [])],
        }
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/policy-packs/identify',
      config: { roles: readers },
      schema: {
        tags: ['rules'],
        summary: 'Tell the age of a pasted text of the published article, and what has changed since',
        headers: idempotencyKey,
        body: z.strictObject({ text: z.string().min(1).max(60_000) }),
        response: { 200: identification, default: problemResponse },
      },
      handler: async (request) => {
        const { age, ...found } = identify(request.body.text)
        const { policy: today } = await readNow(pool, clock)
        const since = age === null ? null : plain(diffPacks(packNamed(age, today), today.pack))
        return { age, inForce: today.pack.id, ...plain(found), since }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/rules/:ruleId',
      config: { roles: readers },
      schema: {
        tags: ['rules'],
        summary: 'Read one rule through all ages',
        params: z.strictObject({ ruleId: z.string().max(10) }),
        response: { 200: ruleWhole, default: problemResponse },
      },
      handler: async (request) => {
        const id = ruleIds.find((each) => each === request.params.ruleId)
        if (id === undefined) throw new Problem('RULE_NOT_FOUND', { field: 'ruleId' })
        const { words, kind, audience, does, differently } = ruleOf(id)
        return {
          id,
          words,
          kind,
          audience,
          does,
          ages: packs.map((pack) => ({
            pack: pack.id,
            differently: differently[pack.id] ?? null,
            ...plain(pack.rules[id]),
          })),
          readings: readingNames.filter((name) => readings[name].ruleIds.some((each) => each === id)),
        }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/readings',
      config: { roles: readers },
      schema: {
        tags: ['rules'],
        summary: 'List the points that the rules leave open, with the options of each',
        response: { 200: z.object({ items: z.array(readingItem) }), default: problemResponse },
      },
      handler: async () => ({
        items: readingNames.map((name) => {
          const { question, options, ruleIds: about, because, effect } = readings[name]
          const listed = Object.entries(options).map(([option, words]) => ({ option, words }))
          return {
            name,
            question,
            options: listed,
            default: defaultReadings[name],
            ruleIds: [...about],
            because,
            effect,
          }
        }),
      }),
    })
  }
}

type ReadingQuery = { readonly reading?: readonly (readonly [string, string])[] | undefined }

/** An age by its name, by what the deployment has chosen and under other readings where some are given. */
function packNamed(id: string, today: Policy, query: ReadingQuery = {}): PolicyPack {
  const policy = ages.find((age: Age) => age === id)
  if (policy === undefined) throw new Problem('PACK_NOT_FOUND', { field: 'packId' })
  return packFor({ policy, reading: query.reading }, publication[policy].at, { today })
}

function summaryOf(pack: PolicyPack, inForce: PolicyPack): z.output<typeof packSummary> {
  const count = (force: string) => ruleIds.filter((id) => pack.rules[id].force === force).length
  const { id, effectiveFrom, isEffectiveFromAssumed } = pack
  const rules = { inForce: count('inForce'), ended: count('ended'), notYet: count('notYet') }
  return { id, effectiveFrom, isEffectiveFromAssumed, version: versionOf(pack), isInForce: id === inForce.id, rules }
}

function rulesOf(pack: PolicyPack): RuleAnswer[] {
  return ruleIds.map((id) => {
    const { words, differently, does } = ruleOf(id)
    return { id, words, differently: differently[pack.id] ?? null, ...plain(pack.rules[id]), does }
  })
}

/** Data of the domain as an answer may hold it. */
function plain<Data>(data: Data): Plain<Data> {
  return structuredClone(data) as Plain<Data>
}

type Plain<Data> = Data extends string | number | boolean | null | undefined
  ? Data
  : { -readonly [Key in keyof Data]: Plain<Data[Key]> }
