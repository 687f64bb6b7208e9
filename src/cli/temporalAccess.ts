import { type TemporalSettings, temporalSettings } from '../temporal.ts'
import { type Given, runFileOf, Unusable } from './connection.ts'

/** `TEMPORAL_ADDRESS` and what goes with it, else what the stack on this machine says of itself. */
export function temporalAccess(given: Given, env: NodeJS.ProcessEnv): TemporalSettings {
  if (env['TEMPORAL_ADDRESS']) return temporalSettings(env)
  const run = runFileOf(given, env)
  if (run === undefined) {
    throw new Unusable(
      'Where is Temporal? Set TEMPORAL_ADDRESS (and TEMPORAL_NAMESPACE), or --state to a running folder.',
    )
  }
  const { temporalAddress: address, temporalNamespace: namespace } = run
  return { connection: { address }, namespace }
}
