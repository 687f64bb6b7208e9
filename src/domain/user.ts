import { accept, type Decision, refuse, unreachable } from './decision.ts'
import { attestation, file, isFiled, type Meta, prevailing, type Register, type Source } from './fact.ts'
import type { Readiness } from './location.ts'
import type { Instant } from './values.ts'

/** A user's own texting setting: `inherit` re-reads the organisation's default, an override beats it (T2), never a gate. */
export type TextingSetting = 'inherit' | 'overrideOn' | 'overrideOff'

export type UserCommand =
  | { readonly type: 'AddUser'; readonly happenedAt: Instant; readonly source: Source }
  | {
      readonly type: 'SetTexting'
      readonly setting: TextingSetting
      /** T4: where the user's primary number is; absent where the rule is not in force or there is no such number. */
      readonly place?: Readiness
      readonly happenedAt: Instant
      readonly source: Source
    }

export type UserEvent =
  | { readonly type: 'UserAdded'; readonly data: Record<string, never> }
  | { readonly type: 'UserTextingSet'; readonly data: { readonly setting: TextingSetting } }

export type User = { readonly added: Register<true>; readonly setting: Register<TextingSetting> }

export const noUser: User = { added: [], setting: [] }

export function decide(command: UserCommand, user: User): Decision<UserEvent> {
  switch (command.type) {
    case 'AddUser':
      return user.added.length > 0 ? refuse('USER_EXISTS') : accept({ type: 'UserAdded', data: {} })
    case 'SetTexting': {
      if (user.added.length === 0) return refuse('USER_NOT_FOUND')
      const { setting: value, happenedAt, source } = command
      if (isFiled(user.setting, { value, happenedAt, source })) return accept()
      if (value === 'overrideOn' && isUnfit(command.place))
        return refuse('TEXTING_NOT_AT_LOCATION', 'setting', command.place)
      return accept({ type: 'UserTextingSet', data: { setting: command.setting } })
    }
    default:
      return unreachable(command)
  }
}

function isUnfit(place: Readiness | undefined): boolean {
  return place !== undefined && place !== 'ready' && place !== 'unknown'
}

export function evolve(user: User, event: UserEvent, meta: Meta): User {
  switch (event.type) {
    case 'UserAdded':
      return { ...user, added: file(user.added, attestation(true, meta)) }
    case 'UserTextingSet':
      return { ...user, setting: file(user.setting, attestation(event.data.setting, meta)) }
    default:
      return unreachable(event)
  }
}

/** `inherit` until somebody sets it: the initial setting of every user. */
export function userSetting(user: User, at: Instant): TextingSetting {
  return prevailing(user.setting, at)?.value ?? 'inherit'
}
