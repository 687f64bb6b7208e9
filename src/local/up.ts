import { claimStateFolder } from './claim.ts'
import { scriptFor } from './exampleScript.ts'
import { onceFolder } from './onceFolder.ts'
import { playOrCarryOn } from './play.ts'
import { guardProcesses } from './processGuard.ts'
import { publishRunFile } from './publish.ts'
import { stateFolderPath } from './runFile.ts'
import { startStack } from './stack.ts'
import { createStage, type Stage } from './stage.ts'
import { openStateFolder, type StateFolder } from './stateFolder.ts'
import { type Verified, verifyExample } from './verify.ts'

export type Up = { readonly env: NodeJS.ProcessEnv; readonly isOnce: boolean; readonly isVerbose: boolean }

/** Starts everything, plays the example and stays; `isOnce` checks the outcome, clears up and ends. Answers the exit code. */
export async function up(options: Up): Promise<number> {
  const stage = createStage(options)
  const stopping = whenAskedToStop(stage)
  try {
    return options.isOnce ? await runOnce(options, stage, stopping) : await runOn(options, stage, stopping)
  } catch (error) {
    stage.failed(error)
    return 1
  }
}

async function runOn({ env }: Up, stage: Stage, stopping: Promise<'stop'>): Promise<number> {
  const state = openStateFolder(stateFolderPath(env))
  const claim = claimStateFolder(state)
  try {
    stage.title(state.path)
    const running = await startStack({ env: withScript(env, state), state, onNews: stage.news })
    const published = publishRunFile(state, running)
    try {
      const played = playOrCarryOn({ stack: running, state, stage, published }).then(
        () => stage.whereItIs(running, state),
        (error: unknown) => {
          stage.failed(error)
          stage.whereItIs(running, state)
        },
      )
      await Promise.race([stopping, played])
      await stopping
    } finally {
      published.remove()
      await running.stop()
    }
  } finally {
    claim.release()
  }
  stage.say('Everything has stopped. The next start goes on from here.')
  return 0
}

async function runOnce({ env }: Up, stage: Stage, stopping: Promise<'stop'>): Promise<number> {
  const began = performance.now()
  const guard = guardProcesses()
  const folder = onceFolder(env)
  guard.remove(folder.path)
  let result: Verified
  try {
    const state = openStateFolder(folder.path)
    stage.title(state.path)
    const running = await startStack({
      env: { API_PORT: '0', ...withScript(env, state) },
      state,
      onNews: stage.news,
      guard,
    })
    folder.alsoRemove(running.database.home)
    const published = publishRunFile(state, running)
    try {
      const played = playOrCarryOn({ stack: running, state, stage, published })
      const example = await Promise.race([played, stopping])
      if (example === 'stop') return 130
      result = await verifyExample(running, example)
    } finally {
      await running.stop()
    }
  } finally {
    guard.release()
    folder.remove()
  }
  const seconds = Math.round((performance.now() - began) / 100) / 10
  stage.say(JSON.stringify({ ...result, seconds }))
  return 0
}

function withScript(env: NodeJS.ProcessEnv, state: StateFolder): NodeJS.ProcessEnv {
  return { ...env, SIMULATOR_SCRIPT: scriptFor(env, state) }
}

/** The second time, nothing is waited for: children end with us, and servers are taken over by the next start. */
function whenAskedToStop(stage: Stage): Promise<'stop'> {
  let times = 0
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        times += 1
        if (times > 1) process.exit(130)
        stage.stopping()
        done('stop')
      })
    }
  })
}
