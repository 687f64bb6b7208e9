import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { createLogger } from '../log.ts'
import { createOutput } from './output.ts'
import type { Common } from './program.ts'

/** Needs nothing that runs: it starts servers of its own, and they end with it. */
export function addRehearseCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('rehearse <files...>')
    .description('play scenarios on skipped time: the same product, weeks in seconds, every change with its reason')
    .action(async (files: readonly string[], given: Common) => {
      const { parseScenario } = await import('../rehearsal/scenario.ts')
      const { rehearse } = await import('../rehearsal/rehearse.ts')
      const { storyWords } = await import('../rehearsal/words.ts')
      const scenarios = files.map((file) => parseScenario(readFileSync(file, 'utf8')))
      const log = createLogger({ level: env['LOG_LEVEL'] || 'error', name: 'rehearsal' })
      for (const scenario of scenarios) {
        const rehearsed = await rehearse(scenario, { env, log })
        createOutput(given)(rehearsed, storyWords(rehearsed))
        if (rehearsed.missed.length > 0) process.exitCode = 1
      }
    })
}
