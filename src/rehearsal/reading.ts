import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ScenarioRefused } from './refused.ts'
import { actNames, type Checked, checkScenario, checkTwins, type Scenario } from './scenario.ts'
import { sound } from './sound.ts'
import { withTwins } from './unruly.ts'

/** Reads and checks a file before anything is started. Throws ScenarioRefused, whose place begins with the file's name. */
export function readScenario(path: string): Scenario {
  return inFile(path, () => scenarioOf(textOf(path), (name) => readScenario(join(dirname(path), name))))
}

/** `played` reads the scenario that another one plays. */
export function scenarioOf(text: string, played: (name: string) => Scenario): Scenario {
  const json = jsonOf(text)
  if (typeof json !== 'object' || json === null || !('plays' in json)) return sound(taken(checkScenario(json)))
  const { title, plays, unruly } = taken(checkTwins(json))
  return sound({ ...withTwins(played(plays), unruly), title })
}

function inFile(path: string, read: () => Scenario): Scenario {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ScenarioRefused) || error.place.includes('.json')) throw error
    throw new ScenarioRefused(
      error.code,
      `${basename(path)}${error.place === '' ? '' : ` ${error.place}`}`,
      error.reason,
    )
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be opened'
    throw new ScenarioRefused('SCENARIO_UNREADABLE', '', `the file cannot be read (${code})`)
  }
}

function jsonOf(text: string): unknown {
  if (text.trim() === '') throw new ScenarioRefused('SCENARIO_UNREADABLE', '', 'the file is empty')
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it is no JSON'
    throw new ScenarioRefused('SCENARIO_UNREADABLE', '', `the file is no JSON (${reason})`)
  }
}

function taken<Form>(checked: Checked<Form>): Form {
  if (checked.ok) return checked.form
  const { path, reason, isUnknownAct } = checked.malformed
  if (isUnknownAct) throw new ScenarioRefused('ACT_UNKNOWN', placeOf(path), `the acts are ${actNames.join(', ')}`)
  throw new ScenarioRefused('SCENARIO_MALFORMED', placeOf(path), reason)
}

/** `acts`, `3`, `place` → `acts[3].place` */
function placeOf(path: readonly string[]): string {
  return path
    .map((each) => (/^\d+$/.test(each) ? `[${each}]` : `.${each}`))
    .join('')
    .replace(/^\./, '')
}
