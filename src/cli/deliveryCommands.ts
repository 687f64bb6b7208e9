import { type Command, Option } from 'commander'
import type { DeliveryAnswer, DeliveryWholeAnswer } from './answers.ts'
import { clientFor, type Repeatable, repeatable } from './asking.ts'
import { createOutput } from './output.ts'
import type { Common } from './program.ts'
import { table } from './table.ts'

const states = ['pending', 'parked', 'processed', 'noted', 'unknownType', 'quarantined', 'dismissed']

export function addDeliveryCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const delivery = program.command('delivery').description('what desk, registry and Webex have delivered')

  delivery
    .command('list')
    .description('deliveries, oldest first, and what became of them')
    .addOption(new Option('--in <state>', 'only those in this state').choices(states))
    .action(async (given: Common & { readonly in?: string }) => {
      const query = given.in === undefined ? {} : { state: given.in }
      const found = await clientFor(given, env).all<DeliveryAnswer>('/v1/deliveries', query)
      createOutput(given)(found, found.length === 0 ? 'There are none.' : listWords(found))
    })

  delivery
    .command('show <delivery>')
    .description('a delivery with its body as it came, and what people did with it')
    .action(async (id: string, given: Common) => {
      const found = await clientFor(given, env).get<DeliveryWholeAnswer>(`/v1/deliveries/${encodeURIComponent(id)}`)
      createOutput(given)(found, wholeWords(found))
    })

  addAct(delivery, 'release', 'put it back into line: it is looked into anew', env)
  addAct(delivery, 'dismiss', 'leave it: nothing will come of it', env)
}

function addAct(delivery: Command, act: 'release' | 'dismiss', description: string, env: NodeJS.ProcessEnv): void {
  repeatable(delivery.command(`${act} <delivery>`))
    .description(description)
    .requiredOption('--reason <text>', 'why: kept with it, encrypted')
    .action(async (id: string, { reason, ...given }: Repeatable & { readonly reason: string }) => {
      const path = `/v1/deliveries/${encodeURIComponent(id)}/${act}`
      const done = await clientFor(given, env).post<{ id: string; state: string }>(path, { reason }, given.key)
      createOutput(given)(done, `${done.id} is ${done.state}`)
    })
}

function listWords(found: readonly DeliveryAnswer[]): string {
  const rows = found.map(({ id, source, type, state, reason, orgId, receivedAt }) => [
    id,
    source,
    type ?? '-',
    state,
    reason ?? '-',
    orgId ?? '-',
    receivedAt,
  ])
  return table(['delivery', 'from', 'type', 'state', 'reason', 'organisation', 'received'], rows)
}

function wholeWords(found: DeliveryWholeAnswer): string {
  const acts = found.acts.map(({ act, by, reason, at }) => `  ${at}  ${act} by ${by.role} ${by.subject}: ${reason}`)
  return [listWords([found]), '', found.body?.text ?? 'Its body cannot be opened.', ...acts].join('\n')
}
