import { type Age, publication } from './ages.ts'
import { cutoffsUnder, zones } from './cutoffs.ts'
import { outsideActsIn } from './outsideActs.ts'
import type { PolicyPack } from './policy.ts'
import { type ChosenReadings, defaultReadings } from './ruleBook/readings.ts'
import { rulesIn } from './ruleBook/ruleInPack.ts'
import { sources } from './sources.ts'
import { waits } from './waits.ts'

/** The pack of one age under the readings chosen, each point left out by its default. Other readings make another content hash. */
export function buildPack(age: Age, chosen: Partial<ChosenReadings> = {}): PolicyPack {
  const readings: ChosenReadings = { ...defaultReadings, ...chosen }
  const instants = cutoffsUnder(readings)
  return {
    id: age,
    effectiveFrom: publication[age].at,
    isEffectiveFromAssumed: publication[age].isAssumed,
    readings,
    rules: rulesIn(age, readings, instants),
    zone: zones[readings.zone],
    instants,
    countries: ['US', 'CA'],
    pstnConnection: 'ciscoPstn',
    lateAfterMinutes: 60,
    waits,
    outsideActs: outsideActsIn(age),
    sources,
  }
}
