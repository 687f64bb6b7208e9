import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'

const root = join(import.meta.dirname, '../..')

/** Where `npm run build` puts the bundle that every worker starts from. */
export const workflowBundlePath = join(root, 'dist/workflow-bundle.js')

/**
 * The code of the workflow bundle. Build, tests and replay all come through here: a bundle made with other settings
 * would replay the same history differently. Takes a TypeScript or a compiled entry file.
 */
export async function bundleWorkflows(workflowsPath: string = join(root, 'src/workflows/index.ts')): Promise<string> {
  if (!existsSync(workflowsPath)) throw new Error(`no workflows to bundle: ${workflowsPath} does not exist`)
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') })
  return code
}
