import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStateFolder, writeOwnerOnly, writeOwnerOnlyOnce } from '../../src/local/stateFolder.ts'
import { testFolder } from './folders.ts'

const modeOf = (path: string) => statSync(path).mode & 0o777

test('nobody but its owner can enter or read the state folder', () => {
  const state = openStateFolder(join(testFolder(), 'deep', 'state'))
  expect(modeOf(state.path)).toBe(0o700)
  writeOwnerOnly(join(state.path, 'note'), 'kept')
  expect(modeOf(join(state.path, 'note'))).toBe(0o600)
  expect(openStateFolder(state.path)).toEqual(state)
})

test('an empty folder that others could read is taken and closed', () => {
  const folder = join(testFolder(), 'state')
  mkdirSync(folder, { mode: 0o755 })
  openStateFolder(folder)
  expect(modeOf(folder) & 0o066).toBe(0)
})

test('a folder with other things in it is refused and keeps its permissions', () => {
  const folder = join(testFolder(), 'photos')
  mkdirSync(folder, { mode: 0o755 })
  writeFileSync(join(folder, 'cat.txt'), 'cat')
  expect(() => openStateFolder(folder)).toThrow('CLEARLINE_STATE')
  expect(modeOf(folder)).toBe(0o755)
})

test('what is decided once stays as the first one wrote it', () => {
  const file = join(testFolder(), 'decision')
  writeOwnerOnlyOnce(file, 'first')
  writeOwnerOnlyOnce(file, 'second')
  expect(readFileSync(file, 'utf8')).toBe('first')
})
