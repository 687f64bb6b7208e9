import { accept, type Decision, type Refusal, refuse, unreachable } from './decision.ts'
import { attestation, file, isFiled, type Meta, prevailing, type Register, type Source } from './fact.ts'
import type { DocumentRef, Instant, OrderId } from './values.ts'

/** Who signs: any script, any alphabet. The signature is what was typed or drawn, as text. */
export type Signer = {
  readonly firstName: string
  readonly lastName: string
  readonly title: string
  readonly signature: string
  /** The person has seen that the signature differs from the name, and meant it. */
  readonly differenceConfirmed: boolean
}

/** The letter's text, signer and numbers are in the document; events hold its hash and the version of the text. */
export type LoaCommand =
  | {
      readonly type: 'SignLoa'
      readonly orderId: OrderId
      readonly document: DocumentRef
      readonly textVersion: string
      readonly numbers: number
    }
  | { readonly type: 'RecordLoaAcceptance'; readonly happenedAt: Instant; readonly source: Source }
  | {
      readonly type: 'RecordLoaRefusal'
      readonly reason: string
      readonly happenedAt: Instant
      readonly source: Source
    }
  | { readonly type: 'WithdrawLoa' }
  | { readonly type: 'SupersedeLoa' }

export type LoaEvent =
  | {
      readonly type: 'LoaSigned'
      readonly data: {
        readonly orderId: OrderId
        readonly document: DocumentRef
        readonly textVersion: string
        readonly numbers: number
      }
    }
  | { readonly type: 'LoaAccepted'; readonly data: Record<string, never> }
  | { readonly type: 'LoaRefused'; readonly data: { readonly reason: string } }
  | { readonly type: 'LoaWithdrawn'; readonly data: Record<string, never> }
  | { readonly type: 'LoaSuperseded'; readonly data: Record<string, never> }

export type Loa = {
  readonly signed: Register<{ readonly orderId: OrderId; readonly document: DocumentRef; readonly numbers: number }>
  readonly decision: Register<'accepted' | 'refused'>
  readonly ended: Register<'withdrawn' | 'superseded'>
}

export type LoaPhase = 'none' | 'signed' | 'accepted' | 'refused' | 'withdrawn' | 'superseded'

export const noLoa: Loa = { signed: [], decision: [], ended: [] }

export function decide(command: LoaCommand, loa: Loa): Decision<LoaEvent> {
  if (command.type === 'SignLoa') {
    if (loa.signed.length > 0) return accept()
    if (command.numbers === 0) return refuse('LOA_NOT_REQUIRED', 'orderId')
    const { orderId, document, textVersion, numbers } = command
    return accept({ type: 'LoaSigned', data: { orderId, document, textVersion, numbers } })
  }
  if (loa.signed.length === 0) return refuse('LOA_NOT_FOUND')
  switch (command.type) {
    case 'RecordLoaAcceptance':
      if (isFiled(loa.decision, { value: 'accepted', ...said(command) })) return accept()
      return accept({ type: 'LoaAccepted', data: {} })
    case 'RecordLoaRefusal':
      if (isFiled(loa.decision, { value: 'refused', ...said(command) })) return accept()
      return accept({ type: 'LoaRefused', data: { reason: command.reason } })
    case 'WithdrawLoa':
      return loa.ended.length > 0 ? accept() : accept({ type: 'LoaWithdrawn', data: {} })
    case 'SupersedeLoa':
      return loa.ended.length > 0 ? accept() : accept({ type: 'LoaSuperseded', data: {} })
    default:
      return unreachable(command)
  }
}

export function evolve(loa: Loa, event: LoaEvent, meta: Meta): Loa {
  switch (event.type) {
    case 'LoaSigned': {
      const { orderId, document, numbers } = event.data
      return { ...loa, signed: file(loa.signed, attestation({ orderId, document, numbers }, meta)) }
    }
    case 'LoaAccepted':
      return { ...loa, decision: file(loa.decision, attestation('accepted', meta)) }
    case 'LoaRefused':
      return { ...loa, decision: file(loa.decision, attestation('refused', meta)) }
    case 'LoaWithdrawn':
      return { ...loa, ended: file(loa.ended, attestation('withdrawn', meta)) }
    case 'LoaSuperseded':
      return { ...loa, ended: file(loa.ended, attestation('superseded', meta)) }
    default:
      return unreachable(event)
  }
}

export function loaPhase(loa: Loa, at: Instant): LoaPhase {
  const ended = prevailing(loa.ended, at)
  if (ended) return ended.value
  const decision = prevailing(loa.decision, at)
  if (decision) return decision.value
  return loa.signed.length > 0 ? 'signed' : 'none'
}

function said({ happenedAt, source }: { readonly happenedAt: Instant; readonly source: Source }) {
  return { happenedAt, source }
}

const longestName = 100

/** Z8: all four fields, none blank. A signature unlike the name is asked about once, and never refused for it. */
export function refuseSigner(signer: Signer): Refusal | undefined {
  const fields = ['firstName', 'lastName', 'title', 'signature'] as const
  const blank = fields.find((field) => signer[field].trim() === '')
  if (blank) return { code: 'LOA_FIELD_BLANK', field: blank }
  const long = fields.find((field) => signer[field].trim().length > longestName)
  if (long) return { code: 'LOA_FIELD_TOO_LONG', field: long, detail: `at most ${longestName} characters` }
  if (signer.differenceConfirmed || signsOwnName(signer)) return undefined
  return { code: 'LOA_SIGNATURE_DIFFERS', field: 'signature' }
}

function signsOwnName({ firstName, lastName, signature }: Signer): boolean {
  return plain(signature) === plain(`${firstName} ${lastName}`)
}

function plain(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase()
}
