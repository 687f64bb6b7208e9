import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

test("the console's types are those of the committed description (npm run console:contract writes them)", async () => {
  const options = ['docs/openapi.json', '--immutable', '--root-types', '--root-types-no-schema-prefix']
  const generator = join(root, 'node_modules/openapi-typescript/bin/cli.js')
  const { stdout } = await promisify(execFile)(process.execPath, [generator, ...options], {
    cwd: root,
    maxBuffer: 8 * 1024 * 1024,
  })
  const committed = await readFile(join(root, 'src/console/api/contract.ts'), 'utf8')
  expect(stdout.trim()).toBe(committed.trim())
})
