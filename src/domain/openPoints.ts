import { explainClass } from './explain.ts'
import type { NumberClass } from './numberClass.ts'
import type { Postponed } from './policy/cutoffs.ts'
import { packUnder } from './policy/effectivePack.ts'
import type { PolicyPack } from './policy/policy.ts'
import { type ReadingName, readingNames, readings } from './policy/ruleBook/readings.ts'
import type { Instant } from './values.ts'
import type { Answer } from './whatIf.ts'

/** Another option of a point that the rules leave open, with the pack that it makes. Those noted only decide nothing. */
export type OtherReading = { readonly name: ReadingName; readonly option: string; readonly pack: PolicyPack }

/** Every other option that can decide something, each alone, beside the readings of the pack. */
export function otherReadings(pack: PolicyPack, postponed: Postponed = {}): readonly OtherReading[] {
  return readingNames
    .filter((name) => readings[name].effect !== 'noted')
    .flatMap((name) =>
      Object.keys(readings[name].options)
        .filter((option) => option !== pack.readings[name] && !Object.hasOwn(readings[name].lacks, option))
        .map((option) => {
          const readings = { ...pack.readings, [name]: option }
          return { name, option, pack: packUnder(pack.id, { readings, postponed }) }
        }),
    )
}

/** What the number would be told under the other reading, where that is something else. Instants may class it otherwise there. */
export function otherwise(
  { usual, changed }: { readonly usual: NumberClass; readonly changed: NumberClass },
  { pack, other, at }: { readonly pack: PolicyPack; readonly other: PolicyPack; readonly at: Instant },
): { readonly before: Answer; readonly after: Answer } | undefined {
  const [before, after] = [explainClass(usual, pack, at), explainClass(changed, other, at)]
  if (before.verdict === after.verdict && before.reason === after.reason) return undefined
  return { before: answerOf(before), after: answerOf(after) }
}

function answerOf({ verdict, mayText, reason }: Answer): Answer {
  return { verdict, mayText, reason }
}
