import type { Instant } from '../values.ts'
import type { Age } from './ages.ts'
import { buildPack } from './buildPack.ts'
import type { Postponed } from './cutoffs.ts'
import { packAt, packs } from './packs.ts'
import type { PolicyPack } from './policy.ts'
import { type ChosenReadings, readingNames } from './ruleBook/readings.ts'

/** What this deployment has chosen for itself: readings other than the defaults, and cutoffs put off. */
export type DeploymentPolicy = { readonly readings: Partial<ChosenReadings>; readonly postponed: Postponed }

export const nothingChosen: DeploymentPolicy = { readings: {}, postponed: {} }

/** The pack that decides here at an instant: that of its age, by what the deployment has chosen. */
export function effectivePack(at: Instant, chosen: DeploymentPolicy): PolicyPack {
  return packUnder(packAt(at).id, chosen)
}

const built = new Map<string, PolicyPack>()
/** A deployment changes its mind seldom; questions under other readings come and go. */
const mostBuilt = 200

/** The pack of an age by what is chosen. Equal choices give one and the same object, so that its hash is counted once. */
export function packUnder(age: Age, chosen: DeploymentPolicy): PolicyPack {
  const key = keyOf(age, chosen)
  const known = key === '' ? packs.find(({ id }) => id === age) : built.get(key)
  if (known) return known
  const pack = buildPack(age, chosen.readings, chosen.postponed)
  if (built.size >= mostBuilt) built.clear()
  built.set(key, pack)
  return pack
}

/** Empty where nothing deviates. */
function keyOf(age: Age, { readings, postponed }: DeploymentPolicy): string {
  const [usual] = packs
  const deviating = readingNames.filter((name) => (readings[name] ?? usual?.readings[name]) !== usual?.readings[name])
  const later = Object.entries(postponed).sort(([one], [other]) => (one < other ? -1 : 1))
  if (deviating.length === 0 && later.length === 0) return ''
  return JSON.stringify([age, deviating.map((name) => [name, readings[name]]), later])
}
