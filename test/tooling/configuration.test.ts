import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

const configured = [...read('src/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name)
const readme = read('README.md')

test('every variable that a process reads is in the README', () => {
  expect(configured.length).toBeGreaterThan(15)
  expect(configured.filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
})

test('every setting of .env.example is read by a process or by docker-compose.yml', () => {
  const settings = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name)
  const compose = read('docker-compose.yml')
  expect(settings.length).toBeGreaterThan(5)
  expect(settings.filter((name) => !configured.includes(name) && !compose.includes(`\${${name}:`))).toEqual([])
})

test('every file that the README points at is there', () => {
  const links = [...readme.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path)
  expect(links.length).toBeGreaterThan(10)
  expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([])
})
