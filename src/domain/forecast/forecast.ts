import { Temporal } from 'temporal-polyfill'
import { type Course, type Duration, type Stretch, stretches } from '../policy/durations.ts'
import type { PolicyPack } from '../policy/policy.ts'
import { type Instant, instant, millis } from '../values.ts'
import { type Day, daysBetween, minusWorkingDays, plus, plusWorkingDays, workingDaysBetween } from './workingDays.ts'

/** A stretch that everybody goes along: where something stands. */
export type Standing = Exclude<Stretch, 'rejectionLoop' | 'numberPool'>

/** What is not as usual: each is a what-if of its own. */
export type Changes = {
  /** Rejections from here on, each with its loop. */
  readonly loops?: number
  readonly needsPool?: boolean
  /** Days more than usual. */
  readonly delays?: Readonly<Partial<Record<Stretch, number>>>
  /** The day on which a stretch will be done, known beforehand: the form comes back on Friday. */
  readonly doneOn?: Readonly<Partial<Record<Stretch, Day>>>
  /** Another length than the pack's, by any course. */
  readonly days?: Readonly<Partial<Record<Stretch, number>>>
}

/** On which stretch it stands, and since which day. */
export type Begun = { readonly from: Standing; readonly since: Day }

export type Step = { readonly stretch: Stretch; readonly from: Day; readonly to: Day }
export type Road = {
  readonly course: Course
  readonly loops: number
  readonly steps: readonly Step[]
  readonly finish: Day
}

export type Forecast = {
  readonly earliest: Road
  readonly likely: Road
  readonly late: Road
}

/** No loop at best, one is likely, two are late; with loops named, as many in each. */
export function forecast(begun: Begun, pack: PolicyPack, changes: Changes = {}): Forecast {
  const { loops } = changes
  return {
    earliest: roadOf(begun, pack, { ...changes, loops: loops ?? 0 }, 'earliest'),
    likely: roadOf(begun, pack, { ...changes, loops: loops ?? 1 }, 'likely'),
    late: roadOf(begun, pack, { ...changes, loops: loops ?? 2 }, 'late'),
  }
}

/** The road from where something stands to the end, day by day. */
export function roadOf({ from, since }: Begun, pack: PolicyPack, changes: Changes, course: Course): Road {
  const ahead = stretchesAhead(from, pack, changes)
  const steps: Step[] = []
  let day = since
  for (const stretch of ahead) {
    const to = changes.doneOn?.[stretch] ?? after(day, durationOf(stretch, pack, changes), course, pack)
    // A day that is past when its stretch begins ends it at once.
    const end = to < day ? day : to
    steps.push({ stretch, from: day, to: end })
    day = end
  }
  return { course, loops: changes.loops ?? 0, steps, finish: day }
}

/** By the other reading of the clock the registration runs from the opening of the case, form and all. */
function stretchesAhead(from: Standing, { readings }: PolicyPack, { loops = 0, needsPool = false }: Changes) {
  const isWithin = readings.clockStarts === 'caseOpened'
  return stretches.slice(stretches.indexOf(from)).flatMap((stretch): readonly Stretch[] => {
    if (stretch === 'rejectionLoop') return Array.from({ length: loops }, () => stretch)
    if (stretch === 'numberPool') return needsPool ? [stretch] : []
    return isWithin && (stretch === 'formSending' || stretch === 'formReturn') ? [] : [stretch]
  })
}

function durationOf(stretch: Stretch, { durations }: PolicyPack, { days = {}, delays = {} }: Changes): Duration {
  const usual = durations[stretch]
  const [other, more] = [days[stretch], delays[stretch] ?? 0]
  const length = (course: Course) => (other ?? usual.days[course]) + more
  return { ...usual, days: { earliest: length('earliest'), likely: length('likely'), late: length('late') } }
}

function after(day: Day, { days, unit }: Duration, course: Course, { countries }: PolicyPack): Day {
  return unit === 'business' ? plusWorkingDays(day, days[course], countries) : plus(day, days[course])
}

export type Deadline = {
  readonly ruleId: 'D1'
  /** The last civil day that is in time, in the zone of the pack. */
  readonly lastDay: Day
  readonly instant: Instant
  /** The day that plans aim at. */
  readonly planFor: Day
}

/** D1, by the readings of the pack. */
export function deadlineOf(pack: PolicyPack): Deadline {
  const cutoff = pack.instants.unregisteredSwitchedOff
  const lastDay = dayOf(instant(millis(cutoff) - 1), pack)
  const planned = String(pack.rules.D1.parameters['planFor'])
  return { ruleId: 'D1', lastDay, instant: cutoff, planFor: planned < lastDay ? planned : lastDay }
}

/** Working days from the day on which work begins to the day that is planned for, both of them counted. */
export function workingDaysLeft(since: Day, { planFor }: Deadline, pack: PolicyPack): number {
  return workingDaysBetween(plus(since, -1), planFor, pack.countries)
}

export type Slack = { readonly days: number; readonly workingDays: number }

/** What is left between the finish and the last day in time; negative days are days too late. */
export function slackOf(finish: Day, { lastDay }: Deadline, pack: PolicyPack): Slack {
  return {
    days: daysBetween(finish, lastDay),
    workingDays: workingDaysBetween(finish, lastDay, pack.countries),
  }
}

/** The last day on which the road may begin and still end in time, by one course. */
export function latestStart(from: Standing, by: Day, pack: PolicyPack, changes: Changes, course: Course): Day {
  return stretchesAhead(from, pack, changes)
    .toReversed()
    .reduce((day, stretch) => before(day, durationOf(stretch, pack, changes), course, pack), by)
}

function before(day: Day, { days, unit }: Duration, course: Course, { countries }: PolicyPack): Day {
  return unit === 'business' ? minusWorkingDays(day, days[course], countries) : plus(day, -days[course])
}

/** The civil day of an instant in the zone of the pack. */
export function dayOf(at: Instant, { zone }: PolicyPack): Day {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()
}
