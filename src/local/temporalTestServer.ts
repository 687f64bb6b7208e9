import { spawn } from 'node:child_process'
import { end, freePort, isAlive, waitFor } from './process.ts'
import { guardProcesses } from './processGuard.ts'
import { connectTemporal } from './temporalConnection.ts'

export type TestServer = { readonly address: string; readonly pid: number; stop(): Promise<void> }

/**
 * Temporal's time-skipping server. It listens on every interface and cannot be told otherwise, so it lives only as long
 * as this process, however that ends. Its store is its memory.
 */
export async function startTemporalTestServer({ path }: { readonly path: string }): Promise<TestServer> {
  const guard = guardProcesses()
  const port = await freePort()
  const server = spawn(path, [String(port)], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  const { pid } = server
  if (pid === undefined) throw new Error(`${path} cannot be run.`)
  guard.watch(pid)
  let said = ''
  server.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000)
  })
  server.on('error', () => undefined)
  server.unref()
  if ('unref' in server.stderr && typeof server.stderr.unref === 'function') server.stderr.unref()
  const address = `127.0.0.1:${port}`
  const stop = async () => {
    await end(pid, [
      { signal: 'SIGTERM', graceMs: 5_000 },
      { signal: 'SIGKILL', graceMs: 10_000 },
    ])
    guard.release()
  }
  const answered = await waitFor(() => (isAlive(pid) ? answers(address) : false), { timeoutMs: 60_000, everyMs: 50 })
  if (answered) return { address, pid, stop }
  await stop()
  throw new Error(`Temporal's test server ${path} does not start. It said:\n${said}`)
}

async function answers(address: string): Promise<true | undefined> {
  const connection = await connectTemporal(address).catch(() => undefined)
  if (connection === undefined) return undefined
  await connection.close()
  return true
}
