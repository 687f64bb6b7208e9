import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { bundleWorkflows } from '../../src/worker/bundle.ts'
import { sharedByProjects } from './sharedByProjects.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The bundle of the sources as they are now, for `workflowBundle: { codePath }`; bundling in each file costs seconds. */
    workflowBundlePath: string
  }
}

type Bundle = { readonly folder: string; readonly path: string }

const bundle = sharedByProjects<Bundle>('workflow bundle', {
  start: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clearline-bundle-'))
    const path = join(folder, 'workflow-bundle.js')
    await writeFile(path, await bundleWorkflows())
    return { folder, path }
  },
  stop: ({ folder }) => rm(folder, { recursive: true, force: true }),
})

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { path } = await bundle.take()
  project.provide('workflowBundlePath', path)
  return bundle.giveBack
}
