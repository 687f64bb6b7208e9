import * as z from 'zod'
import { exemptionScopes, leniencies } from '../domain/cutoff.ts'
import { planVerdicts } from '../domain/cutoffPlan.ts'
import { brand, type ExemptionId } from '../domain/values.ts'
import { because, idOut, instantOut, instantText, numberId, organisationId } from './schemas.ts'

export const oneCutoff = z.strictObject({ cutoffId: z.string().max(40) })
export const planNo = z.coerce.number().int().min(1).max(1_000_000)
export const exemptionId = z.uuid().transform((text) => brand<ExemptionId>(text.toLowerCase()))
export const requestId = z.uuid().transform((text) => text.toLowerCase())

export const cutoff = z
  .object({
    id: z.string(),
    kind: z.enum(['stopDefaultOn', 'stopTrials', 'advise', 'switchOff']),
    ruleId: z.string(),
    instant: instantOut.describe('half-open, and what the gate acts by: from here on'),
    statedInstant: instantOut.describe('as the rule says it; another one where the cutoff was put off'),
    zone: z.string(),
    isOver: z.boolean(),
    noticeDays: z.array(z.int()),
    needsApproval: z.boolean(),
    undoUntil: instantOut.nullable().describe('the end of the window in which it can be undone'),
    countTolerance: z.number(),
    isExemptable: z.boolean(),
    unknownAt: z.enum(['keepLast', 'refuse']),
    keptDays: z.int(),
    publishedAt: instantOut.nullable(),
    wasPast: z.boolean().describe('over when it was published: nothing is written before the import is complete'),
    importCompletedAt: instantOut.nullable(),
    planNo: z.int().describe('the last plan; 0: none'),
    approvedPlanNo: z.int().nullable(),
    approvedHash: z.string().nullable(),
    approvedAt: instantOut.nullable(),
    executedPlanNo: z.int().nullable(),
    executedAt: instantOut.nullable(),
    verifiedAt: instantOut.nullable(),
    waiting: z.int().nullable().describe('numbers that wait for the approval of their class, by the last verification'),
    closedAt: instantOut.nullable(),
  })
  .meta({ id: 'Cutoff' })

const by = z.object({ by: z.string(), at: instantOut }).nullable()

export const request = z
  .object({
    requestId: idOut,
    kind: z.enum(['exempt', 'revoke', 'postpone', 'undo']),
    exemptionId: idOut.nullable(),
    until: instantOut.nullable(),
    reason: z.string(),
    requestedBy: z.string(),
    requestedAt: instantOut,
    confirmed: by,
  })
  .meta({ id: 'CutoffRequest' })

export const exemption = z
  .object({
    exemptionId: idOut,
    scope: z.enum(exemptionScopes),
    orgId: idOut.nullable(),
    class: z.string().nullable(),
    numbers: z.int().nullable().describe('how many are in it, where it is of a class or a list'),
    until: instantOut,
    reason: z.string(),
    isUndo: z.boolean(),
    isActive: z.boolean(),
    requestedBy: z.string(),
    requestedAt: instantOut,
    granted: by,
    revoked: by,
    unwritten: z.int().describe('numbers of it that the gate does not know of yet'),
  })
  .meta({ id: 'Exemption' })

export const wholeCutoff = cutoff.extend({ requests: z.array(request), exemptions: z.array(exemption) })

export const planVerdict = z.enum(planVerdicts)

const decided = {
  count: z.int(),
  verdict: planVerdict,
  reason: z.string(),
  owner: z.string().nullable().describe('who can change it, or who has the fact that is missing'),
  act: z.string().nullable(),
  samples: z.array(idOut).describe('some of its numbers'),
}

export const planClass = z
  .object({
    class: z.string().describe('the key of the class: what an exemption of it names'),
    axes: z.record(z.string(), z.string()).describe('what its numbers have in common'),
    ...decided,
    release: z
      .enum(['needsNone', 'approved', 'notApproved', 'aboveTolerance'])
      .describe('whether what was approved lets it be carried out'),
  })
  .meta({ id: 'PlanClass' })

export const totals = z.record(planVerdict, z.int())

export const plan = z
  .object({
    cutoffId: z.string(),
    planNo: z.int(),
    madeAt: instantOut,
    decidedAt: instantOut.describe('the moment that it looks at'),
    occasion: z.string(),
    hash: z.string().describe('what is approved: cutoff, policy and the verdict of each class, without counts'),
    policyVersion: z.string(),
    requestedBy: z.string(),
    isApproved: z.boolean().describe('what was approved covers all that it would switch off'),
    totals,
    classes: z.array(planClass),
  })
  .meta({ id: 'CutoffPlan' })

export const preview = plan.pick({ cutoffId: true, decidedAt: true, totals: true, classes: true }).extend({
  at: instantOut,
  orgId: idOut.nullable(),
})

const cell = z.object({ count: z.int(), verdict: planVerdict, reason: z.string() }).nullable()

export const planDiff = z
  .object({
    cutoffId: z.string(),
    from: z.int(),
    to: z.int(),
    before: totals,
    after: totals,
    changes: z.array(
      z.object({
        class: z.string(),
        axes: z.record(z.string(), z.string()),
        change: z.enum(['new', 'gone', 'verdict', 'count']),
        before: cell,
        after: cell,
      }),
    ),
  })
  .meta({ id: 'PlanDiff' })

const reason = z.enum(leniencies)

/** Whom an exemption or an undo is for. */
const whom = z.discriminatedUnion('scope', [
  z.strictObject({ scope: z.literal('all') }),
  z.strictObject({ scope: z.literal('class'), class: z.string().min(1).max(1000) }),
  z.strictObject({ scope: z.literal('organisation'), orgId: organisationId }),
  z.strictObject({
    scope: z.literal('numbers'),
    orgId: organisationId,
    numberIds: z.array(numberId).min(1).max(1_000),
  }),
])

export const exemptionWish = z.strictObject({ whom, until: instantText, reason, because })
export const postponementWish = z.strictObject({ until: instantText, reason, because })
export const revocationWish = z.strictObject({ reason, because })

/** What every exemption has to be told: the gate here is not the carriers'. */
export const warnings = z
  .array(z.enum(['CARRIERS_MAY_STILL_BLOCK']))
  .describe('CARRIERS_MAY_STILL_BLOCK: what is let through here may be blocked on its way by carriers')

export const organisationCutoffs = z
  .object({
    at: instantOut,
    items: z.array(
      z.object({
        cutoffId: z.string(),
        kind: z.string(),
        ruleId: z.string(),
        instant: instantOut,
        isOver: z.boolean(),
        totals,
        effects: z.array(
          z.object({
            ...decided,
            by: instantOut.nullable().describe('by when the act has to be done to be in time; null once it is over'),
          }),
        ),
      }),
    ),
    exemptions: z.array(exemption),
  })
  .meta({ id: 'OrganisationCutoffs' })
