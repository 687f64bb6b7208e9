import type { NumberAnswer, OnboardingSummaryAnswer } from '../cli/answers.ts'
import type { ApiClient } from '../cli/client.ts'
import { key, type People } from './exampleActs.ts'
import { playHarbour, playLarkspur, type Story } from './exampleStories.ts'
import { type ExampleOrganisation, harbour, larkspur } from './exampleWorld.ts'

/** One thing that somebody does, and what came of it. */
export type Act = {
  readonly organisation: string
  readonly who: string
  readonly does: string
  readonly lines: readonly string[]
}

/** An organisation of the example as it is in the database. */
export type Player = { readonly organisation: ExampleOrganisation; readonly story: Story; readonly orgId: string }

export type Example = readonly Player[]

const cast = [
  { organisation: larkspur, story: playLarkspur },
  { organisation: harbour, story: playHarbour },
] as const

export async function createExample(operator: ApiClient): Promise<Example> {
  const example: Player[] = []
  for (const [index, each] of cast.entries()) {
    const { name } = each.organisation
    const asked = key(`org/${index + 1}`)
    const created = await operator.post<{ organisationId: string }>('/v1/organisations', { name }, asked)
    example.push({ ...each, orgId: created.organisationId })
  }
  return example
}

/** Plays one organisation to its end, from where it stands. */
export function play({ organisation, story, orgId }: Player, people: People, onAct: (act: Act) => void): Promise<void> {
  const tell = (who: string, does: string, ...lines: readonly string[]) =>
    onAct({ organisation: organisation.short, who, does, lines })
  return story({ organisation, at: pathOf(orgId), people, tell })
}

export function onboardingsOf(api: ApiClient, orgId: string): Promise<readonly OnboardingSummaryAnswer[]> {
  return api.all<OnboardingSummaryAnswer>(`${pathOf(orgId)}/onboardings`)
}

export function numbersOf(api: ApiClient, orgId: string): Promise<readonly NumberAnswer[]> {
  return api.all<NumberAnswer>(`${pathOf(orgId)}/numbers`)
}

export function pathOf(orgId: string): string {
  return `/v1/organisations/${orgId}`
}
