import type { Command } from 'commander'
import type { Recovered } from '../local/recover.ts'
import type { Replayed } from '../local/replay.ts'
import { databaseUrl } from './connection.ts'
import { createOutput } from './output.ts'
import { paint } from './paint.ts'
import type { Common } from './program.ts'
import { table } from './table.ts'

// What these commands stand on is loaded when one of them is called: the others start quicker.

export function addUpCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('up')
    .description('start everything on this machine and play an example to texting (as `npm start` does)')
    .option('--once', 'check the outcome, clear up and end', false)
    .option('--verbose', 'tell more of what goes on', false)
    .action(async ({ once, verbose, state }: Common & { readonly once: boolean; readonly verbose: boolean }) => {
      const { up } = await import('../local/up.ts')
      const where = state === undefined ? env : { ...env, CLEARLINE_STATE: state }
      process.exit(await up({ env: where, isOnce: once, isVerbose: verbose }))
    })
}

/** The two that go past the API, which may be what is down. */
export function addRepairCommands(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('replay [process]')
    .description(
      'run the workflow code of today against the recorded history of an onboarding or a case; changes nothing',
    )
    .option('--file <path>', 'a history in a file, as `temporal workflow show --output json` writes it')
    .action(async (id: string | undefined, given: Common & { readonly file?: string }, command: Command) => {
      const { replayFile, replayProcess } = await import('../local/replay.ts')
      const { temporalAccess } = await import('./temporalAccess.ts')
      if (given.file === undefined && id === undefined) command.error('name an onboarding or a case, or a --file')
      const replayed =
        given.file === undefined
          ? await replayProcess(id ?? '', temporalAccess(given, env))
          : await replayFile(given.file)
      createOutput(given)(replayed, replayWords(replayed))
      if (replayed.outcome === 'differs') process.exitCode = 1
    })

  program
    .command('recover')
    .description(
      'start every open process again from Postgres, after Temporal has lost its histories; harmless otherwise',
    )
    .action(async (given: Common) => {
      const { recoverAll } = await import('../local/recover.ts')
      const { temporalAccess } = await import('./temporalAccess.ts')
      const recovered = await recoverAll(databaseUrl(given, env), temporalAccess(given, env))
      createOutput(given)(recovered, recoveredWords(recovered))
    })
}

function replayWords({ workflowId, events, outcome, reason }: Replayed): string {
  if (outcome === 'same') return `${paint.good('same')} ${workflowId}: ${events} events, every step as it was recorded`
  return `${paint.bad('differs')} ${workflowId}: ${reason ?? ''}`
}

const outcomes = {
  started: 'started again from Postgres',
  running: 'was running, and has looked again',
  ended: 'its workflow has ended although the record holds it open: this needs a person',
} as const

function recoveredWords(recovered: readonly Recovered[]): string {
  if (recovered.length === 0) return 'No process is open: there is nothing to recover.'
  return table(
    ['process', 'organisation', 'what became of it'],
    recovered.map(({ id, kind, orgId, outcome }) => [id, kind === 'cutoff' ? 'all' : orgId, outcomes[outcome]]),
    '',
  )
}
