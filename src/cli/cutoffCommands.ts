import { type Command, Option } from 'commander'
import type { CutoffAnswer, PlanAnswer, PlanDiffAnswer, WholeCutoffAnswer } from './answers.ts'
import { clientFor, type Repeatable, repeatable } from './asking.ts'
import { Unusable } from './connection.ts'
import { cutoffsWords, diffWords, planWords, wholeWords } from './cutoffWords.ts'
import { createOutput } from './output.ts'
import type { Common } from './program.ts'

const reasons = ['carrierDelay', 'deskBacklog', 'emergencyService', 'wrongFacts', 'dispute', 'other']

type Because = Repeatable & { readonly because?: string }
type Lenient = Because & { readonly until: string; readonly reason: string }
type Whom = {
  readonly all?: boolean
  readonly class?: string
  readonly organisation?: string
  readonly numbers?: readonly string[]
}

export function addCutoffCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const cutoffs = program.command('cutoffs').description('what the published dates do, and what was decided about it')
  addReading(cutoffs, env)
  addDeciding(cutoffs, env)
}

function addReading(cutoffs: Command, env: NodeJS.ProcessEnv): void {
  cutoffs
    .command('list', { isDefault: true })
    .description('the calendar, and how each cutoff stands')
    .action(async (given: Common) => {
      const answer = await clientFor(given, env).get<{ items: readonly CutoffAnswer[] }>('/v1/cutoffs')
      createOutput(given)(answer, cutoffsWords(answer.items))
    })

  cutoffs
    .command('show <cutoff>')
    .description('one cutoff, with its exemptions and what waits to be confirmed')
    .action(async (id: string, given: Common) => {
      const answer = await clientFor(given, env).get<WholeCutoffAnswer>(pathOf(id))
      createOutput(given)(answer, wholeWords(answer))
    })

  cutoffs
    .command('diff <cutoff>')
    .description('what changed from the approved plan to the last one, or between two')
    .option('--from <plan>', 'the number of a plan; else the approved one')
    .option('--to <plan>', 'the number of a plan; else the last one')
    .action(async (id: string, { from, to, ...given }: Common & { readonly from?: string; readonly to?: string }) => {
      const query = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
      const answer = await clientFor(given, env).get<PlanDiffAnswer>(pathOf(id, 'plan', 'diff'), query)
      createOutput(given)(answer, diffWords(answer))
    })

  because(cutoffs.command('plan <cutoff>'))
    .description('the last plan, class by class; --make makes a new one first')
    .option('--make', 'count all numbers now')
    .option('--number <plan>', 'an older plan by its number')
    .action(async (id: string, given: Because & { readonly make?: boolean; readonly number?: string }) => {
      const api = clientFor(given, env)
      if (given.make) await api.post(pathOf(id, 'plans'), why(given), given.key)
      const query = given.number === undefined ? {} : { planNo: given.number }
      const answer = await api.get<PlanAnswer>(pathOf(id, 'plan'), query)
      createOutput(given)(answer, planWords(answer))
    })
}

