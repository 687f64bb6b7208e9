import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesUnder } from '../../scripts/files.ts'
import { repository } from './tree.ts'

type Dependencies = Record<string, string>
type Manifest = Record<'dependencies' | 'devDependencies' | 'overrides' | 'scripts', Dependencies>
type Lockfile = { readonly packages: Record<string, { readonly optionalDependencies?: Dependencies }> }

const read = (file: string) => readFileSync(join(repository, file), 'utf8')
const manifest: Manifest = JSON.parse(read('package.json'))

/** `owner → name` for every optional package that the lockfile names but holds no entry for. */
function missingOptionals({ packages }: Lockfile): readonly string[] {
  const held = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))
  return Object.entries(packages).flatMap(([owner, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !held.has(name))
      .map((name) => `${owner} → ${name}`),
  )
}

describe('what is installed is decided here, not on the day of the install', () => {
  test('every dependency is pinned to one exact version', () => {
    const { dependencies, devDependencies, overrides } = manifest
    const pins: Record<string, string | Record<string, string>> = { ...dependencies, ...devDependencies, ...overrides }
    // An override may be for one package's sake only.
    const versions = Object.entries(pins).flatMap(([name, pin]) =>
      typeof pin === 'string' ? [[name, pin] as const] : Object.entries(pin),
    )
    const loose = versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    expect(loose).toEqual([])
  })

  test('the packages of Temporal are all of one version', () => {
    const versions = Object.entries(manifest.dependencies).filter(([name]) => name.startsWith('@temporalio/'))
    expect(new Set(versions.map(([, version]) => version)).size).toBe(1)
  })

  test('the lockfile has an entry for every binary of every platform', () => {
    expect(missingOptionals(JSON.parse(read('package-lock.json')))).toEqual([])
  })

  test('a lockfile that lost the binary of another platform is noticed', () => {
    const packages = {
      'node_modules/tool': { optionalDependencies: { 'tool-linux': '1.0.0', 'tool-darwin': '1.0.0' } },
      'node_modules/tool/node_modules/tool-linux': {},
    }
    expect(missingOptionals({ packages })).toEqual(['node_modules/tool → tool-darwin'])
  })

  test('one copy of protobufjs serves all packages of Temporal, or replay breaks', () => {
    const { packages }: Lockfile = JSON.parse(read('package-lock.json'))
    const copies = Object.keys(packages).filter((path) => /@temporalio\/.*node_modules\/protobufjs$/.test(path))
    expect(copies).toEqual([])
  })
})

describe('the documents name commands that exist', () => {
  const documents = [
    ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].filter((file) => existsSync(join(repository, file))),
    ...filesUnder(repository, 'docs').filter((file) => file.endsWith('.md')),
  ]
  const builtIn = new Set(['ci', 'install', 'exec'])

  test.each(documents)('%s', (document) => {
    const named = [...read(document).matchAll(/(?:^ *|`|\$ |&& )npm (run (?:--silent )?)?([\w:-]+)/gm)]
      .filter(([, runs, name]) => runs !== undefined || !builtIn.has(name ?? ''))
      .map(([, , name]) => name)
    expect(named.filter((name) => name && !(name in manifest.scripts))).toEqual([])
  })
})
