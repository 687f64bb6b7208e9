import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'

/** Made through the operator service at start-up; never a name, a phone number or any other personal datum. */
export const searchAttributes = {
  orgId: defineSearchAttributeKey('OrgId', SearchAttributeType.KEYWORD),
  stage: defineSearchAttributeKey('Stage', SearchAttributeType.KEYWORD),
} as const

/** Name → type as the operator service wants it. */
export const searchAttributeTypes = { OrgId: 'Keyword', Stage: 'Keyword' } as const
