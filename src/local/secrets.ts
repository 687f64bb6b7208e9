import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshToken } from '../store/tokens.ts'
import type { NamedToken } from './runFile.ts'
import { type StateFolder, writeOwnerOnlyOnce } from './stateFolder.ts'

/** What the processes of one state folder share. Made at the first start and kept: the master key opens its documents. */
export type Secrets = {
  readonly masterKey: string
  readonly operators: readonly [NamedToken, NamedToken]
  readonly webhooks: { readonly desk: string; readonly registry: string; readonly webex: string }
  readonly bridgeToken: string
  readonly controlToken: string
}

type Kept = Omit<Secrets, 'webhooks'> & {
  readonly webhooks: Omit<Secrets['webhooks'], 'webex'> & { readonly webex?: string }
}

export function loadSecrets(state: StateFolder): Secrets {
  const file = join(state.path, 'secrets.json')
  writeOwnerOnlyOnce(file, `${JSON.stringify(freshSecrets())}\n`)
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept
  return { ...kept, webhooks: { webex: webexSecretOf(kept), ...kept.webhooks } }
}

/** For a folder from before there was such a secret: the same one at each start, and nobody else can make it. */
function webexSecretOf({ masterKey }: Kept): string {
  return createHmac('sha256', masterKey).update('webhook of Webex').digest('base64url')
}

export function freshSecrets(): Secrets {
  const webhookSecret = () => `whsec_${randomBytes(32).toString('base64')}`
  const operator = (subject: string) => ({ subject, token: freshToken() })
  return {
    masterKey: randomBytes(32).toString('base64'),
    operators: [operator('operator-1'), operator('operator-2')],
    webhooks: { desk: webhookSecret(), registry: webhookSecret(), webex: randomBytes(24).toString('base64url') },
    bridgeToken: randomBytes(24).toString('base64url'),
    controlToken: randomBytes(24).toString('base64url'),
  }
}
