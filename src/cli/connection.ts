import { join } from 'node:path'
import { type RunFile, readRunFile, stateFolderPath } from '../local/runFile.ts'
import type { ApiAccess } from './client.ts'

/** What was given on the command line. */
export type Given = { readonly url?: string; readonly token?: string; readonly state?: string }

/** A way to go on, told to the person instead of a stack. */
export class Unusable extends Error {
  override readonly name = 'Unusable'
}

/** The option, else the environment, else what the stack on this machine says of itself. */
export function apiAccess(given: Given, env: NodeJS.ProcessEnv): ApiAccess {
  const run = runFileOf(given, env)
  const url = given.url ?? env['CLEARLINE_URL'] ?? run?.apiUrl
  const token = given.token ?? env['CLEARLINE_TOKEN'] ?? run?.tokens.operator?.[0]?.token
  if (url === undefined || url === '') {
    throw new Unusable(
      'Where is the API? Give --url, set CLEARLINE_URL, or start one here with `npm start` ' +
        `(no run.json was found in ${folderOf(given, env)}; --state or CLEARLINE_STATE name another folder).`,
    )
  }
  if (token === undefined || token === '') {
    throw new Unusable(
      'Who asks? Give --token or set CLEARLINE_TOKEN: an operator issues one with `clearline token issue`.',
    )
  }
  return { url, token }
}

/** `recover` and `replay` go past the API, which may be what is down. */
export function databaseUrl(given: Given, env: NodeJS.ProcessEnv): string {
  const url = env['DATABASE_URL'] || runFileOf(given, env)?.databaseUrl
  if (url) return url
  throw new Unusable(`Where is Postgres? Set DATABASE_URL, or --state to a folder in which \`npm start\` runs.`)
}

/** What a stack that runs on this machine says of itself. */
export function runFileOf(given: Given, env: NodeJS.ProcessEnv): RunFile | undefined {
  return readRunFile(join(folderOf(given, env), 'run.json'))
}

function folderOf({ state }: Given, env: NodeJS.ProcessEnv): string {
  return stateFolderPath(state === undefined ? env : { CLEARLINE_STATE: state })
}
