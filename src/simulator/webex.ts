import { randomUUID } from 'node:crypto'
import { planned } from './plan.ts'
import type { Circumstances, EventDraft } from './request.ts'
import { answersFor, type WebexStep } from './script.ts'
import type { Head, Item, Moment } from './world.ts'

/**
 * What Webex tells by itself. It has webhooks for batch jobs, which change numbers and licences in bulk without saying which, and
 * for the standing of a service app; none for numbers, locations, users or licences themselves.
 */
export function orderNotices(
  { reference, organisationReference: organisation, items }: Head & { readonly items: readonly Item[] },
  { script, earlier, at }: Circumstances,
): readonly EventDraft[] {
  const before = earlier.filter((each) => each.kind === 'order' && each.organisationReference === organisation)
  const e164s = items.map((item) => item.e164)
  const steps = answersFor(script.webex.orders, { reference, organisation, attempt: before.length + 1, e164s })
  return steps.map((step) => noticeOf(step, at))
}

function noticeOf(step: WebexStep, at: Moment): EventDraft {
  const { notice, happensAt, toldAt, copies } = planned(step, at)
  const [resource, event] = notice.split('.')
  const data = { id: randomUUID(), created: happensAt }
  return { side: 'webex', dueAt: toldAt, copies, body: { ...hook(at), resource, event, data } }
}

/** What every webhook of Webex says of itself; `created` is when it was set up. */
function hook(created: Moment) {
  return { id: 'simulated-webhook', name: 'Clearline', ownedBy: 'org', status: 'active', created }
}
