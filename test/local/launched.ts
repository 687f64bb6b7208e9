import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A program of `fixtures/` in a process of its own, and the one line of JSON that it says when it is up. */
export type Launched<Said> = { readonly said: Said; readonly kill: () => Promise<void> }

export async function launch<Said>(
  fixture: string,
  args: readonly string[],
  options: { readonly uid?: number; readonly gid?: number; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Launched<Said>> {
  const file = fileURLToPath(new URL(`fixtures/${fixture}`, import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const errors: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  const line = once(createInterface(child.stdout), 'line')
  const failed = once(child, 'exit').then(() => {
    throw new Error(`${fixture} ended:\n${Buffer.concat(errors).toString()}`)
  })
  const [text] = (await Promise.race([line, failed])) as [string]
  failed.catch(() => undefined)
  return { said: JSON.parse(text) as Said, kill: () => kill(child) }
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
