import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { ImportedRow, ImportRow } from '../store/command.ts'
import { readNumber } from '../store/views/numberView.ts'
import { reporters, witnesses } from './access.ts'
import { carryOut } from './commands.ts'
import type { ApiDependencies } from './dependencies.ts'
import { classifyNumber } from './phoneNumber.ts'
import { Problem, problemResponse, refusedRow, refusedRowOf } from './problem.ts'
import { idempotencyKey, idOut, inOrganisation, instantText, locationId, numberId, telling, userId } from './schemas.ts'

/** What one request may carry; larger inventories come in several requests. */
export const rowLimit = 1000
export const listBodyLimit = 512 * 1024

/** What may be said of a number, when it is first seen and after that. */
const statements = {
  inventory: z.enum(['pending', 'inService', 'inactive', 'gone']).optional(),
  enteredAt: instantText.optional().describe('when it entered service'),
  locationId: locationId.optional(),
  usage: z.enum(['none', 'primary', 'alternate', 'workspace', 'virtualLine', 'huntGroup']).optional(),
  userId: userId.optional(),
  loa: z.enum(['required', 'notRequired']).optional().describe('whether the carrier wants a letter of authorisation'),
}

const row = z.strictObject({
  number: z.string().min(1).max(40),
  kind: z
    .enum(['service', 'elin', 'mobile'])
    .optional()
    .describe('what the inventory says and the digits cannot tell; toll-free is told by the digits'),
  ...statements,
})

const importedRow = z.object({
  row: z.int(),
  number: z.string().optional(),
  status: z.enum(['entered', 'updated', 'unchanged']),
  numberId: idOut,
})

export function importRoutes({ store: { pool, execute } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/numbers/import',
      bodyLimit: listBodyLimit,
      config: { roles: reporters },
      schema: {
        tags: ['numbers'],
        summary: 'Import numbers: good rows are taken, bad ones are named with their reason',
        params: inOrganisation,
        headers: idempotencyKey,
        body: z.strictObject({ rows: z.array(row).min(1).max(rowLimit), ...telling }),
        response: {
          200: z.object({
            accepted: z.int(),
            refused: z.int(),
            rows: z.array(z.discriminatedUnion('status', [importedRow, refusedRow])),
          }),
          default: problemResponse,
        },
      },
      handler: async (request, reply) => {
        const { rows, happenedAt: when, because } = request.body
        const numbers = rows.map((each) => each.number)
        const { orgId } = request.params
        const data = { rows: rows.map(importRow) }
        const order = { type: 'ImportNumbers' as const, orgId, data, happenedAt: when, because, numbers }
        const result = await carryOut(execute, request, reply, order)
        const refused = result.rows.filter((each) => each.status === 'refused').length
        return {
          accepted: result.rows.length - refused,
          refused,
          rows: result.rows.map((each) => shown(each, numbers)),
        }
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/numbers/:numberId/report',
      config: { roles: witnesses },
      schema: {
        tags: ['numbers'],
        summary:
          'Report facts of one number: its inventory, place and use, and whether the carrier wants a letter for it',
        params: inOrganisation.extend({ numberId }),
        headers: idempotencyKey,
        body: z.strictObject({ ...statements, ...telling }),
        response: { 200: z.object({ status: z.enum(['entered', 'updated', 'unchanged']) }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, numberId: id } = request.params
        const { happenedAt: when, because, ...said } = request.body
        const view = await readNumber(pool, orgId, id)
        // One that is gone has ended its life: its text may stand for another number by now.
        if (!view || view.row.inventory === 'gone') throw new Problem('NUMBER_NOT_FOUND')
        const data = { rows: [importRow({ number: view.e164, ...said })] }
        const report = { type: 'ImportNumbers' as const, orgId, data, happenedAt: when, because }
        const { rows } = await carryOut(execute, request, reply, report)
        const [reported] = rows
        if (!reported || reported.status === 'refused') throw new Error('a report of one row is taken or refused whole')
        return { status: reported.status }
      },
    })
  }
}

function importRow(said: z.output<typeof row>): ImportRow {
  const { number, kind: stated, inventory, enteredAt, locationId: location, usage, userId: user, loa } = said
  const { e164, country, kind } = classifyNumber(number)
  return {
    e164,
    country,
    kind: kind === 'standard' && stated !== undefined ? stated : kind,
    ...(inventory === undefined ? {} : { inventory }),
    ...(enteredAt === undefined ? {} : { entered: enteredAt }),
    ...(location === undefined ? {} : { locationId: location }),
    ...(usage === undefined ? {} : { owner: usage }),
    ...(user === undefined ? {} : { userId: user }),
    ...(loa === undefined ? {} : { loa }),
  }
}

function shown(each: ImportedRow, numbers: readonly string[]) {
  if (each.status === 'refused') return refusedRowOf(each, numbers)
  const number = numbers[each.row]
  return { ...each, ...(number === undefined ? {} : { number }) }
}
