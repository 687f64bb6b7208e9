import { createHash } from 'node:crypto'
import { standing, type Telling, tellings } from './plan.ts'
import type { EventDraft, Side } from './side.ts'
import type { Submission } from './world.ts'

/** The campaign registry as its campaign service provider shows it: numbers go onto the organisation's one campaign. */
export const registrySide: Side = {
  name: 'registry',
  path: '/registry/registrations',
  list: 'registrations',
  takesLocation: false,
  idOf: (count) => `REG-${String(count + 100_001)}`,
  receipt: (registration, at) => ({
    registrationId: registration.id,
    reference: registration.reference,
    campaignId: campaignOf(registration.organisationReference),
    items: registration.items.map((item) => {
      const answer = standing(item, at)
      if (answer === undefined) return { reference: item.reference, status: 'pending' }
      return { reference: item.reference, ...verdict(answer) }
    }),
  }),
  events: (registration) => tellings(registration.items).flatMap((telling) => eventsOf(registration, telling)),
}

function eventsOf(registration: Submission, telling: Telling): readonly EventDraft[] {
  return (['accept', 'reject'] as const).flatMap((outcome) => {
    const items = telling.items.filter((item) => item.outcome === outcome)
    if (items.length === 0) return []
    return {
      dueAt: telling.toldAt,
      copies: telling.copies,
      body: {
        type: outcome === 'accept' ? 'number.registered' : 'number.rejected',
        occurredAt: telling.happensAt,
        reference: registration.reference,
        campaignId: campaignOf(registration.organisationReference),
        items: items.map((item) => ({ reference: item.reference, ...verdict(item) })),
      },
    }
  })
}

function verdict({ outcome, code }: { readonly outcome: 'accept' | 'reject'; readonly code?: string }) {
  if (outcome === 'accept') return { status: 'registered' }
  return { status: 'rejected', ...(code === undefined ? {} : { code }) }
}

/** `C` and six characters, as the registry writes them; the same organisation always has the same campaign. */
function campaignOf(organisation: string): string {
  const digest = createHash('sha256').update(organisation).digest('hex')
  return `C${BigInt(`0x${digest}`).toString(36).slice(0, 6).toUpperCase()}`
}
