import { Command, Option } from 'commander'
import { addCaseCommands } from './caseCommands.ts'
import type { Given } from './connection.ts'
import { addContactCommands } from './contactCommands.ts'
import { addCutoffCommands } from './cutoffCommands.ts'
import { addDeliveryCommands } from './deliveryCommands.ts'
import { addForecastCommand } from './forecast.ts'
import { addLetterCommands } from './letterCommands.ts'
import { addRepairCommands, addUpCommand } from './localCommands.ts'
import { addCampaignCommands, addNumberCommands, addUserCommands } from './numberCommands.ts'
import { addOrderCommands } from './orderCommands.ts'
import { addOnboardingCommands, addOrganisationCommands } from './organisationCommands.ts'
import { addRehearseCommand } from './rehearseCommand.ts'
import { addRetractCommand } from './retractCommand.ts'
import { addRuleCommands } from './ruleCommands.ts'
import { addTokenCommands } from './tokenCommands.ts'
import { addOpenPointsCommand, addWhatIfCommand } from './whatIf.ts'
import { addBelievedCommand, addCompareCommand, addWhyCommand } from './why.ts'

/** S1, as the rule book has it; a test holds the two equal. */
export const spamReport = 'https://cs.co/spam'

/** The options that every command takes, before or after its name. */
export type Common = Given & { readonly json: boolean }

/** The whole `clearline` command. Its talk goes to the two streams, so that a test can listen. */
export function createProgram(env: NodeJS.ProcessEnv): Command {
  const program = new Command('clearline')
    .description(
      'Carries organisations from their Business Texting licence to texting, and says of any number why it may or may not text.',
    )
    .showHelpAfterError('(clearline --help tells more)')
    .addHelpText('after', `\nSuspected spam is reported at ${spamReport} (rule S1).`)
    .exitOverride()
  addUpCommand(program, env)
  addOrganisationCommands(program, env)
  addTokenCommands(program, env)
  addOnboardingCommands(program, env)
  addWhyCommand(program, env)
  addCompareCommand(program, env)
  addBelievedCommand(program, env)
  addWhatIfCommand(program, env)
  addOpenPointsCommand(program, env)
  addForecastCommand(program, env)
  addRuleCommands(program, env)
  addOrderCommands(program, env)
  addLetterCommands(program, env)
  addCaseCommands(program, env)
  addCampaignCommands(program, env)
  addNumberCommands(program, env)
  addUserCommands(program, env)
  addCutoffCommands(program, env)
  addContactCommands(program, env)
  addDeliveryCommands(program, env)
  addRetractCommand(program, env)
  addRepairCommands(program, env)
  addRehearseCommand(program, env)
  for (const command of leaves(program)) {
    command
      .addOption(new Option('--url <url>', 'where the API is (else CLEARLINE_URL, else run.json)'))
      .addOption(new Option('--token <token>', 'who asks (else CLEARLINE_TOKEN, else the operator of run.json)'))
      .addOption(
        new Option('--state <folder>', 'the state folder with run.json (else CLEARLINE_STATE, else .clearline)'),
      )
      .addOption(new Option('--json', 'the answer as JSON, for programs').default(false, 'words'))
      .exitOverride()
  }
  return program
}

function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
}
