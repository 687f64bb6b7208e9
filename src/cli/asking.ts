import { type Command, Option } from 'commander'
import type { OnboardingSummaryAnswer } from './answers.ts'
import { type ApiClient, createApiClient } from './client.ts'
import { apiAccess, Unusable } from './connection.ts'
import type { Common } from './program.ts'

/** What every command that changes something takes. */
export type Repeatable = Common & { readonly key?: string }
/** What every report takes. */
export type Dated = Repeatable & { readonly happened?: string; readonly because?: string }

export function clientFor(given: Common, env: NodeJS.ProcessEnv): ApiClient {
  return createApiClient(apiAccess(given, env))
}

export function repeatable(command: Command): Command {
  return command.addOption(new Option('--key <key>', 'the same key makes a repeat the same request'))
}

export function dated(command: Command): Command {
  return repeatable(command)
    .addOption(new Option('--happened <instant>', 'when it was true out there, as 2027-01-31T09:00:00Z; else now'))
    .addOption(new Option('--because <text>', 'why it is said by hand; kept encrypted'))
}

/** What every report may carry. */
export function telling({ happened, because }: Dated): { readonly happenedAt?: string; readonly because?: string } {
  return {
    ...(happened === undefined ? {} : { happenedAt: happened }),
    ...(because === undefined ? {} : { because }),
  }
}

export function pathOf(orgId: string, ...parts: readonly string[]): string {
  return ['/v1/organisations', orgId, ...parts]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/')
}

/** A number by its id, or by its E.164 text. */
export async function numberIdOf(api: ApiClient, orgId: string, text: string): Promise<string> {
  if (!text.startsWith('+')) return text
  const { items } = await api.get<{ items: readonly { readonly id: string }[] }>(pathOf(orgId, 'numbers'), {
    number: text,
  })
  const [found] = items
  if (found === undefined) throw new Unusable(`The organisation has no number ${text}.`)
  return found.id
}

export async function newestOnboarding(api: ApiClient, orgId: string): Promise<string> {
  const last = (await api.all<OnboardingSummaryAnswer>(pathOf(orgId, 'onboardings'))).at(-1)
  if (last === undefined) throw new Unusable('The organisation has no onboarding yet: `clearline onboard` starts one.')
  return last.id
}
