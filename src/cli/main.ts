#!/usr/bin/env node
import { CommanderError } from 'commander'
import { sayFailure } from './output.ts'
import { createProgram } from './program.ts'

try {
  await createProgram(process.env).parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode
  } else {
    sayFailure(error, { json: process.argv.includes('--json') })
    process.exitCode = 1
  }
}
