import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { ImportedRow, ImportRow } from '../store/command.ts'
import { reporters } from './access.ts'
import { carryOut } from './commands.ts'
import type { ApiDependencies } from './dependencies.ts'
import { classifyNumber } from './phoneNumber.ts'
import { problemResponse, refusedRow, refusedRowOf } from './problem.ts'
import { happenedAt, idempotencyKey, idOut, inOrganisation, instantText, locationId, userId } from './schemas.ts'

/** What one request may carry; larger inventories come in several requests. */
export const rowLimit = 1000
export const listBodyLimit = 512 * 1024

const row = z.strictObject({
  number: z.string().min(1).max(40),
  kind: z
    .enum(['service', 'elin', 'mobile'])
    .optional()
    .describe('what the inventory says and the digits cannot tell; toll-free is told by the digits'),
  inventory: z.enum(['pending', 'inService', 'inactive', 'gone']).optional(),
  enteredAt: instantText.optional().describe('when it entered service'),
  locationId: locationId.optional(),
  usage: z.enum(['none', 'primary', 'alternate', 'workspace', 'virtualLine', 'huntGroup']).optional(),
  userId: userId.optional(),
})

const importedRow = z.object({
  row: z.int(),
  number: z.string().optional(),
  status: z.enum(['entered', 'updated', 'unchanged']),
  numberId: idOut,
})

export function importRoutes({ store: { execute } }: ApiDependencies): FastifyPluginAsyncZod {
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
        body: z.strictObject({ rows: z.array(row).min(1).max(rowLimit), happenedAt }),
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
        const { rows, happenedAt: when } = request.body
        const numbers = rows.map((each) => each.number)
        const { orgId } = request.params
        const data = { rows: rows.map(importRow) }
        const order = { type: 'ImportNumbers' as const, orgId, data, happenedAt: when, numbers }
        const result = await carryOut(execute, request, reply, order)
        const refused = result.rows.filter((each) => each.status === 'refused').length
        return {
          accepted: result.rows.length - refused,
          refused,
          rows: result.rows.map((each) => shown(each, numbers)),
        }
      },
    })
  }
}

function importRow(said: z.output<typeof row>): ImportRow {
  const { number, kind: stated, inventory, enteredAt, locationId: location, usage, userId: user } = said
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
  }
}

function shown(each: ImportedRow, numbers: readonly string[]) {
  if (each.status === 'refused') return refusedRowOf(each, numbers)
  const number = numbers[each.row]
  return { ...each, ...(number === undefined ? {} : { number }) }
}
