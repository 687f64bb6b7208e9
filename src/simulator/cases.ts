import { answerOf } from './orders.ts'
import { planItems, planned, tellings } from './plan.ts'
import type { EventDraft, RequestBody, RequestKind } from './request.ts'
import { caseSchema } from './schemas.ts'
import { answersFor, type CaseStep } from './script.ts'
import type { Moment, Of, Submission } from './world.ts'

type CaseBody = RequestBody & { readonly kind?: 'registration' | 'authorisationHelp' }

/** What is said of a case that has a form. */
const ofForms: readonly CaseStep['status'][] = ['formSent', 'formReceived']

/**
 * Support cases: told of step by step, with a ticket of the desk's own. One of registration is for authorised numbers; one of
 * help has no form, and is answered number by number.
 */
export const cases: RequestKind<'case', CaseBody> = {
  kind: 'case',
  list: 'cases',
  schema: caseSchema,
  idOf: (count) => `PTC-${String(count + 100_001)}`,
  take: ({ items, kind }, head, { script, earlier, at }) => {
    const asking = { kind: 'case', items, organisation: head.organisationReference, earlier, at } as const
    return { kind: 'case', ...head, items: planItems(kind === 'authorisationHelp' ? script.desk.help : [], asking) }
  },
  receipt: ({ id, reference }) => ({ ticket: id, reference }),
  events: (supportCase, { script, earlier, at }) => {
    const { id, reference, organisationReference: organisation, items } = supportCase
    const before = earlier.filter((each) => each.kind === 'case' && each.organisationReference === organisation)
    const e164s = items.map((item) => item.e164)
    const steps = answersFor(script.desk.cases, { reference, organisation, attempt: before.length + 1, e164s })
    const answers = answerEvents(supportCase)
    const told = answers.length === 0 ? steps : steps.filter(({ status }) => !ofForms.includes(status))
    return [...told.map((step) => caseUpdated({ reference, ticket: id }, step, at)), ...answers]
  },
}

function answerEvents({ id, reference, items }: Of<'case'>): readonly EventDraft[] {
  return tellings(items).map(({ toldAt, happensAt, copies, items: told }) => ({
    side: 'desk',
    dueAt: toldAt,
    copies,
    body: { type: 'case.answered', occurredAt: happensAt, reference, ticket: id, items: told.map(answerOf) },
  }))
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
