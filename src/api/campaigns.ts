import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { type CampaignView, listCampaigns, readCampaign } from '../store/views/campaignView.ts'
import { readers, witnesses } from './access.ts'
import { codes, registered, registeredItem } from './caseReports.ts'
import { carryOut } from './commands.ts'
import { decodeCursor, paged } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { historyPage } from './history.ts'
import { listBodyLimit, rowLimit } from './imports.ts'
import { resolveNamed } from './namedNumbers.ts'
import { reported } from './orderReports.ts'
import { Problem, problemResponse } from './problem.ts'
import { campaignRef, eventPage, idempotencyKey, idOut, inOrganisation, pageOf, paging, telling } from './schemas.ts'

const campaign = z
  .object({
    ref: z.string().describe("the registry's own reference"),
    version: z.int(),
    status: z.string(),
    brand: z.string(),
    caseId: idOut.nullable(),
    numbers: z.int().describe('registered on it'),
  })
  .meta({ id: 'Campaign' })

const statuses = ['pending', 'approved', 'rejected', 'suspended', 'ended'] as const

const oneCampaign = inOrganisation.extend({ campaignRef })

export function campaignRoutes({ store: { pool, execute } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/campaigns',
      config: { roles: readers },
      schema: {
        tags: ['campaigns'],
        summary: 'List the campaigns that were ever reported, with how many numbers are registered on each',
        params: inOrganisation,
        querystring: z.strictObject(paging),
        response: { 200: pageOf(campaign), default: problemResponse },
      },
      handler: async (request) => {
        const { limit, cursor } = request.query
        const after = decodeCursor('campaigns', [/^C[A-Z0-9]{6}$/], cursor)?.[0]
        const views = await listCampaigns(pool, request.params.orgId, { after, limit: limit + 1 })
        const { items, nextCursor } = paged('campaigns', limit, views, ({ ref }) => [ref])
        return { items: items.map(shown), nextCursor }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/campaigns/:campaignRef',
      config: { roles: readers },
      schema: {
        tags: ['campaigns'],
        summary: 'Read what was reported of a campaign, and its history',
        params: oneCampaign,
        querystring: z.strictObject(paging),
        response: { 200: campaign.extend({ history: eventPage }), default: problemResponse },
      },
      handler: async (request) => {
        const { orgId, campaignRef: ref } = request.params
        const view = await readCampaign(pool, orgId, ref)
        if (!view) throw new Problem('CAMPAIGN_NOT_FOUND')
        return { ...shown(view), history: await historyPage(pool, orgId, [view.streamId], request.query) }
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/campaigns/:campaignRef/report',
      config: { roles: witnesses },
      schema: {
        tags: ['campaigns'],
        summary: 'Report that a campaign has changed: approved, suspended, lifted, ended',
        params: oneCampaign,
        headers: idempotencyKey,
        body: z.strictObject({ status: z.enum(statuses), codes, ...telling }),
        response: { 200: z.object({ status: z.string() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, campaignRef: ref } = request.params
        const { happenedAt: when, because, ...said } = request.body
        const data = { campaignRef: ref, ...said }
        return carryOut(execute, request, reply, { type: 'ReportCampaign', orgId, data, happenedAt: when, because })
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/campaigns/:campaignRef/registrations',
      bodyLimit: listBodyLimit,
      config: { roles: witnesses },
      schema: {
        tags: ['campaigns'],
        summary: 'Report which numbers the registry has registered on a campaign or rejected, one by one',
        params: oneCampaign,
        headers: idempotencyKey,
        body: z.strictObject({ numbers: z.array(registeredItem).min(1).max(rowLimit), ...telling }),
        response: { 200: reported, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, campaignRef: ref } = request.params
        const { items, refused } = await resolveNamed(pool, orgId, request.body.numbers)
        const data = { campaignRef: ref, items: items.map(registered) }
        const order = {
          type: 'RecordRegistration' as const,
          orgId,
          data,
          happenedAt: request.body.happenedAt,
          because: request.body.because,
        }
        const { recorded, repeated } = await carryOut(execute, request, reply, order)
        return { recorded, repeated, rows: [...refused] }
      },
    })
  }
}

function shown({ streamId: _streamId, ...view }: CampaignView): z.output<typeof campaign> {
  return view
}
