import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { searchAttributeTypes } from '../../src/contract/searchAttributes.ts'
import { guardProcesses } from '../../src/local/processGuard.ts'
import { openStateFolder } from '../../src/local/stateFolder.ts'
import { startTemporalDevServer } from '../../src/local/temporal.ts'
import { defaultCacheFolder, findTemporalCli, findTemporalTestServer } from '../../src/local/temporalPrograms.ts'
import { sharedByProjects } from './sharedByProjects.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The run's dev server: schedules, lists and everything else that the time-skipping server lacks. */
    temporalAddress: string
    temporalNamespace: string
    /** The programs, for tests that start or kill a server of their own. */
    temporalCliPath: string
    temporalTestServerPath: string
  }
}

type Servers = {
  readonly address: string
  readonly namespace: string
  readonly cliPath: string
  readonly testServerPath: string
  readonly stop: () => Promise<void>
}

const servers = sharedByProjects('temporal', { start: startServers, stop: (running: Servers) => running.stop() })

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { address, namespace, cliPath, testServerPath } = await servers.take()
  project.provide('temporalAddress', address)
  project.provide('temporalNamespace', namespace)
  project.provide('temporalCliPath', cliPath)
  project.provide('temporalTestServerPath', testServerPath)
  return servers.giveBack
}

async function startServers(): Promise<Servers> {
  const where = { env: process.env, cacheFolder: defaultCacheFolder(process.env) }
  const [cli, testServer] = await Promise.all([findTemporalCli(where), findTemporalTestServer(where)])
  const folder = mkdtempSync(join(tmpdir(), 'clearline-temporal-'))
  const guard = guardProcesses()
  guard.remove(folder)
  const temporal = await startTemporalDevServer({
    path: cli.path,
    state: openStateFolder(folder),
    namespace: 'clearline-test',
    searchAttributes: searchAttributeTypes,
    guard,
  })
  return {
    address: temporal.address,
    namespace: temporal.namespace,
    cliPath: cli.path,
    testServerPath: testServer.path,
    stop: async () => {
      await temporal.stop()
      guard.release()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
