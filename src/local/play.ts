import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiClient } from '../cli/client.ts'
import { createExample, type Example, numbersOf, onboardingsOf, type Player, play } from './example.ts'
import type { People } from './exampleActs.ts'
import { patientClient } from './exampleRoad.ts'
import { type ExampleTokens, exampleTokens } from './exampleTokens.ts'
import type { Published } from './publish.ts'
import type { Stack } from './stack.ts'
import type { Stage } from './stage.ts'
import { readStandings } from './standings.ts'
import type { StateFolder } from './stateFolder.ts'

export type Play = {
  readonly stack: Stack
  readonly state: StateFolder
  readonly stage: Stage
  readonly published: Published
}

/** Plays the example from where it stands: from the start, on from where a killed start left it, or not at all any more. */
export async function playOrCarryOn({ stack, state, stage, published }: Play): Promise<Example> {
  const { apiUrl, secrets } = stack
  const [first] = secrets.operators
  const operator = patientClient(apiUrl, first)
  const example = await createExample(operator)
  const tokens = await exampleTokens(
    state,
    operator,
    example.map(({ orgId }) => orgId),
  )
  published.withTokens(tokens)
  const onlooker = clientOf(apiUrl, tokens, 'auditor')

  const known = await Promise.all(example.map(async (player) => ({ player, ...(await reached(onlooker, player)) })))
  stage.opening(known.map(({ player, words }) => [player.organisation.name, words]))
  const toPlay = known.flatMap(({ player, isPlayed }) => (isPlayed ? [] : [player]))
  const watching = watch(onlooker, example, stage)
  try {
    await Promise.all(
      toPlay.map((player) => play(player, peopleOf(apiUrl, tokens, example.indexOf(player)), stage.act)),
    )
  } finally {
    await watching.stop()
  }
  const outcomes = example.map(async ({ organisation: { name }, orgId }) => {
    return { name, numbers: await numbersOf(onlooker, orgId) }
  })
  stage.outcome(await Promise.all(outcomes))
  return example
}

const lookEveryMs = 400

/** Keeps the board as it is. What cannot be read just now is shown as it was. */
function watch(api: ApiClient, example: Example, stage: Stage): { readonly stop: () => Promise<void> } {
  if (!stage.hasBoard) return { stop: async () => undefined }
  const stopping = new AbortController()
  async function look(): Promise<void> {
    while (!stopping.signal.aborted) {
      const standings = await readStandings(api, example).catch(() => undefined)
      if (standings !== undefined && !stopping.signal.aborted) stage.board(standings)
      await sleep(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const looking = look()
  return {
    stop: async () => {
      stopping.abort()
      await looking
      stage.closeBoard()
    },
  }
}

async function reached(api: ApiClient, { orgId }: Player) {
  const known = await onboardingsOf(api, orgId)
  if (known.some(({ phase }) => phase === 'completed')) return { isPlayed: true, words: 'has come to texting before' }
  const words = known.length > 0 ? 'goes on where it stood' : 'goes from no licence to texting'
  return { isPlayed: false, words }
}

function peopleOf(apiUrl: string, tokens: ExampleTokens, index: number): People {
  return {
    admin: clientOf(apiUrl, tokens, 'admin', index),
    partner: clientOf(apiUrl, tokens, 'partner'),
    support: clientOf(apiUrl, tokens, 'support'),
  }
}

function clientOf(apiUrl: string, tokens: ExampleTokens, role: keyof ExampleTokens, index = 0): ApiClient {
  const token = tokens[role][index]
  if (!token) throw new Error(`there is no token for the ${role}`)
  return patientClient(apiUrl, token)
}
