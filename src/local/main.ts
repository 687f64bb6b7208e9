import { parseArgs } from 'node:util'
import { up } from './up.ts'

const { values } = parseArgs({
  options: { once: { type: 'boolean', default: false }, verbose: { type: 'boolean', default: false } },
})
// What still waits for an answer of the stopped stack is not worth waiting for.
process.exit(await up({ env: process.env, isOnce: values.once, isVerbose: values.verbose }))
