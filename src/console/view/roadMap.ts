import type { Event, Onboarding } from '../api/contract.ts'

export type StageState = 'done' | 'now' | 'held' | 'ahead'
export type RoadStage = { readonly stage: string; readonly state: StageState; readonly enteredAt: string | null }

const road = ['eligibility', 'licence', 'authorisation', 'case', 'registration', 'activation'] as const

/** The road of an onboarding. On hold it stands at two stages: the one that is waited for, and the one interrupted by it. */
export function roadMap(
  { stage, phase, paused }: Pick<Onboarding, 'stage' | 'phase' | 'paused'>,
  history: readonly Event[] = [],
): readonly RoadStage[] {
  const stages: readonly string[] = stage === 'acknowledgement' ? [...road, stage] : road
  const now = phase === 'open' ? stages.indexOf(stage) : -1
  const held = paused === null ? -1 : stages.indexOf(paused.kind)
  const reached = phase === 'completed' ? stages.length : Math.max(now, held, lastEntered(stages, phase, history))
  return stages.map((each, index) => ({
    stage: each,
    state: index === now ? 'now' : index === held ? 'held' : index < reached ? 'done' : 'ahead',
    enteredAt: enteredAt(each, history),
  }))
}

/** A cancelled road went as far as it went. */
function lastEntered(stages: readonly string[], phase: string, history: readonly Event[]): number {
  if (phase !== 'cancelled') return -1
  return Math.max(-1, ...history.filter(isEntry).map(({ data }) => stages.indexOf(String(data['stage']))))
}

function enteredAt(stage: string, history: readonly Event[]): string | null {
  return history.findLast((each) => isEntry(each) && each.data['stage'] === stage)?.happenedAt ?? null
}

function isEntry({ type }: Event): boolean {
  return type === 'OnboardingStageEntered'
}
