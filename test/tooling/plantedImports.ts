export type Planted = {
  readonly file: string
  readonly source: string
  readonly table?: string[]
  readonly sandbox?: string[]
}

/** One file per line of the import table: what it does, and the rules that each pass must name for it. */
export const planted: readonly Planted[] = [
  { file: 'src/domain/decision.ts', source: 'export const unreachable = 1' },
  { file: 'src/domain/values.ts', source: 'export const instant = 1; export type Instant = string' },
  {
    file: 'src/domain/process/waits.ts',
    source: `import type { Instant } from '../values.ts'; import { unreachable } from '../decision.ts'; export const due = (at: Instant) => [at, unreachable]`,
  },
  {
    file: 'src/domain/clock.ts',
    source: `import 'node:fs'; export const x = 1`,
    table: ['domain-imports-only-its-own'],
  },
  {
    file: 'src/domain/schema.ts',
    source: `import { z } from 'zod'; export const x = z`,
    table: ['domain-imports-only-its-own', 'zod-stays-at-the-edge'],
  },
  {
    file: 'src/domain/rows.ts',
    source: `import type { Row } from '../store/rows.ts'; export type X = Row`,
    table: ['domain-imports-only-its-own'],
  },
  {
    file: 'src/domain/process/values.ts',
    source: `import { instant } from '../values.ts'; export const x = instant`,
    table: ['domain-process-sees-types-only'],
  },
  {
    file: 'src/mail/written.ts',
    source: `import { instant } from '../domain/values.ts'; export const x = instant`,
  },
  {
    file: 'src/mail/sent.ts',
    source: `import 'node:net'; export const x = 1`,
    table: ['mail-imports-only-its-own'],
  },
  {
    file: 'src/contract/signals.ts',
    source: `import { defineSignal } from '@temporalio/workflow'; import type { Instant } from '../domain/values.ts'; export const poke = defineSignal<[Instant]>('poke')`,
  },
  {
    file: 'src/contract/values.ts',
    source: `import { instant } from '../domain/values.ts'; export const x = instant`,
    table: ['contract-sees-types-only'],
  },
  {
    file: 'src/contract/client.ts',
    source: `import { Client } from '@temporalio/client'; export const x = Client`,
    table: ['contract-imports-only-its-own'],
  },
  {
    file: 'src/workflows/clean.ts',
    source: `import { sleep } from '@temporalio/workflow'; import type { Activities } from '../activities/index.ts'; import { due } from '../domain/process/waits.ts'; import { poke } from '../contract/signals.ts'; export const x = [sleep, due, poke] as unknown as Activities`,
  },
  {
    file: 'src/workflows/calls.ts',
    source: `import { createActivities } from '../activities/index.ts'; export const x = createActivities`,
    table: ['workflows-sees-types-only'],
    sandbox: ['sandbox-reaches-no-node-module', 'sandbox-reaches-processes-only'],
  },
  {
    file: 'src/workflows/rules.ts',
    source: `import { instant } from '../domain/values.ts'; export const x = instant`,
    table: ['workflows-sees-types-only'],
    sandbox: ['sandbox-reaches-processes-only'],
  },
  {
    file: 'src/workflows/package.ts',
    source: `import { v7 } from 'uuid'; export const x = v7`,
    table: ['workflows-imports-only-its-own'],
    sandbox: ['sandbox-reaches-no-package'],
  },
  {
    file: 'src/workflows/node.ts',
    source: `import { createHash } from 'node:crypto'; export const x = createHash`,
    table: ['workflows-imports-only-its-own'],
    sandbox: ['sandbox-reaches-no-node-module'],
  },
  {
    file: 'src/workflows/rows.ts',
    source: `import type { Row } from '../store/rows.ts'; export type X = Row`,
    table: ['workflows-imports-only-its-own'],
  },
  // Nothing wrong in the file itself: zod is two honest imports away, which only the second pass can see.
  {
    file: 'src/workflows/deep.ts',
    source: `import { x } from '../domain/process/deep.ts'; export const y = x`,
    sandbox: ['sandbox-reaches-no-package'],
  },
  {
    file: 'src/domain/process/deep.ts',
    source: `import { z } from 'zod'; export const x = z`,
    table: ['domain-imports-only-its-own', 'domain-process-sees-types-only', 'zod-stays-at-the-edge'],
  },
  {
    file: 'src/activities/index.ts',
    source: `import { readFile } from 'node:fs/promises'; export const createActivities = () => readFile; export type Activities = unknown`,
  },
  {
    file: 'src/activities/api.ts',
    source: `import { app } from '../api/app.ts'; export const x = app`,
    table: ['activities-keeps-its-neighbours'],
  },
  {
    file: 'src/activities/pool.ts',
    source: `import pg from 'pg'; export const x = pg`,
    table: ['postgres-is-behind-the-store'],
  },
  { file: 'src/store/rows.ts', source: `import pg from 'pg'; export const x = pg; export type Row = unknown` },
  { file: 'src/store/eventSchemas.ts', source: `import { z } from 'zod'; export const x = z` },
  {
    file: 'src/store/parse.ts',
    source: `import { z } from 'zod'; export const x = z`,
    table: ['zod-stays-at-the-edge'],
  },
  {
    file: 'src/store/contract.ts',
    source: `import { poke } from '../contract/signals.ts'; export const x = poke`,
    table: ['store-keeps-its-neighbours'],
  },
  {
    file: 'src/store/temporal.ts',
    source: `import { Client } from '@temporalio/client'; export const x = Client`,
    table: ['store-and-providers-know-no-temporal'],
  },
  { file: 'src/store/migrateMain.ts', source: `import { config } from '../config.ts'; export const x = config` },
  {
    file: 'src/store/settings.ts',
    source: `import { config } from '../config.ts'; export const x = config`,
    table: ['configuration-comes-in-as-arguments'],
  },
  {
    file: 'src/providers/desk.ts',
    source: `import { request } from 'undici'; import { instant } from '../domain/values.ts'; export const x = [request, instant]`,
  },
  {
    file: 'src/providers/rules.ts',
    source: `import { order } from '../domain/order.ts'; export const x = order`,
    table: ['providers-sees-types-only'],
  },
  { file: 'src/domain/order.ts', source: 'export const order = 1' },
  {
    file: 'src/providers/rows.ts',
    source: `import { x } from '../store/rows.ts'; export const y = x`,
    table: ['providers-keeps-its-neighbours'],
  },
  {
    file: 'src/api/app.ts',
    source: `import { z } from 'zod'; import { Client } from '@temporalio/client'; import { x } from '../store/rows.ts'; export const app = [z, Client, x]; export type Body = unknown`,
  },
  {
    file: 'src/api/worker.ts',
    source: `import { Worker } from '@temporalio/worker'; export const x = Worker`,
    table: ['api-speaks-to-temporal-as-a-client'],
  },
  {
    file: 'src/api/desk.ts',
    source: `import { x } from '../providers/desk.ts'; export const y = x`,
    table: ['api-keeps-its-neighbours'],
  },
  { file: 'src/console/page.ts', source: `import type { Body } from '../api/app.ts'; export type X = Body` },
  {
    file: 'src/console/server.ts',
    source: `import { app } from '../api/app.ts'; export const x = app`,
    table: ['console-sees-types-only'],
  },
  { file: 'src/simulator/main.ts', source: 'export const world = 1' },
  {
    file: 'src/simulator/inside.ts',
    source: `import type { Instant } from '../domain/values.ts'; export type X = Instant`,
    table: ['simulator-keeps-its-neighbours'],
  },
  {
    file: 'src/local/world.ts',
    source: `import { world } from '../simulator/main.ts'; export const x = world`,
    table: ['simulator-is-the-outside-world'],
  },
  {
    file: 'src/rehearsal/driver.ts',
    source: `import { Worker } from '@temporalio/worker'; import { createActivities } from '../activities/index.ts'; export const x = [Worker, createActivities]`,
  },
  {
    file: 'src/worker/development.ts',
    source: `import { test } from 'vitest'; export const x = test`,
    table: ['product-needs-no-development-package'],
  },
  {
    file: 'src/worker/lost.ts',
    source: `import { nothing } from './nothing.ts'; export const x = nothing`,
    table: ['every-import-resolves'],
  },
  {
    file: 'src/cli/main.ts',
    source: `import { config } from '../config.ts'; import type { Body } from '../api/app.ts'; export const x: Body = config`,
  },
  {
    file: 'src/cli/store.ts',
    source: `import { x } from '../store/rows.ts'; export const y = x`,
    table: ['cli-keeps-its-neighbours'],
  },
  { file: 'src/config.ts', source: `import { z } from 'zod'; export const config = z` },
  {
    file: 'src/errors.ts',
    source: `import { x } from './store/rows.ts'; export const y = x`,
    table: ['root-keeps-its-neighbours'],
  },
  {
    file: 'src/worker/one.ts',
    source: `import { two } from './two.ts'; export const one = () => two`,
    sandbox: ['no-circle'],
  },
  { file: 'src/worker/two.ts', source: `import { one } from './one.ts'; export const two = () => one` },
  {
    file: 'src/console/rows.ts',
    source: `import type { Row } from '../store/rows.ts'; export type X = Row`,
    table: ['console-keeps-its-neighbours'],
  },
  {
    file: 'src/cli/server.ts',
    source: `import { app } from '../api/app.ts'; export const x = app`,
    table: ['cli-sees-types-only'],
  },
]
