import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../api/testApi.ts'
import { readyOrganisation } from '../support/store.ts'
import { type Cli, cliAgainst } from './cli.ts'

let api: TestApi
let cli: Cli
let orgId: string

beforeAll(async () => {
  api = await openTestApi()
  const token = await api.token('operator')
  cli = cliAgainst(await api.app.listen({ host: '127.0.0.1', port: 0 }), token)
  orgId = (await readyOrganisation(api.store, 1)).orgId
})
afterAll(() => api.close())

const ines = ['--name', 'Ines Larkspur', '--address', 'ines@larkspur.example'] as const

test('contacts are added, listed, changed and removed, and what was written is told', async () => {
  const added = await cli('contacts', 'add', orgId, ...ines, '--for', 'customerAdmin', 'loaSigner', '--json')
  const { contactId } = JSON.parse(added.out)
  const listed = await cli('contacts', 'list', orgId)
  expect(listed.out).toMatch(/customer admin, signer of the letter +Ines Larkspur +ines@larkspur\.example +en/)
  const changed = await cli('contacts', 'change', orgId, contactId, ...ines, '--for', 'partner', '--deputy')
  expect(changed.out).toBe('changed; version 2\n')
  expect((await cli('contacts', 'list', orgId)).out).toMatch(/partner .* deputy/)
  const mails = (await cli('contacts', 'mails', orgId)).out
  expect(mails.match(new RegExp(`contact +${contactId} +en +queued`, 'g'))).toHaveLength(2)
  expect(mails).not.toContain('larkspur')
  await cli('contacts', 'remove', orgId, contactId)
  expect((await cli('contacts', 'list', orgId)).out).toBe('nobody\n')
  const late = await cli('contacts', 'change', orgId, contactId, ...ines, '--for', 'partner')
  expect(late.failed).toBe(true)
  expect(late.err).toContain('CONTACT_REMOVED')
})

test('the message to users is shown in the language asked for, with the numbers it is for', async () => {
  const before = await cli('contacts', 'message', orgId, 'unregisteredSwitchedOff')
  expect(before.out).toContain('Nobody: no number of the organisation stops texting on 02 Dec 2024, 08:00 UTC.')
  expect(before.out).toContain('Whom to ask')
  const after = await cli('contacts', 'message', orgId, 'unregisteredSwitchedOff', '--after', '--language', 'de')
  expect(after.out).toContain('gehen wieder')
})
