import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { organisationFacts } from '../domain/organisation.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import { brand, type Instant, type OrganisationId } from '../domain/values.ts'
import { numbersAsOf, readOrganisationAsOf, settingsAsOf } from '../store/asOfOrganisation.ts'
import { idFor } from '../store/ids.ts'
import { readNow } from '../store/policy.ts'
import { listOrganisations, type OrganisationView, readOrganisation } from '../store/views/organisationView.ts'
import { countSettings } from '../store/views/userView.ts'
import { idempotencyKeyOf, principalOf, readers, reporters, scopeOf } from './access.ts'
import { type Asked, askedOf, requireFoldable, verdictCounter } from './asOf.ts'
import { carryOut } from './commands.ts'
import { afterId, pagedById } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { Problem, problemResponse } from './problem.ts'
import { atMoment, underRules } from './question.ts'
import {
  evidence,
  idempotencyKey,
  idOut,
  inOrganisation,
  instantOut,
  instantText,
  obstacle,
  pageOf,
  paging,
  telling,
  verdictCounts,
} from './schemas.ts'
import { organisationAnswer, verdictCountsOf } from './verdicts.ts'

const organisation = z
  .object({
    id: idOut,
    version: z.int(),
    name: z.string().nullable(),
    customerKind: z.string(),
    subscriptionKind: z.string(),
    callingPlan: z.string(),
    dataRegion: z.string(),
    textingDefault: z.string(),
    healthcare: z.string(),
    hipaaNotice: z.string().describe('whether a healthcare organisation has taken note of what is not promised to it'),
    tab: z
      .object({
        isVisible: z.boolean().nullable().describe('null: a fact is missing'),
        reason: z.string(),
        ruleIds: z.array(z.string()),
      })
      .describe('whether its admins see the pages of Business Texting in Control Hub'),
    turnsAt: instantOut.nullable().describe('when a fact comes true or runs out by itself'),
    licence: z.string(),
    openOnboardingId: idOut.nullable(),
    obstacles: z.array(obstacle).describe('what keeps all numbers of the organisation from texting'),
  })
  .meta({ id: 'Organisation' })

const settings = z
  .object({ inherit: z.int(), overrideOn: z.int(), overrideOff: z.int() })
  .describe('users by their setting: the switch of the organisation reaches those that inherit')

const noSettings = { inherit: 0, overrideOn: 0, overrideOff: 0 }

const { customerKind, subscriptionKind, callingPlan, dataRegion, textingDefault, healthcare, hipaaNotice } =
  organisationFacts
const statement = { ...telling, expiresAt: instantText.optional(), evidence }
const attestation = z.discriminatedUnion('fact', [
  z.strictObject({ fact: z.literal('customerKind'), value: z.enum(customerKind), ...statement }),
  z.strictObject({ fact: z.literal('subscriptionKind'), value: z.enum(subscriptionKind), ...statement }),
  z.strictObject({ fact: z.literal('callingPlan'), value: z.enum(callingPlan), ...statement }),
  z.strictObject({ fact: z.literal('dataRegion'), value: z.enum(dataRegion), ...statement }),
  z.strictObject({ fact: z.literal('textingDefault'), value: z.enum(textingDefault), ...statement }),
  z.strictObject({ fact: z.literal('healthcare'), value: z.enum(healthcare), ...statement }),
  z.strictObject({ fact: z.literal('hipaaNotice'), value: z.enum(hipaaNotice), ...statement }),
])

