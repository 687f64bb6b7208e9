import { type Command, InvalidArgumentError } from 'commander'
import type { OrderAnswer, OrderedNumberAnswer, RowAnswer } from './answers.ts'
import {
  clientFor,
  type Dated,
  dated,
  newestOnboarding,
  pathOf,
  type Repeatable,
  repeatable,
  telling,
} from './asking.ts'
import { refusedWords } from './cards.ts'
import { createOutput } from './output.ts'
import { paint } from './paint.ts'
import type { Common } from './program.ts'
import { table } from './table.ts'
import { phaseWords, resultWords, spacedNumber } from './words.ts'

type Seen = { readonly seen?: number }
type Rows = { readonly version: number; readonly rows: readonly RowAnswer[] }

export function addOrderCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const order = program.command('order').description('orders: numbers of one location to be authorised together')
  addDraftCommands(order, env)
  addSubmissionCommands(order, env)
  addOrderReports(order, env)

  order
    .command('show <organisation> <order>')
    .description('an order, its letters, and what became of each number')
    .action(async (orgId: string, id: string, given: Common) => {
      const api = clientFor(given, env)
      const found = await api.get<OrderAnswer>(pathOf(orgId, 'orders', id))
      const numbers = await api.all<OrderedNumberAnswer>(pathOf(orgId, 'orders', id, 'summary'))
      createOutput(given)({ ...found, summary: numbers }, orderWords(found, numbers))
    })
}

function addDraftCommands(order: Command, env: NodeJS.ProcessEnv): void {
  type Creation = Repeatable & { readonly location: string; readonly onboarding?: string }
  repeatable(order.command('create <organisation> <numbers...>'))
    .description('select numbers of one location, as +1…')
    .requiredOption('--location <id>', 'the location of the numbers')
    .option('--onboarding <id>', 'else the newest onboarding')
    .action(async (orgId: string, numbers: readonly string[], given: Creation) => {
      const api = clientFor(given, env)
      const onboardingId = given.onboarding ?? (await newestOnboarding(api, orgId))
      const body = { onboardingId, locationId: given.location, numbers }
      const made = await api.post<Rows & { orderId: string | null }>(pathOf(orgId, 'orders'), body, given.key)
      const words = made.orderId === null ? 'every number is authorised already' : `created ${made.orderId}`
      createOutput(given)(made, words + refusedWords(made.rows))
    })

  type Change = Repeatable & Seen & { readonly add?: readonly string[]; readonly remove?: readonly string[] }
  repeatable(order.command('change <organisation> <order>'))
    .description('put numbers into a draft and take others out')
    .option('--add <numbers...>', 'numbers to put in')
    .option('--remove <numbers...>', 'numbers to take out')
    .option('--seen <version>', 'the version that you have seen; else the present one', version)
    .action(async (orgId: string, id: string, { add = [], remove = [], ...given }: Change) => {
      const api = clientFor(given, env)
      const path = pathOf(orgId, 'orders', id)
      const expectedVersion = given.seen ?? (await api.get<OrderAnswer>(path)).version
      const body = { add, remove, expectedVersion }
      const changed = await api.post<Rows & { removed: number }>(`${path}/change`, body, given.key)
      const taken = changed.rows.filter(({ status }) => status === 'selected').length
      const words = `version ${changed.version}: ${taken} put in, ${changed.removed} taken out`
      createOutput(given)(changed, words + refusedWords(changed.rows))
    })
}

function addSubmissionCommands(order: Command, env: NodeJS.ProcessEnv): void {
  repeatable(order.command('submit <organisation> <order>'))
    .description('submit an order')
    .option('--more', 'further orders will follow in this onboarding', false)
    .option('--seen <version>', 'the version that you have seen', version)
    .action(async (orgId: string, id: string, given: Repeatable & Seen & { readonly more: boolean }) => {
      const seen = given.seen === undefined ? {} : { expectedVersion: given.seen }
      const body = { next: given.more ? 'more' : 'done', ...seen }
      const path = pathOf(orgId, 'orders', id, 'submit')
      const submitted = await clientFor(given, env).post<{ numbers: number }>(path, body, given.key)
      createOutput(given)(submitted, `submitted with ${submitted.numbers} numbers`)
    })

  repeatable(order.command('withdraw <organisation> <order>'))
    .description('withdraw a draft; its numbers are free again')
    .action(async (orgId: string, id: string, given: Repeatable) => {
      const path = pathOf(orgId, 'orders', id, 'withdraw')
      const withdrawn = await clientFor(given, env).post<{ released: number }>(path, {}, given.key)
      createOutput(given)(withdrawn, `withdrawn; ${withdrawn.released} numbers are free`)
    })
}

function addOrderReports(order: Command, env: NodeJS.ProcessEnv): void {
  repeatable(order.command('report <organisation> <order>'))
    .description('report that the desk has an order')
    .requiredOption('--ticket <ticket>', "the desk's own reference")
    .action(async (orgId: string, id: string, given: Repeatable & { readonly ticket: string }) => {
      const path = pathOf(orgId, 'orders', id, 'report')
      const answer = await clientFor(given, env).post(path, { ticket: given.ticket }, given.key)
      createOutput(given)(answer, `confirmed as ${given.ticket}`)
    })

  type Answers = Dated & {
    readonly authorised?: readonly string[]
    readonly refused?: readonly string[]
    readonly reason?: string
  }
  dated(order.command('answer <organisation> <order>'))
    .description('report what the desk has answered for numbers of an order')
    .option('--authorised <numbers...>', 'numbers that it has authorised')
    .option('--refused <numbers...>', 'numbers that it has refused')
    .option('--reason <code>', 'why it has refused them')
    .action(async (orgId: string, id: string, { authorised = [], refused = [], reason, ...given }: Answers) => {
      const why = reason === undefined ? {} : { reason }
      const answers = [
        ...authorised.map((number) => ({ number, status: 'authorised' })),
        ...refused.map((number) => ({ number, status: 'refused', ...why })),
      ]
      const body = { answers, ...telling(given) }
      const path = pathOf(orgId, 'orders', id, 'answers')
      const said = await clientFor(given, env).post<Recorded>(path, body, given.key)
      createOutput(given)(said, recordedWords(said))
    })
}

export type Recorded = { readonly recorded: number; readonly repeated: number; readonly rows: readonly RowAnswer[] }

export function recordedWords({ recorded, repeated, rows }: Recorded): string {
  return `${recorded} recorded, ${repeated} known already${refusedWords(rows)}`
}

function orderWords(order: OrderAnswer, numbers: readonly OrderedNumberAnswer[]): string {
  const { id, version: at, phase, ticket, isUnconfirmed, withoutLetter, letters } = order
  const state = isUnconfirmed ? paint.open('submitted here, unconfirmed') : phaseWords(phase)
  return [
    `${paint.strong(`order ${id}`)}  version ${at}  ${state}${ticket === null ? '' : `  ticket ${ticket}`}`,
    ...(withoutLetter === 0 ? [] : [`  ${withoutLetter} numbers need a letter: \`clearline loa sign\` signs one`]),
    ...letters.map(
      (letter) => `  letter ${letter.id}: ${phaseWords(letter.phase)}, covers ${letter.covered} of ${letter.numbers}`,
    ),
    table(
      ['number', 'result', 'because', 'letter'],
      numbers.map(({ number, result, reason, loa, letterId }) => [
        spacedNumber(number),
        resultWords(result),
        reason ?? '–',
        letterId ?? (loa === 'required' ? 'needed' : '–'),
      ]),
    ),
  ].join('\n')
}

function version(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number')
  return Number(text)
}
