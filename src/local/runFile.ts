import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Role } from '../store/tokens.ts'
import { type StateFolder, writeOwnerOnly } from './stateFolder.ts'

export type NamedToken = { readonly subject: string; readonly token: string }

/** What `run.json` tells programs about the stack that runs on a state folder. Holds secrets: owner-only. */
export type RunFile = {
  readonly pid: number
  readonly apiUrl: string
  readonly consoleUrl: string | null
  readonly temporalUiUrl: string | null
  readonly temporalAddress: string
  readonly temporalNamespace: string
  readonly databaseUrl: string
  readonly simulator: { readonly url: string; readonly controlToken: string }
  readonly children: Readonly<Record<string, number>>
  readonly tokens: Readonly<Partial<Record<Role, readonly NamedToken[]>>>
}

/** `CLEARLINE_STATE`, else `.clearline` in the folder that one stands in. */
export function stateFolderPath(env: NodeJS.ProcessEnv): string {
  return resolve(env['CLEARLINE_STATE'] || '.clearline')
}

export function writeRunFile({ runFile }: Pick<StateFolder, 'runFile'>, run: RunFile): void {
  writeOwnerOnly(runFile, `${JSON.stringify(run, null, 2)}\n`)
}

export function readRunFile(path: string): RunFile | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RunFile) : undefined
}