export function organisationRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool, clock, execute } = store

  async function shown(view: OrganisationView, at: Instant, pack: PolicyPack): Promise<z.output<typeof organisation>> {
    const { nameDocumentId, licence, licenceTurnsAt: _turns, ...rest } = view
    const name = nameDocumentId === null ? null : await store.documents.open(pool, view.id, nameDocumentId)
    return { ...rest, name, licence: licence ?? 'unknown', ...organisationAnswer(view, at, pack) }
  }

  async function pastVerdicts(orgId: OrganisationId, asked: Asked) {
    const { counts, add } = verdictCounter(asked)
    for await (const view of numbersAsOf(pool, orgId, asked.moment)) add(view)
    return counts
  }

  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/organisations',
      config: { roles: ['operator'] },
      schema: {
        tags: ['organisations'],
        summary: 'Create an organisation',
        headers: idempotencyKey,
        body: z.strictObject({ name: z.string().trim().min(1).max(200) }),
        response: { 201: z.object({ organisationId: idOut }), default: problemResponse },
      },
      handler: async (request, reply) => {
        // A repeat names the same organisation, so that its scope, and with it the key, is the same too.
        const key = idFor(principalOf(request).subject, idempotencyKeyOf(request), 'organisation')
        const orgId = brand<OrganisationId>(key)
        const { organisationId } = await carryOut(execute, request, reply, {
          type: 'CreateOrganisation',
          orgId,
          data: request.body,
        })
        return reply.code(201).header('location', `/v1/organisations/${organisationId}`).send({ organisationId })
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations',
      config: { roles: readers },
      schema: {
        tags: ['organisations'],
        summary: 'List the organisations in your scope',
        querystring: z.strictObject(paging),
        response: { 200: pageOf(organisation), default: problemResponse },
      },
      handler: async (request) => {
        const { limit, cursor } = request.query
        const after = afterId('organisations', cursor)
        const scope = scopeOf(principalOf(request))
        const [views, { at, policy }] = await Promise.all([
          listOrganisations(pool, { scope, after, limit: limit + 1 }),
          readNow(pool, clock),
        ])
        const { items, nextCursor } = pagedById('organisations', limit, views)
        return { items: await Promise.all(items.map((each) => shown(each, at, policy.pack))), nextCursor }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId',
      config: { roles: readers },
      schema: {
        tags: ['organisations'],
        summary: 'Read an organisation: its facts, licence and obstacles, and its numbers by verdict',
        params: inOrganisation,
        querystring: z.strictObject({ ...underRules, ...atMoment }),
        response: {
          200: organisation.extend({ at: instantOut, knownAt: instantOut, numbers: verdictCounts, users: settings }),
          default: problemResponse,
        },
      },
      handler: async (request, reply) => {
        const { orgId } = request.params
        const asked = await askedOf(store, request.query)
        const { isNow, moment, pack } = asked
        if (!isNow) await requireFoldable(store, orgId)
        const view = await (isNow ? readOrganisation(pool, orgId) : readOrganisationAsOf(pool, orgId, moment))
        if (!view) throw new Problem(isNow ? 'ORGANISATION_NOT_FOUND' : 'ORGANISATION_NOT_KNOWN_THEN')
        const [numbers, users] = await Promise.all([
          isNow ? verdictCountsOf(pool, orgId, { pack, at: moment.at }) : pastVerdicts(orgId, asked),
          isNow ? countSettings(pool, orgId) : settingsAsOf(pool, orgId, moment),
        ])
        void reply.header('etag', `"${view.version}"`)
        return { ...(await shown(view, moment.at, pack)), ...moment, numbers, users: { ...noSettings, ...users } }
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/facts',
      config: { roles: reporters },
      schema: {
        tags: ['organisations'],
        summary: 'Attest a fact on which eligibility or the texting default rests',
        params: inOrganisation,
        headers: idempotencyKey,
        body: attestation,
        response: { 200: z.object({ version: z.int() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { happenedAt: when, because, expiresAt, evidence: proof, ...fact } = request.body
        const data = {
          ...fact,
          ...(expiresAt === undefined ? {} : { expiresAt }),
          ...(proof === undefined ? {} : { evidence: proof }),
        }
        const { orgId } = request.params
        return carryOut(execute, request, reply, {
          type: 'AttestOrganisationFact',
          orgId,
          data,
          happenedAt: when,
          because,
        })
      },
    })
  }
}
