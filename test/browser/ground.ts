import { randomUUID } from 'node:crypto'
import type { ApiClient } from '../../src/cli/client.ts'
import { exampleFacts } from '../../src/local/exampleWorld.ts'
import type { Role } from '../../src/store/tokens.ts'

/** An organisation with a licence, one location and some numbers, made over the interface as its people would. */
export type Ground = {
  readonly orgId: string
  readonly at: string
  readonly numbers: readonly string[]
  readonly token: (role: Exclude<Role, 'operator'>, expiresInMs?: number) => Promise<string>
}

type Given = { readonly name: string; readonly areaCode: string; readonly count: number; readonly underLetter?: number }

export async function makeGround(operator: ApiClient, given: Given): Promise<Ground> {
  const { name, areaCode, count, underLetter = 0 } = given
  const post = <Answer>(path: string, body: unknown) => operator.post<Answer>(path, body, randomUUID())
  const { organisationId: orgId } = await post<{ organisationId: string }>('/v1/organisations', { name })
  const at = `/v1/organisations/${orgId}`
  for (const fact of exampleFacts) await post(`${at}/facts`, fact)
  for (const status of ['ordered', 'activated']) await post(`${at}/licence/report`, { status })
  const place = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' }
  const { locationId } = await post<{ locationId: string }>(`${at}/locations`, place)
  const { userId } = await post<{ userId: string }>(`${at}/users`, {})
  const numbers = Array.from({ length: count }, (_, index) => `+1${areaCode}${String(2_000_000 + index)}`)
  for (let from = 0; from < count; from += 1_000) {
    const rows = numbers.slice(from, from + 1_000).map((number, index) => ({
      number,
      inventory: 'inService',
      enteredAt: '2025-03-03T00:00:00.000Z',
      locationId,
      usage: 'primary',
      userId,
      ...(from + index < underLetter ? { loa: 'required' } : {}),
    }))
    await post(`${at}/numbers/import`, { rows })
  }
  return {
    orgId,
    at,
    numbers,
    token: async (role, expiresInMs) => {
      const subject = `${role}-${randomUUID().slice(0, 8).replaceAll(/\d/g, 'x')}`
      const expiresAt = expiresInMs === undefined ? {} : { expiresAt: new Date(Date.now() + expiresInMs).toISOString() }
      const { token } = await post<{ token: string }>('/v1/tokens', {
        subject,
        role,
        organisations: [orgId],
        ...expiresAt,
      })
      return token
    },
  }
}
