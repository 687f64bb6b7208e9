import { caseActivities } from './caseCommands.ts'
import { cutoffActivities } from './cutoff.ts'
import { sweepActivities } from './cutoffSweep.ts'
import { deskActivities } from './desk.ts'
import { factActivities } from './facts.ts'
import { guardActivities } from './guard.ts'
import { numberActivities } from './numbers.ts'
import { onboardingActivities } from './onboardingCommands.ts'
import type { Outside } from './outside.ts'

export function createActivities(outside: Outside) {
  return {
    ...factActivities(outside),
    ...onboardingActivities(outside),
    ...caseActivities(outside),
    ...deskActivities(outside),
    ...numberActivities(outside),
    ...cutoffActivities(outside),
    ...sweepActivities(outside),
    ...guardActivities(outside),
  }
}

export type Activities = ReturnType<typeof createActivities>
