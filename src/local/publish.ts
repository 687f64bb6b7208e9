import { rmSync } from 'node:fs'
import { type RunFile, writeRunFile } from './runFile.ts'
import type { Stack } from './stack.ts'
import type { StateFolder } from './stateFolder.ts'

export type Published = {
  /** Adds what only became known later. */
  readonly withTokens: (tokens: RunFile['tokens']) => void
  readonly remove: () => void
}

/** Keeps `run.json` as true as the stack is, until the stack is stopped in good order. */
export function publishRunFile(state: StateFolder, stack: Stack): Published {
  let tokens: RunFile['tokens'] = { operator: stack.secrets.operators }
  const write = () => writeRunFile(state, contents(stack, tokens))
  write()
  stack.onChildren(write)
  return {
    withTokens: (more) => {
      tokens = { ...tokens, ...more }
      write()
    },
    remove: () => {
      stack.onChildren(() => undefined)
      rmSync(state.runFile, { force: true })
    },
  }
}

function contents(stack: Stack, tokens: RunFile['tokens']): RunFile {
  const { apiUrl, consoleUrl, simulatorUrl, database, temporal, secrets, children } = stack
  return {
    pid: process.pid,
    apiUrl,
    consoleUrl,
    temporalUiUrl: temporal.uiUrl,
    temporalAddress: temporal.address,
    temporalNamespace: temporal.namespace,
    databaseUrl: database.appUrl,
    simulator: { url: simulatorUrl, controlToken: secrets.controlToken },
    children: children(),
    tokens,
  }
}
