import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { bundleWorkflows, workflowBundlePath } from '../src/worker/bundle.ts'
import { filesUnder } from './files.ts'

const root = join(import.meta.dirname, '..')
const stampPath = join(root, 'dist/.built.json')

/** `make` runs when `output` is missing or the content of `inputs` (files and folders) is not that of the last build. */
type Part = {
  readonly name: string
  readonly inputs: readonly string[]
  readonly output: string
  readonly make: () => Promise<string>
}

const pins = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json']
const consoleConfig = join(root, 'src/console/vite.config.ts')
const server = readdirSync(join(root, 'src')).filter((name) => name !== 'console')

const parts: readonly Part[] = [
  {
    name: 'server',
    inputs: [...server.map((name) => `src/${name}`), ...pins],
    output: 'dist/.tsbuildinfo',
    make: compile,
  },
  {
    name: 'workflow bundle',
    inputs: ['src/workflows', 'src/contract', 'src/domain', 'src/worker/bundle.ts', ...pins],
    output: 'dist/workflow-bundle.js',
    make: bundle,
  },
  ...(existsSync(consoleConfig)
    ? [
        {
          name: 'console',
          inputs: ['src/console', 'src/cli/words.ts', ...pins],
          output: 'dist/console/index.html',
          make: pages,
        },
      ]
    : []),
]

async function compile(): Promise<string> {
  await run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')
  return 'compiled'
}

async function bundle(): Promise<string> {
  const code = await bundleWorkflows()
  // A worker that starts in this moment reads the old bundle or the new one, never half of one.
  await writeFile(`${workflowBundlePath}.new`, code)
  await rename(`${workflowBundlePath}.new`, workflowBundlePath)
  return `${(Buffer.byteLength(code) / 1024).toFixed(0)} KiB`
}

async function pages(): Promise<string> {
  await run('node_modules/vite/bin/vite.js', 'build', '--config', relative(root, consoleConfig))
  return `${((await compressed(join(root, 'dist/console/assets'))) / 1024).toFixed(0)} KiB compressed`
}

/** The best takes four times as long, for one byte in a hundred. */
const nearlyBest = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

/** Compressed once, here: the server sends what the browser can read. Answers the bytes of the smallest form. */
async function compressed(folder: string): Promise<number> {
  let sum = 0
  for (const name of await readdir(folder)) {
    const bytes = await readFile(join(folder, name))
    const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes, nearlyBest), promisify(gzip)(bytes)])
    await Promise.all([writeFile(join(folder, `${name}.br`), br), writeFile(join(folder, `${name}.gz`), gz)])
    sum += br.length
  }
  return sum
}

function run(...command: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command[0]} exited with ${code}`))))
  })
}

async function fingerprint(inputs: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  const files = inputs.flatMap((path) => filesUnder(root, path))
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(await readFile(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

async function lastBuild(): Promise<Record<string, string>> {
  return existsSync(stampPath) ? JSON.parse(await readFile(stampPath, 'utf8')) : {}
}

async function build(): Promise<void> {
  const stamp = await lastBuild()
  for (const { name, inputs, output, make } of parts) {
    const started = performance.now()
    const inputsNow = await fingerprint(inputs)
    const fresh = stamp[name] === inputsNow && existsSync(join(root, output))
    const outcome = fresh ? 'up to date' : await make()
    stamp[name] = inputsNow
    await mkdir(join(root, 'dist'), { recursive: true })
    await writeFile(stampPath, JSON.stringify(stamp))
    console.log(`${name}: ${outcome} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  }
}

await build().catch((failure: unknown) => {
  console.error(`build failed: ${failure instanceof Error ? failure.message : failure}`)
  process.exitCode = 1
})
