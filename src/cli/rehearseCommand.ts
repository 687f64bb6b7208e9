import { once } from 'node:events'
import type { Command } from 'commander'
import { createLogger } from '../log.ts'
import type { Rehearsed, Served } from '../rehearsal/rehearse.ts'
import { Unusable } from './connection.ts'
import { createOutput } from './output.ts'
import type { Common } from './program.ts'

type Rehearsing = Common & { readonly serve?: boolean }

/** Needs nothing that runs: it starts servers of its own, and they end with it. */
export function addRehearseCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('rehearse <files...>')
    .description('play scenarios on skipped time: the same product, weeks in seconds, every change with its reason')
    .option('--serve', 'keep the product up after the last instant, to ask it with the other commands, until Ctrl-C')
    .action(async (files: readonly string[], given: Rehearsing) => {
      if (given.serve && files.length > 1) throw new Unusable('--serve keeps one rehearsal up: give one file.')
      const { readScenario } = await import('../rehearsal/reading.ts')
      const { rehearse } = await import('../rehearsal/rehearse.ts')
      const { storyWords } = await import('../rehearsal/words.ts')
      const scenarios = files.map(readScenario)
      const log = createLogger({ level: env['LOG_LEVEL'] || 'error', name: 'rehearsal' })
      const began = performance.now()
      const tell = (rehearsed: Rehearsed) => {
        createOutput(given)(rehearsed, storyWords(rehearsed))
        if (rehearsed.missed.length > 0) process.exitCode = 1
      }
      const look = async (rehearsed: Rehearsed, served: Served) => {
        tell(rehearsed)
        process.stderr.write(`${servedWords(rehearsed, served)}\n`)
        await stopped()
      }
      for (const scenario of scenarios) {
        const rehearsed = await rehearse(scenario, { env, log, ...(given.serve ? { look } : {}) })
        if (!given.serve) tell(rehearsed)
      }
      if (!given.serve) process.stderr.write(`${countWords(scenarios.length, performance.now() - began)}\n`)
    })
}

/** Not part of the story, which says nothing of the machine. */
function countWords(count: number, ms: number): string {
  return `${count} ${count === 1 ? 'scenario' : 'scenarios'} in ${Math.round(ms / 1000)} s`
}

function servedWords({ ends }: Rehearsed, { apiUrl, token, organisations }: Served): string {
  const [first] = organisations
  return [
    '',
    `The product stays up at ${apiUrl}, its clock at ${ends}. In another terminal:`,
    `  export CLEARLINE_URL=${apiUrl} CLEARLINE_TOKEN=${token}`,
    `  clearline why ${first?.id} ${first?.numbers[0]}`,
    `  clearline history ${first?.id}`,
    ...organisations.map(({ name, id }) => `  (${name} is ${id})`),
    'Ctrl-C ends it, with everything that it started.',
  ].join('\n')
}

async function stopped(): Promise<void> {
  // A signal listener alone does not keep the process, but the servers' connections do.
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}
