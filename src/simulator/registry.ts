import { createHash } from 'node:crypto'
import { planned, type Said, type Telling, tellings } from './plan.ts'
import type { EventDraft } from './request.ts'
import type { CampaignStep, TrafficStep } from './script.ts'
import type { Moment, Of } from './world.ts'

type Form = Of<'form'>

/** The registry takes no requests of ours: it hears of forms from the desk, and answers by webhook. */
export function campaignUpdated(form: Form, step: CampaignStep, at: Moment): EventDraft {
  const { happensAt, toldAt, copies, codes = [], ...said } = planned(step, at)
  return {
    side: 'registry',
    dueAt: toldAt,
    copies,
    body: { type: 'campaign.updated', occurredAt: happensAt, ...named(form), ...said, codes },
  }
}

/** Registered and rejected numbers come apart. */
export function numberEvents(form: Form): readonly EventDraft[] {
  return tellings(form.items).flatMap((telling) => eventsOf(form, telling))
}

function eventsOf(form: Form, telling: Telling): readonly EventDraft[] {
  return (['accept', 'reject'] as const).flatMap((outcome) => {
    const items = telling.items.filter((item) => item.outcome === outcome)
    if (items.length === 0) return []
    return {
      side: 'registry' as const,
      dueAt: telling.toldAt,
      copies: telling.copies,
      body: {
        type: outcome === 'accept' ? 'number.registered' : 'number.rejected',
        occurredAt: telling.happensAt,
        ...named(form),
        items: items.map((item) => ({ reference: item.reference, ...verdict(item) })),
      },
    }
  })
}

/** Of each number by itself. It is told under the number's own reference: traffic belongs to no form. */
export function trafficUpdated(reference: string, step: TrafficStep, at: Moment): EventDraft {
  const { happensAt, toldAt, copies, codes = [], ...said } = planned(step, at)
  const body = { type: 'number.traffic', occurredAt: happensAt, reference, ...said, codes, items: [{ reference }] }
  return { side: 'registry', dueAt: toldAt, copies, body }
}

function verdict({ outcome, code }: Said) {
  if (outcome === 'accept') return { status: 'registered' }
  return { status: 'rejected', ...(code === undefined ? {} : { code }) }
}

/** A case has one campaign, `C` and six characters as the registry writes them; a form sent again is for the same one. */
function named({ reference, caseReference }: Form) {
  const digest = createHash('sha256').update(caseReference).digest('hex')
  return { reference, campaignId: `C${BigInt(`0x${digest}`).toString(36).slice(0, 6).toUpperCase()}` }
}
