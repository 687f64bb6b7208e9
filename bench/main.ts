import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { benchmarks } from './benchmarks.ts'
import { type Found, measure } from './harness.ts'
import { openStage } from './stage.ts'
import { told } from './table.ts'

/** `npm run bench`: figures for people, or as JSON; they never fail a build. `--quick` only shows that all of it runs. */
const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
})
const unknown = positionals.filter((name) => !benchmarks.some((each) => each.name === name))
if (unknown.length > 0) throw new Error(`no such benchmark: ${unknown.join(', ')}`)
const chosen = benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name))

const rounds = asked.quick ? { rounds: 1, warmUps: 0 } : { rounds: 7, warmUps: 1 }
const loadBefore = loadavg()[0]
const stage = await openStage({ isQuick: asked.quick })
const found: Found[] = []
try {
  for (const each of chosen) {
    if (!asked.json) process.stderr.write(`${each.name} `)
    found.push(...(await measure(each, stage, rounds)))
  }
} finally {
  await stage.close()
}
const on = {
  cores: availableParallelism(),
  node: process.version,
  postgres: stage.postgresVersion,
  load: [loadBefore, loadavg()[0]],
  isQuick: asked.quick,
}
process.stdout.write(asked.json ? `${JSON.stringify({ on, found })}\n` : `\n${told(found, on)}\n`)
