import { planned } from './plan.ts'
import type { EventDraft, RequestBody, RequestKind } from './request.ts'
import { caseSchema } from './schemas.ts'
import { answersFor, type CaseStep } from './script.ts'
import type { Moment, Submission } from './world.ts'

/** Support cases: opened for authorised numbers, told of step by step, with a ticket of the desk's own. */
export const cases: RequestKind<'case', RequestBody> = {
  kind: 'case',
  list: 'cases',
  schema: caseSchema,
  idOf: (count) => `PTC-${String(count + 100_001)}`,
  take: ({ items }, head) => ({ kind: 'case', ...head, items: items.map((item) => ({ ...item, answers: [] })) }),
  receipt: ({ id, reference }) => ({ ticket: id, reference }),
  events: ({ id, reference, organisationReference: organisation, items }, { script, earlier, at }) => {
    const before = earlier.filter((each) => each.kind === 'case' && each.organisationReference === organisation)
    const e164s = items.map((item) => item.e164)
    const steps = answersFor(script.desk.cases, { reference, organisation, attempt: before.length + 1, e164s })
    return steps.map((step) => caseUpdated({ reference, ticket: id }, step, at))
  },
}

/** The ticket is missing where the desk never opened such a case for us. */
export function caseUpdated(
  named: { readonly reference: string; readonly ticket?: string },
  step: CaseStep,
  at: Moment,
): EventDraft {
  const { happensAt, toldAt, copies, ...said } = planned(step, at)
  return {
    side: 'desk',
    dueAt: toldAt,
    copies,
    body: { type: 'case.updated', occurredAt: happensAt, ...named, ...said },
  }
}

export function ticketOf(caseReference: string, all: readonly Submission[]): { readonly ticket?: string } {
  const known = all.find((each) => each.kind === 'case' && each.reference === caseReference)
  return known === undefined ? {} : { ticket: known.id }
}