function addDeciding(cutoffs: Command, env: NodeJS.ProcessEnv): void {
  because(cutoffs.command('approve <cutoff> <hash>'))
    .description('approve the last plan by its hash; it takes two, neither of whom made it')
    .action(async (id: string, hash: string, given: Because) => {
      const path = pathOf(id, 'approvals')
      const done = await clientFor(given, env).post<Approved>(path, { hash, ...why(given) }, given.key)
      const words = done.isComplete ? 'is approved' : 'has one approval: a second operator has to give theirs'
      createOutput(given)(done, `Plan ${done.planNo} ${words}.`)
    })

  because(cutoffs.command('import-complete <cutoff>'))
    .description('declare that all numbers are here: a cutoff that was over before may be carried out')
    .action(async (id: string, given: Because) => {
      const done = await clientFor(given, env).post<{ version: number }>(
        pathOf(id, 'import-complete'),
        why(given),
        given.key,
      )
      createOutput(given)(done, `${id}: the import is complete.`)
    })

  addLenient(cutoffs, env, 'exempt', 'exemptions', 'ask that a set be let through past the cutoff')
  addLenient(cutoffs, env, 'undo', 'undo', 'ask that what the cutoff did to a set be taken back, within its window')

  lenient(cutoffs.command('postpone <cutoff>'))
    .description('ask that the whole cutoff act later')
    .action(async (id: string, given: Lenient) => {
      const { until, reason } = given
      const path = pathOf(id, 'postponement')
      const done = await clientFor(given, env).post<Asked>(path, { until, reason, ...why(given) }, given.key)
      createOutput(given)(done, askedWords(id, done))
    })

  because(cutoffs.command('revoke <cutoff> <exemption>'))
    .description('ask that an exemption end now')
    .addOption(reasonOption())
    .action(async (id: string, exemption: string, given: Because & { readonly reason: string }) => {
      const path = pathOf(id, 'exemptions', exemption, 'revocation')
      const done = await clientFor(given, env).post<Asked>(path, { reason: given.reason, ...why(given) }, given.key)
      createOutput(given)(done, askedWords(id, done))
    })

  because(cutoffs.command('confirm <cutoff> <request>'))
    .description('confirm what another operator has asked for')
    .action(async (id: string, request: string, given: Because) => {
      const path = pathOf(id, 'requests', request, 'confirm')
      const done = await clientFor(given, env).post<{ version: number }>(path, why(given), given.key)
      createOutput(given)(done, `${id}: confirmed, and in force.`)
    })
}

type Approved = { readonly planNo: number; readonly isComplete: boolean }
type Asked = { readonly requestId: string; readonly numbers?: number | null; readonly warnings?: readonly string[] }

function addLenient(
  cutoffs: Command,
  env: NodeJS.ProcessEnv,
  name: 'exempt' | 'undo',
  resource: string,
  description: string,
): void {
  lenient(cutoffs.command(`${name} <cutoff>`))
    .description(description)
    .option('--all', 'every number')
    .option('--class <key>', 'the numbers of a class, by its key in the plan')
    .option('--organisation <id>', 'every number of an organisation')
    .option('--numbers <ids...>', 'some numbers of the organisation, by their ids')
    .action(async (id: string, given: Lenient & Whom) => {
      const { until, reason } = given
      const body = { whom: whomOf(given), until, reason, ...why(given) }
      const done = await clientFor(given, env).post<Asked>(pathOf(id, resource), body, given.key)
      createOutput(given)(done, askedWords(id, done))
    })
}

function whomOf({ all, class: key, organisation: orgId, numbers: numberIds }: Whom) {
  const asked = [all, key, orgId].filter((each) => each !== undefined)
  if (asked.length !== 1) throw new Unusable('For whom? Give one of --all, --class and --organisation.')
  if (numberIds !== undefined && orgId === undefined) throw new Unusable('--numbers needs their --organisation.')
  if (numberIds !== undefined) return { scope: 'numbers', orgId, numberIds }
  if (orgId !== undefined) return { scope: 'organisation', orgId }
  return key === undefined ? { scope: 'all' } : { scope: 'class', class: key }
}

function askedWords(id: string, { requestId, numbers, warnings = [] }: Asked): string {
  const warned = warnings.includes('CARRIERS_MAY_STILL_BLOCK')
  return [
    `Asked for${numbers ? `, for ${numbers} numbers` : ''}. Another operator confirms it:`,
    `  clearline cutoffs confirm ${id} ${requestId}`,
    ...(warned ? ['  What is let through here, carriers may still block.'] : []),
  ].join('\n')
}

function because(command: Command): Command {
  return repeatable(command).addOption(new Option('--because <text>', 'what there is to say about it; kept encrypted'))
}

function lenient(command: Command): Command {
  return because(command)
    .requiredOption('--until <instant>', 'its end, as 2027-01-31T09:00:00Z')
    .addOption(reasonOption())
}

function reasonOption(): Option {
  return new Option('--reason <code>', 'why').choices(reasons).makeOptionMandatory()
}

function why({ because: said }: Because): { readonly because?: string } {
  return said === undefined ? {} : { because: said }
}

function pathOf(id: string, ...parts: readonly string[]): string {
  return ['/v1/cutoffs', ...[id, ...parts].map(encodeURIComponent)].join('/')
}
