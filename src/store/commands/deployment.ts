import { deviating } from '../../domain/deployment.ts'
import type { CommandData, CommandResult } from '../command.ts'
import { type Context, type Decided, done } from '../context.ts'
import { policyAt } from '../policy.ts'
import type { Transaction } from '../pool.ts'
import { change, deployments } from '../streams.ts'

/** Acts at once on every answer; what processes wait for is told to them by the turning, organisation by organisation. */
export async function chooseReading(
  { tx, orgId, at, recording, policy }: Context,
  { point, option }: CommandData<'ChooseReading'>,
): Promise<Decided<CommandResult<'ChooseReading'>>> {
  // Nobody else speaks of these choices: no source ranks before another.
  const act = { ...recording, source: { ...recording.source, rank: 0 } }
  const stream = { orgId, id: orgId, at, recording: act }
  const changed = await change(tx, deployments, stream, { type: 'ChooseReading', point, option })
  if (!changed.ok) return changed
  if (changed.events.length > 0) await callOrganisations(tx)
  const { postponed } = policy.chosen
  return done({
    version: changed.version,
    policyVersion: policyAt(at, { readings: deviating(changed.state), postponed }).version,
  })
}

/** Whatever changes the deployment's policy calls this: the turning then tells every organisation's processes. */
export async function callOrganisations(tx: Transaction): Promise<void> {
  await tx.query('update deployment set changes = changes + 1')
}
