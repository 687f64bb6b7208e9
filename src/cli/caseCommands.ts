import { readFileSync } from 'node:fs'
import { Argument, type Command, Option } from 'commander'
import type { CaseAnswer, CaseSummaryAnswer, RowAnswer } from './answers.ts'
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
import { casesWords, caseWords } from './caseWords.ts'
import { Unusable } from './connection.ts'
import { type Recorded, recordedWords } from './orderCommands.ts'
import { createOutput } from './output.ts'
import type { Common } from './program.ts'
import { statusWords } from './words.ts'

const statuses = [
  'opened',
  'formSent',
  'formReceived',
  'inReview',
  'waitingOnCustomer',
  'resolved',
  'closedUnresolved',
  'reopened',
]

export function addCaseCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const supportCase = program
    .command('case')
    .description('support cases: authorised numbers on their way to a campaign')
  addCaseReading(supportCase, env)
  addCaseActs(supportCase, env)
  addCaseReports(supportCase, env)
}

function addCaseReading(supportCase: Command, env: NodeJS.ProcessEnv): void {
  supportCase
    .command('list <organisation>')
    .description('the cases of an organisation, with who must act and by when')
    .action(async (orgId: string, given: Common) => {
      const found = await clientFor(given, env).all<CaseSummaryAnswer>(pathOf(orgId, 'cases'))
      createOutput(given)(found, casesWords(found))
    })

  supportCase
    .command('show <organisation> <case>')
    .description('where a case stands, every form, and what is to be done outside')
    .action(async (orgId: string, id: string, given: Common) => {
      const found = await clientFor(given, env).get<CaseAnswer>(pathOf(orgId, 'cases', id))
      createOutput(given)(found, caseWords(found))
    })
}

type Opening = Repeatable & { readonly onboarding?: string; readonly helpAuthorise?: boolean }

function addCaseActs(supportCase: Command, env: NodeJS.ProcessEnv): void {
  repeatable(supportCase.command('open <organisation> [numbers...]'))
    .description('open a case for the numbers named, or for all authorised ones that are in none')
    .option('--onboarding <id>', 'else the newest onboarding')
    .option('--help-authorise', 'ask for the authorisation of numbers that the picker lacks')
    .action(async (orgId: string, numbers: readonly string[], given: Opening) => {
      const api = clientFor(given, env)
      const onboardingId = given.onboarding ?? (await newestOnboarding(api, orgId))
      const kind = given.helpAuthorise ? { kind: 'authorisationHelp' } : {}
      const body = { onboardingId, ...kind, ...(numbers.length === 0 ? {} : { numbers }) }
      type Opened = { readonly caseId: string; readonly caseNumber: number; readonly rows: readonly RowAnswer[] }
      const opened = await api.post<Opened>(pathOf(orgId, 'cases'), body, given.key)
      const words = `opened case ${opened.caseNumber}, ${opened.caseId}`
      createOutput(given)(opened, words + refusedWords(opened.rows))
    })

  type Form = Repeatable & { readonly show?: string }
  repeatable(supportCase.command('form <organisation> <case> [file]'))
    .description('submit the registration form in a JSON file, or show a version of it')
    .option('--show <version>', 'read this version instead')
    .action(async (orgId: string, id: string, file: string | undefined, given: Form) => {
      const api = clientFor(given, env)
      if (given.show !== undefined) {
        const form = await api.get(pathOf(orgId, 'cases', id, 'forms', given.show))
        return createOutput(given)(form, JSON.stringify(form, null, 2))
      }
      const body = { form: readForm(file) }
      const path = pathOf(orgId, 'cases', id, 'forms')
      const submitted = await api.post<{ formVersion: number }>(path, body, given.key)
      return createOutput(given)(submitted, `submitted as version ${submitted.formVersion}`)
    })

  repeatable(supportCase.command('take-out <organisation> <case> <numbers...>'))
    .description('take numbers out of a case')
    .action(async (orgId: string, id: string, numbers: readonly string[], given: Repeatable) => {
      const path = pathOf(orgId, 'cases', id, 'take-out')
      const said = await clientFor(given, env).post<{ left: number; rows: readonly RowAnswer[] }>(
        path,
        { numbers },
        given.key,
      )
      createOutput(given)(said, `${said.left} taken out${refusedWords(said.rows)}`)
    })

  repeatable(supportCase.command('give-up <organisation> <case>'))
    .description('accept that the rest of a case will not be registered, and end it')
    .action(async (orgId: string, id: string, given: Repeatable) => {
      const path = pathOf(orgId, 'cases', id, 'give-up')
      const said = await clientFor(given, env).post<{ registered: number; rejected: number }>(path, {}, given.key)
      createOutput(given)(said, `ended with ${said.registered} registered and ${said.rejected} rejected`)
    })

  repeatable(supportCase.command('cancel <organisation> <case>'))
    .description('cancel a case; its undecided numbers are free for another one')
    .action(async (orgId: string, id: string, given: Repeatable) => {
      const path = pathOf(orgId, 'cases', id, 'cancel')
      const said = await clientFor(given, env).post<{ released?: number }>(path, {}, given.key)
      const words =
        said.released === undefined
          ? 'its process has taken the wish up'
          : `cancelled; ${said.released} numbers are free`
      createOutput(given)(said, words)
    })
}

