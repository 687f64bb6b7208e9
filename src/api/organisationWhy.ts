import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { missingOrganisationFacts } from '../domain/gates/organisation.ts'
import { eligibilityOf } from '../domain/gates.ts'
import { classInstants, classOf } from '../domain/numberClass.ts'
import { readOrganisationAsOf } from '../store/asOfOrganisation.ts'
import { versionOf } from '../store/policy.ts'
import { readStanding } from '../store/views/historyView.ts'
import { readLicence } from '../store/views/licenceView.ts'
import { readOrganisation } from '../store/views/organisationView.ts'
import { readers } from './access.ts'
import { askedOf } from './asOf.ts'
import type { ApiDependencies } from './dependencies.ts'
import { shownEvent } from './history.ts'
import { Problem, problemResponse } from './problem.ts'
import { believedFirst, questionOf, typesOf } from './proof.ts'
import { atMoment, underRules } from './question.ts'
import { event, inOrganisation, instantOut, obstacle } from './schemas.ts'
import { organisationAnswer, organisationRow } from './verdicts.ts'

const whyOrganisation = z
  .object({
    at: instantOut,
    knownAt: instantOut.describe('by what was known then'),
    policyPack: z.string(),
    policyVersion: z.string(),
    eligibility: z.enum(['eligible', 'ineligible', 'unknown']),
    missing: z.array(z.string()).describe('facts that nobody has stated, or whose statement has run out'),
    obstacles: z.array(obstacle),
    tab: z.object({ isVisible: z.boolean().nullable(), reason: z.string(), ruleIds: z.array(z.string()) }),
    facts: z
      .array(
        z.object({
          fact: z.string(),
          value: z.string(),
          isAttested: z.boolean().describe('somebody has stated it; no system has confirmed it'),
          saidBy: z.string().describe('the kind of source'),
          event,
        }),
      )
      .describe('what is believed of each question, with the event that says it'),
  })
  .meta({ id: 'WhyOrganisation' })

/** On the word of a person: an admin, or a partner for one. */
const attesting: readonly string[] = ['admin', 'partner']

export function organisationWhyRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool } = store
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/why',
      config: { roles: readers },
      schema: {
        tags: ['organisations'],
        summary: 'Why an organisation is eligible or not: the facts, who has said them, and which are missing',
        params: inOrganisation,
        querystring: z.strictObject({ ...underRules, ...atMoment }),
        response: { 200: whyOrganisation, default: problemResponse },
      },
      handler: async ({ params: { orgId }, query }) => {
        const { isNow, moment, pack } = await askedOf(store, query)
        const { at, knownAt } = moment
        const [view, licence] = await Promise.all([
          isNow ? readOrganisation(pool, orgId) : readOrganisationAsOf(pool, orgId, moment),
          readLicence(pool, orgId),
        ])
        if (!view) throw new Problem(isNow ? 'ORGANISATION_NOT_FOUND' : 'ORGANISATION_NOT_KNOWN_THEN')
        const organisation = classOf(organisationRow(view), classInstants(pack, at))
        const streams = [orgId, ...(licence ? [licence.streamId] : [])]
        const types = [...typesOf('eligibility'), ...typesOf('licence')]
        const all = believedFirst(await readStanding(pool, orgId, streams, types))
        const said = all.filter(({ happenedAt, recordedAt }) => happenedAt <= at && recordedAt <= knownAt)
        const believed = said.filter(
          (each, index) => said.findIndex((other) => questionOf(other) === questionOf(each)) === index,
        )
        return {
          ...moment,
          policyPack: pack.id,
          policyVersion: versionOf(pack),
          eligibility: eligibilityOf(organisation, pack, at),
          missing: [...missingOrganisationFacts(organisation, pack, at)],
          ...organisationAnswer(view, at, pack),
          facts: believed.map((each) => ({
            ...factOf(each),
            isAttested: attesting.includes(each.source.kind),
            saidBy: each.source.kind,
            event: shownEvent(each),
          })),
        }
      },
    })
  }
}

/** An event of the licence says what it is called; one of the organisation names fact and value. */
function factOf({ type, data }: { readonly type: string; readonly data: unknown }) {
  const { fact, value }: { fact?: unknown; value?: unknown } = { ...(data as object) }
  return typeof fact === 'string' ? { fact, value: String(value) } : { fact: 'licence', value: type }
}
