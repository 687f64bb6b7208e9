import * as z from 'zod'
import type { PolicyPack } from '../domain/policy/policy.ts'
import { serviceClass } from '../domain/serviceClass.ts'
import type { CaseView, FormVersion } from '../store/views/caseView.ts'
import { live, paused, wait } from './onboardingSchemas.ts'
import { actCard, actor, idOut, instantOut } from './schemas.ts'

export const caseKinds = ['registration', 'authorisationHelp'] as const

export const caseSummary = z
  .object({
    id: idOut,
    version: z.int(),
    onboardingId: idOut,
    caseNumber: z.int().describe('ours, for people'),
    serviceClass: z.string().nullable().describe('how carriers class what is sent from its numbers'),
    kind: z.enum(caseKinds).describe('authorisationHelp: asks for numbers that the picker lacks, and has no form'),
    ticket: z.string().nullable().describe("the desk's, which may come late"),
    phase: z.string(),
    status: z.string().describe("the desk's last word; unconfirmed until it has said one"),
    isUnconfirmed: z.boolean().describe('opened here, and nobody has reported yet that the desk has it'),
    stage: z.string().describe('what it waits for'),
    owner: z.string().nullable().describe('who must act'),
    since: instantOut.nullable(),
    dueAt: instantOut.nullable(),
    isOverdue: z.boolean(),
    formVersion: z.int().describe('the newest form; 0 where there is none yet'),
    rejections: z.int().describe('how often a form was judged and not approved'),
    openedAt: instantOut,
    endedAt: instantOut.nullable(),
    numbers: z
      .object({ waiting: z.int(), registered: z.int(), rejected: z.int() })
      .describe('the numbers in it now; none once it has ended. Of one of help: not answered, authorised, and refused'),
  })
  .meta({ id: 'CaseSummary' })

const decision = z.object({
  outcome: z.string(),
  campaign: z.string(),
  codes: z.array(z.string()),
  registered: z.int(),
  rejected: z.int(),
  outstanding: z.int(),
  decidedAt: instantOut,
})

const formVersion = z
  .object({
    formVersion: z.int(),
    contentHash: z.string().describe('SHA-256 of the form as canonical JSON'),
    submittedAt: instantOut,
    submittedBy: actor,
    sentAt: instantOut.nullable().describe('when it went to the desk'),
    decisions: z.array(decision),
  })
  .meta({ id: 'FormVersion' })

export const supportCase = caseSummary
  .extend({
    wait: wait.nullable(),
    paused: paused.nullable(),
    attempts: z.array(formVersion).describe('every version of the form, the newest first'),
    cards: z.array(actCard).describe('what is to be done outside now'),
    live: live.optional(),
  })
  .meta({ id: 'Case' })

const text = z.string().max(8_000)

/** Lengths and forms are for the domain to judge, each with its field. */
export const registrationForm = z
  .strictObject({
    brand: z.strictObject({
      legalName: text,
      country: text,
      taxId: text,
      entityType: z.enum(['privateProfit', 'publicProfit', 'nonProfit', 'government']),
      website: text,
      supportEmail: text,
      street: text,
      city: text,
      region: text,
      postalCode: text,
    }),
    campaign: z.strictObject({
      useCase: text,
      description: text,
      messageFlow: text,
      samples: z.array(text).max(20),
      optInMessage: text,
      optOutMessage: text,
      helpMessage: text,
      privacyPolicyUrl: text,
      termsUrl: text,
    }),
  })
  .meta({ id: 'RegistrationForm' })

export function shownCase(view: CaseView, pack: PolicyPack): z.output<typeof caseSummary> {
  const { waiting, registered, rejected, ...rest } = view
  return {
    ...rest,
    serviceClass: serviceClass(pack),
    isUnconfirmed: rest.status === 'unconfirmed',
    numbers: { waiting, registered, rejected },
  }
}

export function shownForm({ documentId: _documentId, ...form }: FormVersion): z.output<typeof formVersion> {
  return {
    ...form,
    submittedBy: { ...form.submittedBy },
    decisions: form.decisions.map(({ campaignRef, codes, ...each }) => ({
      ...each,
      campaign: campaignRef,
      codes: [...codes],
    })),
  }
}
