import { caseActivities } from './caseCommands.ts'
import { deskActivities } from './desk.ts'
import { factActivities } from './facts.ts'
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
  }
}

export type Activities = ReturnType<typeof createActivities>
