import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DCLinter } from 'dclint'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { filesUnder } from '../../scripts/files.ts'
import { apiConfig, workerConfig } from '../../src/config.ts'
import { searchAttributeTypes } from '../../src/contract/searchAttributes.ts'
import { plantTree, repository } from './tree.ts'

type Service = {
  readonly image?: string
  readonly profiles: readonly string[]
  readonly command?: readonly string[]
  readonly volumes?: readonly string[]
  readonly ports?: readonly string[]
  readonly environment?: Record<string, string>
  readonly depends_on?: Record<string, { readonly condition: string }>
}
type Linted = { readonly messages: readonly { readonly rule: string; readonly message: string }[] }
type Compose = { readonly services: Record<string, Service> }

const composeFile = join(repository, 'docker-compose.yml')
const text = readFileSync(composeFile, 'utf8')
const compose: Compose = parse(text, { merge: true })
const services = Object.entries(compose.services)

const layoutOnly = ['service-keys-order', 'services-alphabetical-order', 'service-dependencies-alphabetical-order']
const rules = {
  ...Object.fromEntries(layoutOnly.map((rule) => [rule, 0 as const])),
  'top-level-properties-order': 0 as const,
  'service-ports-alphabetical-order': 0 as const,
  // Three services share one image, which is built here unless it was pulled.
  'no-build-and-image': 0 as const,
}

/** The published schema of compose files, and the linter's rules on tags, ports and names. */
function complaints(file: string): readonly string[] {
  const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] })
  const results: readonly Linted[] = linter.lintFiles([file], false)
  return results.flatMap(({ messages }) => messages.map(({ rule, message }) => `${rule}: ${message}`))
}

const variables = [...new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? ''))]
/** As compose fills in a service's environment from `.env`. */
function environmentOf(service: string, dotenv: Record<string, string>): Record<string, string> {
  const filled = (value: string) =>
    value.replace(
      /\$\{(\w+)(?::[-?]([^}]*))?\}/g,
      (_, name: string, otherwise: string) => dotenv[name] ?? otherwise ?? '',
    )
  const environment = Object.entries(compose.services[service]?.environment ?? {})
  return Object.fromEntries(environment.map(([name, value]) => [name, filled(value)]))
}

const required = [...new Set([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name ?? ''))]

describe('docker-compose.yml', () => {
  test('is a valid compose file', () => {
    expect(complaints(composeFile)).toEqual([])
  })

  test('an invalid one would be noticed', async () => {
    const tree = await plantTree([], { 'docker-compose.yml': 'services:\n  api:\n    image: a:1\n    portz: [1]\n' })
    try {
      expect(complaints(join(tree.root, 'docker-compose.yml'))).not.toEqual([])
    } finally {
      await tree.remove()
    }
  })

  test('every service waits only for services of its own profiles, and one-shot ones for their success', () => {
    const oneShot = ['temporal-schema', 'temporal-bootstrap', 'migrate']
    const wrong = services.flatMap(([name, { profiles, depends_on = {} }]) =>
      Object.entries(depends_on).flatMap(([other, { condition }]) => {
        const expectedCondition = oneShot.includes(other) ? 'service_completed_successfully' : 'service_healthy'
        const reachable = profiles.every((each) => compose.services[other]?.profiles.includes(each))
        return reachable && condition === expectedCondition ? [] : [`${name} → ${other}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  test('nothing is published beyond this machine', () => {
    const published = services.flatMap(([, { ports = [] }]) => ports)
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
  })

  test('every mounted file exists, and every script is one that the shell can read', () => {
    const mounted = services
      .flatMap(([, { volumes = [] }]) => volumes)
      .filter((volume) => volume.startsWith('./'))
      .flatMap((volume) => filesUnder(repository, volume.slice(2).split(':')[0] ?? ''))
    expect(mounted.sort()).toEqual(filesUnder(repository, 'compose'))
    for (const script of mounted.filter((file) => file.endsWith('.sh')))
      expect(spawnSync('bash', ['-n', join(repository, script)]).status, script).toBe(0)
  })

  test('what each container runs is a file of the build', () => {
    const entries = services.flatMap(([, { command = [] }]) => command.filter((word) => word.startsWith('dist/')))
    const sources = entries.map((entry) => entry.replace(/^dist/, 'src').replace(/\.js$/, '.ts'))
    expect(sources.filter((file) => filesUnder(repository, file).length === 0)).toEqual([])
  })

  test('the search attributes that the product writes are the ones that both profiles register', () => {
    const names = Object.keys(searchAttributeTypes)
    const bootstrap = readFileSync(join(repository, 'compose/temporal/bootstrap.sh'), 'utf8')
    expect(/for name in (.*); do/.exec(bootstrap)?.[1]?.split(' ')).toEqual(names)
    const development = compose.services['temporal-dev']?.command?.filter((word) =>
      word.startsWith('--search-attribute='),
    )
    expect(development).toEqual(
      Object.entries(searchAttributeTypes).map(([name, type]) => `--search-attribute=${name}=${type}`),
    )
  })

  test('.env.example names every secret that must be set, and nothing that nobody reads', () => {
    const example = readFileSync(join(repository, '.env.example'), 'utf8')
    const offered = [...example.matchAll(/^(\w+)=/gm)].map(([, name]) => name ?? '')
    expect(required.filter((name) => !offered.includes(name))).toEqual([])
    expect(offered.filter((name) => !variables.includes(name))).toEqual([])
  })

  test('what the containers are given is a configuration that the processes accept', () => {
    const dotenv = {
      ...Object.fromEntries(required.map((name) => [name, 'secret'])),
      CLEARLINE_MASTER_KEY: Buffer.alloc(32, 'k').toString('base64'),
      DESK_WEBHOOK_SECRET: 'whsec_c2VjcmV0',
    }
    expect(apiConfig(environmentOf('api', dotenv))).toMatchObject({ API_PORT: 8080, TEMPORAL_NAMESPACE: 'clearline' })
    expect(workerConfig(environmentOf('worker', dotenv))).toMatchObject({ TEMPORAL_ADDRESS: 'temporal:7233' })
    const read = ['src/config.ts', 'src/store/migrateMain.ts'].map((file) =>
      readFileSync(join(repository, file), 'utf8'),
    )
    const given = ['api', 'worker', 'migrate'].flatMap((name) => Object.keys(environmentOf(name, dotenv)))
    expect(given.filter((name) => !read.some((source) => source.includes(name)))).toEqual([])
  })

  const hasCompose = spawnSync('docker', ['compose', 'version']).status === 0
  test.skipIf(!hasCompose)('docker compose itself resolves both profiles (skipped where the plugin is missing)', () => {
    const secrets = Object.fromEntries(required.map((name) => [name, 'secret']))
    const args = ['compose', '--file', composeFile, '--profile', 'dev', '--profile', 'full', 'config', '--services']
    const resolved = execFileSync('docker', args, { env: { ...process.env, ...secrets }, encoding: 'utf8' })
    expect(resolved.trim().split('\n').sort()).toEqual(services.map(([name]) => name).sort())
  })
})
