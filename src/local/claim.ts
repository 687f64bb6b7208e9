import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, sep } from 'node:path'
import { end, isRunning } from './process.ts'
import { type StateFolder, writeOwnerOnly, writeOwnerOnlyOnce } from './stateFolder.ts'

type Claim = { readonly id: string; readonly pid: number; readonly program: string }

/** One start per state folder: two would fight over its ports and children. Throws while another one runs. */
export function claimStateFolder(state: StateFolder): { readonly release: () => void } {
  const file = join(state.path, 'start.json')
  // As much of the path as the process list shows, however the program was named when it was started.
  const program = (process.argv[1] ?? '').split(sep).slice(-2).join(sep)
  const mine: Claim = { id: randomUUID(), pid: process.pid, program }
  for (let attempt = 0; attempt < 3; attempt += 1) {
    writeOwnerOnlyOnce(file, JSON.stringify(mine))
    const held = JSON.parse(readFileSync(file, 'utf8')) as Claim
    if (held.id === mine.id) return { release: () => rmSync(file, { force: true }) }
    if (held.pid !== mine.pid && isRunning(held.pid, held.program)) {
      throw new Error(
        `Clearline runs on ${state.path} already, as process ${held.pid}. Stop that one (Ctrl-C there, or ` +
          `\`kill ${held.pid}\`), or set CLEARLINE_STATE to another folder to run a second one beside it.`,
      )
    }
    // A dead start's claim, or one of a process id that was given to us since.
    rmSync(file, { force: true })
  }
  throw new Error(`${file} cannot be taken: another start is in the way. Try again.`)
}

export type ChildRecord = Readonly<Record<string, { readonly pid: number; readonly marker: string }>>

export function recordChildren(state: StateFolder, children: ChildRecord): void {
  writeOwnerOnly(childrenFile(state), `${JSON.stringify(children)}\n`)
}

/** Children end with their parent. One that is still at it (a worker finishing an activity) is ended before the next. */
export async function endLeftovers(state: StateFolder): Promise<number> {
  const file = childrenFile(state)
  const recorded: ChildRecord = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const left = Object.values(recorded).filter(({ pid, marker }) => isRunning(pid, marker))
  await Promise.all(
    left.map(({ pid }) =>
      end(pid, [
        { signal: 'SIGTERM', graceMs: 3_000 },
        { signal: 'SIGKILL', graceMs: 10_000 },
      ]),
    ),
  )
  return left.length
}

function childrenFile(state: StateFolder): string {
  return join(state.path, 'children.json')
}
