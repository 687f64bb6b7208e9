import type { Client } from '@temporalio/client'
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../clock.ts'
import type { DocumentId, OrganisationId } from '../domain/values.ts'
import type { Pool, Queryable } from '../store/pool.ts'
import type { Execute } from '../store/store.ts'

/** The part of the store that the interface needs. */
export type ApiStore = {
  readonly execute: Execute
  readonly pool: Pool
  readonly clock: Clock
  readonly documents: {
    readonly open: (db: Queryable, orgId: OrganisationId, documentId: DocumentId) => Promise<string>
  }
}

export type IntakeSource = 'desk' | 'registry'

/** A delivery whose signature holds, as it came. */
export type Delivery = {
  readonly source: IntakeSource
  /** The sender's own id of it: a redelivery carries the same. */
  readonly sourceId: string
  readonly headers: Readonly<Record<string, string>>
  readonly rawBody: Buffer
}

export type ApiDependencies = {
  readonly store: ApiStore
  /** Over a lazy connection: the interface starts, and takes commands, while Temporal is down. */
  readonly temporal: Client
  /** Keeps a delivery before anything looks into it; the worker acts on it later. A redelivery changes nothing. */
  readonly storeDelivery: (delivery: Delivery) => Promise<void>
  readonly log: FastifyBaseLogger
  /** `whsec_…`, two while one is being changed; none closes the intake of that sender. */
  readonly webhookSecrets: Readonly<Record<IntakeSource, readonly string[]>>
  readonly requestsPerMinute: number
}
