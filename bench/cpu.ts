import { readFileSync } from 'node:fs'

/** Processor time so far, in nanoseconds: of this process, and of each process of Postgres that lives. */
export type Cpu = { readonly own: number; readonly postgres: ReadonlyMap<string, number> }

export type CpuMeter = { readonly read: () => Cpu; readonly between: (before: Cpu, after: Cpu) => number }

/**
 * Reads the processor time of this process and of a Postgres server with all its children, as the kernel accounts it.
 * Whatever sends requests to this process runs elsewhere and is not counted. Only Linux tells: `undefined` elsewhere.
 */
export function cpuMeter(postmaster: number): CpuMeter | undefined {
  try {
    spentBy(String(postmaster))
    children(postmaster)
  } catch {
    return undefined
  }
  return { read, between }

  function read(): Cpu {
    const { user, system } = process.cpuUsage()
    const postgres = [String(postmaster), ...children(postmaster)].flatMap((pid) => {
      try {
        return [[pid, spentBy(pid)] as const]
      } catch {
        // It has ended since.
        return []
      }
    })
    return { own: (user + system) * 1_000, postgres: new Map(postgres) }
  }
}

function between(before: Cpu, after: Cpu): number {
  const postgres = [...after.postgres].map(([pid, spent]) => spent - (before.postgres.get(pid) ?? 0))
  return after.own - before.own + postgres.reduce((sum, each) => sum + each, 0)
}

function children(pid: number): readonly string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
}

function spentBy(pid: string): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0])
}
