import { describe, expect, test } from 'vitest'
import { type TextingSetting, type UserEvent, userSetting } from '../../src/domain/user.ts'
import { admin, day, given, happened, otherAdmin } from '../support/given.ts'
import { users } from './deciders.ts'

const added = happened<UserEvent>(day(1), { type: 'UserAdded', data: {} })
const set = (at: number, setting: TextingSetting) =>
  happened<UserEvent>(day(at), { type: 'UserTextingSet', data: { setting } })
const wish = { type: 'SetTexting', setting: 'overrideOn', happenedAt: day(2), source: admin } as const

describe('a user', () => {
  test('is added once', () => {
    const add = { type: 'AddUser', happenedAt: day(1), source: admin } as const
    given(users).when(add).emits({ type: 'UserAdded', data: {} })
    given(users, added).when(add).isRefused('USER_EXISTS')
  })

  test('that is not there has no setting to change', () => {
    given(users).when(wish).isRefused('USER_NOT_FOUND')
  })

  test('follows the organisation until somebody overrides that, and again when the override is taken back', () => {
    given(users, added)
      .when(wish)
      .emits({ type: 'UserTextingSet', data: { setting: 'overrideOn' } })
    const { state } = given(users, added, set(2, 'overrideOn'), set(4, 'overrideOff'), set(6, 'inherit'))
    expect([1, 2, 4, 6].map((n) => userSetting(state, day(n)))).toEqual([
      'inherit',
      'overrideOn',
      'overrideOff',
      'inherit',
    ])
  })

  test('is not set twice by one wish, but by the wish of somebody else', () => {
    given(users, added, set(2, 'overrideOn')).when(wish).changesNothing()
    given(users, added, set(2, 'overrideOn'))
      .when({ ...wish, source: otherAdmin })
      .emits({ type: 'UserTextingSet', data: { setting: 'overrideOn' } })
  })
})
