import type { WorkflowClient, WorkflowExecutionDescription } from '@temporalio/client'
import { defaultPayloadConverter } from '@temporalio/common'
import { type Instant, instant } from '../domain/values.ts'

type History = Awaited<ReturnType<ReturnType<WorkflowClient['getHandle']>['fetchHistory']>>
type HistoryEvent = NonNullable<History['events']>[number]
type Moment = HistoryEvent['eventTime']

export type ActivityRecord = {
  readonly activityId: string
  readonly type: string
  readonly summary: string | null
  readonly attempt: number
  readonly scheduledAt: Instant
  readonly startedAt: Instant | null
  readonly endedAt: Instant | null
  readonly outcome: 'underWay' | 'completed' | 'failed' | 'timedOut' | 'cancelled'
  readonly failure: string | null
}

export type RunRecord = {
  readonly workflowId: string
  readonly runId: string
  readonly status: string
  readonly startedAt: Instant
  readonly endedAt: Instant | null
  /** The run that handed on to this one; empty for the first. */
  readonly continuedFrom: string
  readonly activities: readonly ActivityRecord[]
}

/** A run's history by its activities. One that is being tried stands in the description only, with its attempt. */
export function readRun(described: WorkflowExecutionDescription, { events }: History): RunRecord {
  const { workflowId, runId, status, startTime, closeTime, raw } = described
  const activities = new Map<string, ActivityRecord>()
  for (const event of events ?? []) {
    const known = activities.get(scheduledIn(event))
    const next = known ? after(known, event) : (scheduled(event) ?? doneWithin(event))
    if (next) activities.set(scheduledIn(event), next)
  }
  const pending = new Map((raw.pendingActivities ?? []).map((each) => [each.activityId, each]))
  return {
    workflowId,
    runId,
    status: status.name,
    startedAt: instant(startTime),
    endedAt: closeTime ? instant(closeTime) : null,
    continuedFrom: events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '',
    activities: [...activities.values()].map((each) => tried(each, pending.get(each.activityId))),
  }
}

function scheduled({ activityTaskScheduledEventAttributes: said, eventTime, userMetadata }: HistoryEvent) {
  if (!said) return undefined
  const record: ActivityRecord = {
    activityId: said.activityId ?? '',
    type: said.activityType?.name ?? '',
    summary: summaryOf(userMetadata),
    attempt: 0,
    scheduledAt: instantOf(eventTime),
    startedAt: null,
    endedAt: null,
    outcome: 'underWay',
    failure: null,
  }
  return record
}

/** A local activity: one that was made within a task of the workflow, and of which the history has its outcome alone. */
function doneWithin({ markerRecordedEventAttributes: marker, eventTime, userMetadata }: HistoryEvent) {
  const payload = marker?.markerName === 'core_local_activity' ? marker.details?.['data']?.payloads?.[0] : undefined
  if (!payload) return undefined
  const told = defaultPayloadConverter.fromPayload<LocalActivity>(payload)
  const begun = instantOf(told.original_schedule_time)
  const record: ActivityRecord = {
    activityId: told.activity_id,
    type: told.activity_type,
    summary: summaryOf(userMetadata),
    attempt: told.attempt,
    scheduledAt: begun,
    startedAt: begun,
    // Its own end is told in the workflow's time, which stands still within a task: it may lie before the begin.
    endedAt: instantOf(eventTime),
    outcome: marker?.failure ? 'failed' : 'completed',
    failure: typeOf(marker?.failure),
  }
  return record
}

/** What the SDK keeps of a local activity, in the letters of its own. */
type LocalActivity = {
  readonly activity_id: string
  readonly activity_type: string
  readonly attempt: number
  readonly original_schedule_time: Moment
}

function summaryOf(metadata: HistoryEvent['userMetadata']): string | null {
  const summary: unknown = metadata?.summary ? defaultPayloadConverter.fromPayload(metadata.summary) : null
  return typeof summary === 'string' ? summary : null
}

function after(record: ActivityRecord, event: HistoryEvent): ActivityRecord {
  const at = instantOf(event.eventTime)
  const started = event.activityTaskStartedEventAttributes
  if (started) {
    const failure = typeOf(started.lastFailure) ?? record.failure
    return { ...record, startedAt: at, attempt: started.attempt ?? 1, failure }
  }
  if (event.activityTaskCompletedEventAttributes) return { ...record, endedAt: at, outcome: 'completed' }
  if (event.activityTaskCanceledEventAttributes) return { ...record, endedAt: at, outcome: 'cancelled' }
  const failed = event.activityTaskFailedEventAttributes
  if (failed) return { ...record, endedAt: at, outcome: 'failed', failure: typeOf(failed.failure) }
  const timedOut = event.activityTaskTimedOutEventAttributes
  if (timedOut) return { ...record, endedAt: at, outcome: 'timedOut', failure: typeOf(timedOut.failure) }
  return record
}

type Pending = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number]

function tried(record: ActivityRecord, pending: Pending | undefined): ActivityRecord {
  if (!pending || record.outcome !== 'underWay') return record
  const { attempt, lastStartedTime, lastFailure } = pending
  return {
    ...record,
    attempt: attempt ?? record.attempt,
    startedAt: lastStartedTime ? instantOf(lastStartedTime) : record.startedAt,
    failure: typeOf(lastFailure) ?? record.failure,
  }
}

/** The number of the event that scheduled the activity which this one is about; the event's own where it is that one. */
function scheduledIn(event: HistoryEvent): string {
  const about =
    event.activityTaskStartedEventAttributes ??
    event.activityTaskCompletedEventAttributes ??
    event.activityTaskFailedEventAttributes ??
    event.activityTaskTimedOutEventAttributes ??
    event.activityTaskCanceledEventAttributes
  return String(about?.scheduledEventId ?? event.eventId)
}

type Failure = NonNullable<HistoryEvent['activityTaskFailedEventAttributes']>['failure']

/** The type alone: a message may quote what was sent. */
function typeOf(failure: Failure): string | null {
  if (!failure) return null
  return failure.applicationFailureInfo?.type ?? failure.cause?.applicationFailureInfo?.type ?? 'UNTYPED'
}

function instantOf(moment: Moment): Instant {
  return instant(Number(moment?.seconds ?? 0) * 1000 + Math.floor((moment?.nanos ?? 0) / 1_000_000))
}
