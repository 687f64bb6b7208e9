export { cutoff } from './cutoff.ts'
export { guardSweep } from './guardSweep.ts'
export { onboarding } from './onboarding.ts'
export { supportCase } from './supportCase.ts'
