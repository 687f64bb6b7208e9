import type { MailMatter } from '../domain/mail.ts'
import type { CutoffId, WaitKind } from '../domain/policy/policy.ts'
import type { Instant } from '../domain/values.ts'

/** The subject, then the paragraphs, of a mail about one matter; salutation and signature stand around them. */
export type Told = { readonly subject: string; readonly paragraphs: readonly string[] }

export type MatterOf<Kind extends MailMatter['kind']> = Extract<MailMatter, { readonly kind: Kind }>

/** Everything that has to be said in a language. */
export type Wording = {
  readonly locale: string
  readonly salutation: (name: string) => string
  readonly signature: string
  /** Why somebody gets the mail, and where the rest is found. */
  readonly footer: (organisation: string, orgId: string) => string
  readonly contact: (matter: MatterOf<'contact'>, about: About) => Told
  readonly wait: (matter: MatterOf<'wait'>, about: About) => Told
  readonly cutoffNotice: (matter: MatterOf<'cutoffNotice'>, about: About) => Told
  readonly cutoffResult: (matter: MatterOf<'cutoffResult'>, about: About) => Told
  readonly reinstatement: (matter: MatterOf<'reinstatement'>, about: About) => Told
  readonly waits: Readonly<Record<WaitKind, { readonly what: string; readonly act: string }>>
  readonly cutoffs: Readonly<Record<CutoffId, { readonly what: string; readonly act: string }>>
  /** For the users whose numbers a cutoff concerns: once before, and once when they text again. */
  readonly toUsers: (about: { readonly when: string }) => { readonly before: Told; readonly after: Told }
}

/** `when` tells an instant in the policy's zone. */
export type About = {
  readonly organisation: string
  readonly orgId: string
  readonly when: (at: Instant) => string
}
