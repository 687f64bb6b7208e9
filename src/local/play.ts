import type { OnboardingSummaryAnswer } from '../cli/answers.ts'
import { createExampleOrganisation, exampleNumbersOf, playExample } from './example.ts'
import { openRoad, patientClient, type Road } from './exampleRoad.ts'
import { type ExampleTokens, exampleTokens } from './exampleTokens.ts'
import { exampleName } from './exampleWorld.ts'
import type { Published } from './publish.ts'
import type { Stack } from './stack.ts'
import type { Stage } from './stage.ts'
import type { StateFolder } from './stateFolder.ts'

export type Play = {
  readonly stack: Stack
  readonly state: StateFolder
  readonly stage: Stage
  readonly published: Published
}

/** Plays the example from where it stands: from the start, on from where a killed start left it, or not at all any more. */
export async function playOrCarryOn({ stack, state, stage, published }: Play): Promise<Road> {
  const { apiUrl, secrets } = stack
  const [first] = secrets.operators
  const operator = patientClient(apiUrl, first)
  const orgId = await createExampleOrganisation(operator)
  const tokens = await exampleTokens(state, operator, orgId)
  published.withTokens(tokens)
  const people = { admin: clientOf(apiUrl, tokens, 'admin'), partner: clientOf(apiUrl, tokens, 'partner') }

  const known = await people.admin.all<OnboardingSummaryAnswer>(`/v1/organisations/${orgId}/onboardings`)
  const played = known.find(({ phase }) => phase === 'completed')
  stage.heading(exampleName, headline(known.length, played !== undefined))
  const road = played ? openRoad(people.admin, orgId, played.id) : await playExample(orgId, people, stage.act)
  stage.numbers(await exampleNumbersOf(people.admin, orgId))
  return road
}

function headline(known: number, isPlayed: boolean): string {
  if (isPlayed) return 'has come to texting before; its numbers:'
  return known > 0 ? 'goes on where it stood' : 'goes from no licence to texting'
}

function clientOf(apiUrl: string, tokens: ExampleTokens, role: 'admin' | 'partner') {
  const [token] = tokens[role]
  if (!token) throw new Error(`there is no token for the ${role}`)
  return patientClient(apiUrl, token)
}
