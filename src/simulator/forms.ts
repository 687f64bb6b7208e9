import { caseUpdated, ticketOf } from './cases.ts'
import { planItems } from './plan.ts'
import { campaignUpdated, numberEvents, trafficUpdated } from './registry.ts'
import type { Circumstances, RequestBody, RequestKind } from './request.ts'
import { formSchema } from './schemas.ts'
import { type Asked, answersFor, type Script } from './script.ts'

type FormBody = RequestBody & { readonly caseReference: string; readonly form: Readonly<Record<string, unknown>> }

/** Registration forms: the desk speaks of their case, then hands them on to the registry, which speaks for itself. */
export const forms: RequestKind<'form', FormBody> = {
  kind: 'form',
  list: 'forms',
  schema: formSchema,
  idOf: (count) => `FRM-${String(count + 100_001)}`,
  take: ({ items, caseReference, form }, head, circumstances) => {
    const { script, earlier, at } = circumstances
    const asked = askedOf({ ...head, caseReference, items }, circumstances)
    const asking = { kind: 'form', items, organisation: head.organisationReference, earlier, at } as const
    const planned = planItems(isApproved(script.registry.campaigns, asked) ? script.registry.numbers : [], asking)
    return { kind: 'form', ...head, caseReference, form, items: planned }
  },
  receipt: ({ id, reference, caseReference }, _, all) => ({ formId: id, reference, ...ticketOf(caseReference, all) }),
  events: (form, circumstances) => {
    const { script, earlier, at } = circumstances
    const { caseReference } = form
    const asked = askedOf(form, circumstances)
    const named = { reference: caseReference, ...ticketOf(caseReference, earlier) }
    return [
      ...answersFor(script.desk.forms, asked).map((step) => caseUpdated(named, step, at)),
      ...answersFor(script.registry.campaigns, asked).map((step) => campaignUpdated(form, step, at)),
      ...numberEvents(form),
      ...(isApproved(script.registry.campaigns, asked) ? form.items : []).flatMap(({ reference, e164 }, index) => {
        const one = { ...asked, reference, e164s: [e164], nth: index + 1 }
        return answersFor(script.registry.traffic, one).map((step) => trafficUpdated(reference, step, at))
      }),
    ]
  },
}

function isApproved(campaigns: Script['registry']['campaigns'], asked: Asked): boolean {
  return answersFor(campaigns, asked).some((step) => step.status === 'approved')
}

/** `attempt` counts the forms of one case: reject the first, approve the second. */
function askedOf(
  { caseReference, organisationReference: organisation, items }: Omit<FormBody, 'form'>,
  { earlier }: Circumstances,
): Asked {
  const before = earlier.filter((each) => each.kind === 'form' && each.caseReference === caseReference)
  const e164s = items.map((item) => item.e164)
  return { reference: caseReference, organisation, attempt: before.length + 1, e164s }
}
