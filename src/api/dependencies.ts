import type { Client } from '@temporalio/client'
import type { FastifyBaseLogger } from 'fastify'
import type { Store } from '../store/execute.ts'
import type { InboundSource } from '../store/intake.ts'

/** Requests of one token, and refused tokens from one address, in a minute; and how long a request may take to arrive whole. */
export type Limits = {
  readonly requestsPerMinute: number
  readonly refusedTokensPerMinute: number
  readonly arrivalMs?: number
}

/** Everything that the interface stands on, built once by the process around it. */
export type ApiDependencies = {
  readonly store: Store
  /** Over a lazy connection: the interface starts, and takes commands, while Temporal is down. */
  readonly temporal: Client
  readonly log: FastifyBaseLogger
  /** `whsec_…`, of Webex any text; two while one is being changed; none closes the intake of that sender. */
  readonly webhookSecrets: Readonly<Record<InboundSource, readonly string[]>>
  readonly limits: Limits
  /** The folder of the built console; without it the interface has no pages but its description. */
  readonly consoleFolder?: string | undefined
}
