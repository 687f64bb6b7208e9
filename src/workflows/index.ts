export { onboarding } from './onboarding.ts'
export { supportCase } from './supportCase.ts'
