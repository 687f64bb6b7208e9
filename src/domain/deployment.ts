import { accept, type Decision, refuse, unreachable } from './decision.ts'
import {
  type ChosenReadings,
  defaultReadings,
  isOption,
  readings as openPoints,
  type ReadingName,
  readingNames,
} from './policy/ruleBook/readings.ts'

/** An operator reads a point that the rules leave open in one of its ways, for every organisation. */
export type DeploymentCommand = { readonly type: 'ChooseReading'; readonly point: string; readonly option: string }

export type DeploymentEvent = {
  readonly type: 'ReadingChosen'
  readonly data: { readonly point: ReadingName; readonly option: string }
}

/** Its choices, the last one of each point. An act of ours, not a report: the order of the events counts. */
export type Deployment = { readonly readings: ChosenReadings }

export const noDeployment: Deployment = { readings: defaultReadings }

export function decide(command: DeploymentCommand, { readings }: Deployment): Decision<DeploymentEvent> {
  switch (command.type) {
    case 'ChooseReading': {
      const point = readingNames.find((name) => name === command.point)
      if (point === undefined) return refuse('READING_NOT_FOUND', 'point')
      if (!isOption(point, command.option)) return refuse('READING_OPTION_NOT_FOUND', 'option')
      if (Object.hasOwn(openPoints[point].lacks, command.option)) return refuse('READING_LACKS_FACT', 'option')
      if (readings[point] === command.option) return accept()
      return accept({ type: 'ReadingChosen', data: { point, option: command.option } })
    }
    default:
      return unreachable(command.type)
  }
}

export function evolve(deployment: Deployment, event: DeploymentEvent): Deployment {
  switch (event.type) {
    case 'ReadingChosen': {
      const { point, option } = event.data
      return { ...deployment, readings: { ...deployment.readings, [point]: option } }
    }
    default:
      return unreachable(event.type)
  }
}

/** What deviates from the defaults: what a pack is built by. */
export function deviating({ readings }: Deployment): Partial<ChosenReadings> {
  const names = readingNames.filter((name) => readings[name] !== defaultReadings[name])
  return Object.fromEntries(names.map((name) => [name, readings[name]]))
}
