import type { Refusal } from '../domain/decision.ts'
import type { Command, CommandResult, CommandType } from './command.ts'

/** `repeated` tells that this very command was carried out before: the result is the stored one. */
export type Outcome<Type extends CommandType> =
  | { readonly ok: true; readonly result: CommandResult<Type>; readonly repeated: boolean }
  | { readonly ok: false; readonly refusal: Refusal }

/** The one path for every change: one transaction, whose result is the answer. Throws only for bugs and broken infrastructure. */
export type Execute = <Type extends CommandType>(command: Command<Type>) => Promise<Outcome<Type>>
