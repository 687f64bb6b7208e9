import { Argument, type Command, Option } from 'commander'
import type { WhyUserAnswer } from './answers.ts'
import { clientFor, type Dated, dated, numberIdOf, pathOf, telling } from './asking.ts'
import { type Recorded, recordedWords } from './orderCommands.ts'
import { createOutput } from './output.ts'
import type { Common } from './program.ts'
import { whyWords } from './why.ts'
import { reasonWords } from './words.ts'

export function addNumberCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const number = program.command('number').description('numbers, one by one')

  type Report = Dated & { readonly loa?: string; readonly inventory?: string }
  dated(number.command('report <organisation> <number>'))
    .description('report a fact of one number')
    .addOption(new Option('--loa <flag>', 'whether the carrier wants a letter').choices(['required', 'notRequired']))
    .addOption(new Option('--inventory <state>', 'its state').choices(['pending', 'inService', 'inactive', 'gone']))
    .action(async (orgId: string, text: string, { loa, inventory, ...given }: Report) => {
      const api = clientFor(given, env)
      const path = pathOf(orgId, 'numbers', await numberIdOf(api, orgId, text), 'report')
      const said = { ...(loa === undefined ? {} : { loa }), ...(inventory === undefined ? {} : { inventory }) }
      const answer = await api.post<{ status: string }>(path, { ...said, ...telling(given) }, given.key)
      createOutput(given)(answer, answer.status)
    })
  addTrafficCommand(number, env)
}

function addTrafficCommand(number: Command, env: NodeJS.ProcessEnv): void {
  type Report = Dated & { readonly by: string; readonly code?: readonly string[] }
  dated(number.command('traffic <organisation>'))
    .description('report that the traffic of numbers is blocked or slowed down, or flows again')
    .addArgument(new Argument('<state>', 'what is let through').choices(['flowing', 'throttled', 'blocked']))
    .argument('<numbers...>', 'the numbers, as +1…')
    .addOption(new Option('--by <party>', 'who does it').choices(['carrier', 'vendor', 'cisco']).makeOptionMandatory())
    .option('--code <codes...>', 'their own codes')
    .action(async (orgId: string, state: string, numbers: readonly string[], given: Report) => {
      const { by, code: codes = [], ...rest } = given
      const body = { numbers: numbers.map((text) => ({ number: text })), state, by, codes, ...telling(rest) }
      const path = pathOf(orgId, 'numbers', 'traffic')
      const said = await clientFor(rest, env).post<Recorded>(path, body, rest.key)
      createOutput(rest)(said, recordedWords(said))
    })
}

const settings: Readonly<Record<string, string>> = { inherit: 'inherit', on: 'overrideOn', off: 'overrideOff' }

export function addUserCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const user = program.command('user').description('users')
  addUserWhyCommand(user, env)
  dated(user.command('texting <organisation> <user>'))
    .description('switch texting on or off for a user, or let it follow the organisation; no switch opens a gate')
    .addArgument(new Argument('<setting>', 'what holds for the user').choices(Object.keys(settings)))
    .action(async (orgId: string, id: string, setting: string, given: Dated) => {
      const api = clientFor(given, env)
      await api.post(
        `${pathOf(orgId, 'users', id)}/texting`,
        { setting: settings[setting], ...telling(given) },
        given.key,
      )
      const set = await api.get<{ wanted: string; decidedBy: string }>(pathOf(orgId, 'users', id))
      createOutput(given)(set, `texting is wanted ${set.wanted}, as the ${set.decidedBy} says`)
    })
}

function addUserWhyCommand(user: Command, env: NodeJS.ProcessEnv): void {
  user
    .command('why <organisation> <user>')
    .description('why a user may or may not text: the answer for the primary number, or that there is none')
    .action(async (orgId: string, id: string, given: Common) => {
      const answer = await clientFor(given, env).get<WhyUserAnswer>(pathOf(orgId, 'users', id, 'why'))
      const { number, reason, setting } = answer
      createOutput(given)(answer, `${number ? whyWords(number) : reasonWords(reason)}\n  setting: ${setting}`)
    })
}

export function addCampaignCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const campaign = program.command('campaign').description('campaigns at the registry, as they are reported')

  type Report = Dated & { readonly code?: readonly string[] }
  dated(campaign.command('report <organisation> <campaign>'))
    .description('report that a campaign has changed')
    .addArgument(
      new Argument('<status>', 'what it is now').choices(['pending', 'approved', 'rejected', 'suspended', 'ended']),
    )
    .option('--code <codes...>', "the registry's codes")
    .action(async (orgId: string, ref: string, status: string, { code: codes = [], ...given }: Report) => {
      const path = pathOf(orgId, 'campaigns', ref, 'report')
      const body = { status, codes, ...telling(given) }
      const said = await clientFor(given, env).post<{ status: string }>(path, body, given.key)
      createOutput(given)(said, `the campaign is ${said.status}`)
    })

  type Registration = Dated & { readonly registered?: readonly string[]; readonly rejected?: readonly string[] }
  dated(campaign.command('register <organisation> <campaign>'))
    .description('report which numbers the registry has registered on a campaign, or rejected')
    .option('--registered <numbers...>', 'numbers that are registered on it')
    .option('--rejected <numbers...>', 'numbers that were rejected')
    .action(async (orgId: string, ref: string, { registered = [], rejected = [], ...given }: Registration) => {
      const numbers = [
        ...registered.map((text) => ({ number: text, status: 'registered' })),
        ...rejected.map((text) => ({ number: text, status: 'rejected' })),
      ]
      const path = pathOf(orgId, 'campaigns', ref, 'registrations')
      const said = await clientFor(given, env).post<Recorded>(path, { numbers, ...telling(given) }, given.key)
      createOutput(given)(said, recordedWords(said))
    })
}
