import type { TestProject } from 'vitest/node'
import type { LocalPostgres } from '../../src/local/postgres.ts'
import { startThrowawayPostgres } from '../../src/local/postgresThrowaway.ts'
import { sharedByProjects } from './sharedByProjects.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser's URL of the run's cluster. Tests make their own databases in it. */
    postgresUrl: string
    /** `clearline_owner` and `clearline_app` on the database `clearline`: swap the path for a database of the test's own. */
    postgresOwnerUrl: string
    postgresAppUrl: string
  }
}

const cluster = sharedByProjects('postgres', {
  start: () => startThrowawayPostgres(),
  stop: (postgres: LocalPostgres) => postgres.stop(),
})

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await cluster.take()
  project.provide('postgresUrl', postgres.adminUrl)
  project.provide('postgresOwnerUrl', postgres.ownerUrl)
  project.provide('postgresAppUrl', postgres.appUrl)
  return cluster.giveBack
}
