import type { Command } from 'commander'
import { clientFor, type Repeatable } from './asking.ts'
import { Unusable } from './connection.ts'
import { historyWords, readHistory, type Whose } from './history.ts'
import { createOutput } from './output.ts'
import type { Common } from './program.ts'
import { readStatus, statusWords, type Then } from './status.ts'

export function addOrganisationCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const client = (given: Common) => clientFor(given, env)

  program
    .command('org')
    .description('organisations')
    .command('add <name>')
    .description('add an organisation (operators)')
    .option('--key <key>', 'the same key makes a repeat the same request')
    .action(async (name: string, given: Repeatable) => {
      const added = await client(given).post<{ organisationId: string }>('/v1/organisations', { name }, given.key)
      createOutput(given)(added, `added ${added.organisationId}`)
    })
}

export function addOnboardingCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const client = (given: Common) => clientFor(given, env)

  program
    .command('onboard <organisation>')
    .description('start the road of an organisation from licence to texting')
    .option('--key <key>', 'the same key makes a repeat the same request')
    .action(async (orgId: string, given: Repeatable) => {
      const path = `/v1/organisations/${orgId}/onboardings`
      const started = await client(given).post<{ onboardingId: string }>(path, {}, given.key)
      createOutput(given)(started, `started ${started.onboardingId}; \`clearline status ${orgId}\` tells how it stands`)
    })

  program
    .command('status [organisation]')
    .description('where onboardings stand, who must act by when, and why each number may or may not text')
    .option('--each', 'a line for each number, however many are alike', false)
    .option('--at <instant>', 'how the organisation stood then, as 2027-01-31T09:00:00Z')
    .option('--known-at <instant>', 'by what was known then')
    .action(async (orgId: string | undefined, given: Common & Then & { readonly each: boolean }) => {
      if (orgId === undefined && (given.at ?? given.knownAt) !== undefined)
        throw new Unusable('The past is asked of one organisation: name it.')
      const status = await readStatus(client(given), orgId, given)
      createOutput(given)(status, statusWords(status, given.each))
    })

  program
    .command('history <organisation>')
    .description(
      'what happened, when it was learnt, who did it under which rules, and what Temporal did; of the newest onboarding',
    )
    .option('--onboarding <id>', 'of this onboarding')
    .option('--number <number>', 'of this number: its id, or +1…')
    .action(async (orgId: string, given: Common & Whose) => {
      const history = await readHistory(client(given), orgId, given)
      createOutput(given)(history.temporal === undefined ? history.events : history, historyWords(history))
    })
}
