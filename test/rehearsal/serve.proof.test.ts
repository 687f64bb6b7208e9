import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { isAlive, waitFor } from '../../src/local/process.ts'
import { cliAgainst } from '../cli/cli.ts'

const root = join(import.meta.dirname, '../..')
const program = ['--import', 'tsx', join(root, 'src/cli/main.ts')]
const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function rehearsing(...given: readonly string[]) {
  const child = spawn(process.execPath, [...program, 'rehearse', ...given], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder },
  })
  children.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString()
  })
  return { child, said }
}

/** Every process below this one, however deep. */
function descendants(pid: number): readonly number[] {
  const parents = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [parentOf(Number(name))] : []))
  const below = (of: number): readonly number[] =>
    parents.flatMap((each) => (each?.parent === of ? [each.pid, ...below(each.pid)] : []))
  return below(pid)
}

function parentOf(pid: number): { readonly pid: number; readonly parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return { pid, parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }
  } catch {
    return undefined
  }
}

const folder = mkdtempSync(join(tmpdir(), 'clearline-served-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const leftFolders = () => readdirSync(folder).filter((name) => name.startsWith('clearline-'))

test.each(['SIGINT', 'SIGKILL'] as const)(
  'a rehearsal that is served can be asked with the other commands, and %s ends it with all that it started',
  async (signal) => {
    const { child, said } = rehearsing('scenarios/happy-road.json', '--serve')
    const isServing = () => (said.err.includes('Ctrl-C') || child.exitCode !== null ? true : undefined)
    await waitFor(isServing, { timeoutMs: 120_000, everyMs: 100 })
    expect(said.out).toContain('All as expected.')
    const [, url = '', token = ''] = /CLEARLINE_URL=(\S+) CLEARLINE_TOKEN=(\S+)/.exec(said.err) ?? []
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const [, organisation = '', number = ''] = /clearline why (\S+) (\S+)/.exec(said.err) ?? []

    const cli = cliAgainst(url, token)
    const why = await cli('why', organisation, number)
    expect(why.out).toContain('every gate is passed')
    expect(why.out).toContain('2026-03-02T16:00:00.000Z')
    const history = await cli('history', organisation)
    expect(history.out).toContain('2026-01-05T17:00:00.000Z')
    expect(history.out).toContain('Onboarding completed')

    const started = descendants(child.pid ?? 0)
    expect(started.length).toBeGreaterThan(3)
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    const left = () => started.filter(isAlive)
    await waitFor(() => (left().length === 0 ? true : undefined), { timeoutMs: 30_000, everyMs: 100 })
    expect(left()).toEqual([])
    if (signal === 'SIGINT') expect(leftFolders()).toEqual([])
  },
)

test('a file that cannot be rehearsed is told in words and as JSON, and nothing is started', async () => {
  const { child, said } = rehearsing('README.md')
  await once(child, 'close')
  expect(child.exitCode).toBe(1)
  expect(said.out).toBe('')
  expect(said.err).toMatch(/SCENARIO_UNREADABLE at README\.md/)
  expect(said.err).toMatch(/What to do: /)
  expect(said.err).not.toMatch(/\n\s+at /)

  const other = rehearsing('package.json', '--json')
  await once(other.child, 'close')
  expect(JSON.parse(other.said.err)).toMatchObject({ code: 'SCENARIO_MALFORMED', whatToDo: expect.any(String) })
})

test('only one rehearsal can be served', async () => {
  const { child, said } = rehearsing('scenarios/happy-road.json', 'scenarios/silence.json', '--serve')
  await once(child, 'close')
  expect([child.exitCode, said.err.trim()]).toEqual([1, '--serve keeps one rehearsal up: give one file.'])
})
