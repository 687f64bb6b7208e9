import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

const postgres = 'test/support/postgres.ts'
const temporalServers = 'test/support/temporalServers.ts'
const workflowBundle = 'test/support/workflowBundle.ts'

const byPrice = {
  int: 'test/**/*.int.test.ts',
  workflow: 'test/**/*.workflow.test.ts',
  replay: 'test/**/*.replay.test.ts',
  e2e: 'test/e2e/**/*.e2e.test.ts',
  proof: 'test/**/*.proof.test.ts',
} as const

const seconds = 1000

// The limits are generous on purpose: they catch a test that hangs, they never measure one that is slow.
const projects: TestProjectInlineConfiguration[] = [
  {
    test: {
      name: 'unit',
      include: ['test/**/*.test.{ts,tsx}'],
      exclude: [...Object.values(byPrice), 'test/**/fixtures/**'],
      testTimeout: 60 * seconds,
      sequence: { groupOrder: 0 },
    },
  },
  {
    test: {
      name: 'replay',
      include: [byPrice.replay],
      globalSetup: [workflowBundle],
      testTimeout: 120 * seconds,
      hookTimeout: 120 * seconds,
      sequence: { groupOrder: 0 },
    },
  },
  {
    test: {
      name: 'int',
      include: [byPrice.int],
      globalSetup: [postgres],
      testTimeout: 120 * seconds,
      hookTimeout: 120 * seconds,
      sequence: { groupOrder: 1 },
    },
  },
  {
    test: {
      name: 'workflow',
      include: [byPrice.workflow],
      globalSetup: [postgres, temporalServers, workflowBundle],
      testTimeout: 180 * seconds,
      hookTimeout: 180 * seconds,
      sequence: { groupOrder: 2 },
    },
  },
  {
    // The same files with no workflow kept in memory: every task replays its history from the first event.
    test: {
      name: 'workflowNoCache',
      include: [byPrice.workflow],
      globalSetup: [postgres, temporalServers, workflowBundle],
      env: { CLEARLINE_NO_WORKFLOW_CACHE: '1' },
      testTimeout: 180 * seconds,
      hookTimeout: 180 * seconds,
      sequence: { groupOrder: 2 },
    },
  },
  {
    test: {
      name: 'e2e',
      include: [byPrice.e2e],
      globalSetup: [postgres, temporalServers, workflowBundle],
      testTimeout: 300 * seconds,
      hookTimeout: 300 * seconds,
      sequence: { groupOrder: 3 },
    },
  },
  {
    test: {
      name: 'proof',
      include: [byPrice.proof],
      globalSetup: [postgres, temporalServers, workflowBundle],
      fileParallelism: false,
      maxWorkers: 1,
      testTimeout: 1800 * seconds,
      hookTimeout: 600 * seconds,
      sequence: { groupOrder: 4 },
    },
  },
]

export default defineConfig({
  test: {
    projects: projects.map((project) => ({ ...project, extends: true as const })),
    pool: 'forks',
    maxWorkers: 2,
    expect: { requireAssertions: true },
    passWithNoTests: false,
    coverage: { provider: 'v8', include: ['src/**'], reportsDirectory: 'coverage' },
  },
})
