import type { Answer } from '../api/client.ts'
import type { Event } from '../api/contract.ts'

type Temporal = NonNullable<Answer<'/v1/organisations/{orgId}/onboardings/{onboardingId}/history', 'get'>['temporal']>
export type Run = Extract<Temporal, { readonly state: 'answered' }>['runs'][number]
export type Activity = Run['activities'][number]

/** What is looked at: an activity of a run. Facts that it wrote, and it itself, are framed. */
export type Picked = { readonly runId: string; readonly activityId: string } | null

/** A fact names the activity that recorded it; facts that came over the interface name none. */
export function pickedOf({ provenance }: Pick<Event, 'provenance'>): Picked {
  return provenance === null ? null : { runId: provenance.runId, activityId: provenance.activityId }
}

export function isPicked(picked: Picked, each: Picked): boolean {
  return picked !== null && each !== null && picked.runId === each.runId && picked.activityId === each.activityId
}

export function anchorOf(each: NonNullable<Picked>): string {
  return `activity-${each.runId}-${each.activityId}`
}