function addCaseReports(supportCase: Command, env: NodeJS.ProcessEnv): void {
  type Report = Dated & { readonly ticket?: string; readonly reason?: string }
  dated(supportCase.command('report <organisation> <case>'))
    .description('report what the desk says of a case, in whatever order it is learnt')
    .addArgument(new Argument('<status>', 'what it said').choices(statuses))
    .option('--ticket <ticket>', "the desk's own reference")
    .option('--reason <code>', 'why, where it said so')
    .action(async (orgId: string, id: string, status: string, { ticket, reason, ...given }: Report) => {
      const said = { ...(ticket === undefined ? {} : { ticket }), ...(reason === undefined ? {} : { reason }) }
      const body = { status, ...said, ...telling(given) }
      const path = pathOf(orgId, 'cases', id, 'report')
      const answer = await clientFor(given, env).post<{ status: string; flags: readonly string[] }>(
        path,
        body,
        given.key,
      )
      const odd = answer.flags.length === 0 ? '' : ` (${answer.flags.join(', ')})`
      createOutput(given)(answer, `${statusWords(answer.status)}${odd}`)
    })

  addAnswer(supportCase, env)

  type Decision = Dated & {
    readonly campaign: string
    readonly status: string
    readonly brand?: string
    readonly registered?: readonly string[]
    readonly rejected?: readonly string[]
    readonly code?: readonly string[]
  }
  dated(supportCase.command('decide <organisation> <case>'))
    .description('report how a submission was judged')
    .requiredOption('--campaign <ref>', "the registry's reference, C and six characters")
    .addOption(
      new Option('--status <status>', 'of the campaign').choices(['approved', 'rejected']).makeOptionMandatory(),
    )
    .addOption(new Option('--brand <status>', 'of the brand').choices(['verified', 'unverified']))
    .option('--registered <numbers...>', 'numbers that are registered on it')
    .option('--rejected <numbers...>', 'numbers that were rejected')
    .option('--code <codes...>', 'the codes that were given')
    .action(async (orgId: string, id: string, given: Decision) => {
      const { campaign: ref, status, brand, registered = [], rejected = [], code: codes = [] } = given
      const [code] = codes
      const numbers = [
        ...registered.map((number) => ({ number, status: 'registered' })),
        ...rejected.map((number) => ({ number, status: 'rejected', ...(code === undefined ? {} : { code }) })),
      ]
      const judged = { campaign: { ref, status }, codes, numbers, ...(brand === undefined ? {} : { brand }) }
      const path = pathOf(orgId, 'cases', id, 'decisions')
      const body = { ...judged, ...telling(given) }
      const said = await clientFor(given, env).post<Recorded & { outcome: string }>(path, body, given.key)
      createOutput(given)(said, `${said.outcome}: ${recordedWords(said)}`)
    })
}

function addAnswer(supportCase: Command, env: NodeJS.ProcessEnv): void {
  type Answer = Dated & {
    readonly authorised?: readonly string[]
    readonly refused?: readonly string[]
    readonly reason?: string
  }
  dated(supportCase.command('answer <organisation> <case>'))
    .description('report what the desk has answered for the numbers of a case of help')
    .option('--authorised <numbers...>', 'numbers that it has authorised')
    .option('--refused <numbers...>', 'numbers that it has refused')
    .option('--reason <code>', 'why it refused, where it said so')
    .action(async (orgId: string, id: string, { authorised = [], refused = [], reason, ...given }: Answer) => {
      const answers = [
        ...authorised.map((number) => ({ number, status: 'authorised' })),
        ...refused.map((number) => ({ number, status: 'refused', ...(reason === undefined ? {} : { reason }) })),
      ]
      const body = { answers, ...telling(given) }
      const path = pathOf(orgId, 'cases', id, 'answers')
      const said = await clientFor(given, env).post<Recorded>(path, body, given.key)
      createOutput(given)(said, recordedWords(said))
    })
}

function readForm(file: string | undefined): unknown {
  if (file === undefined) throw new Unusable('Which form? Name a JSON file, or a version to --show.')
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Unusable(`${file} cannot be read as JSON.`)
  }
}
