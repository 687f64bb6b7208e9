import { join } from 'node:path'
import { lintTree } from './lint/tree.ts'

const findings = lintTree(join(import.meta.dirname, '..'))
for (const { file, line, message } of findings) console.error(`${file}:${line} ${message}`)
if (findings.length > 0) process.exitCode = 1
