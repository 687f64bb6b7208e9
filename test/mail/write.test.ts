import { describe, expect, test } from 'vitest'
import { languages } from '../../src/domain/contact.ts'
import { isTooOld, type MailMatter, nextAttemptAt } from '../../src/domain/mail.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import type { WaitKind } from '../../src/domain/policy/policy.ts'
import { instant, plusDays, plusMinutes } from '../../src/domain/values.ts'
import { messageToUsers, writeMail } from '../../src/mail/write.ts'

const zone = 'America/Los_Angeles'
const dueAt = instant('2024-12-02T08:00:00.000Z')
const reader = { name: 'Jörg <b>Groß</b> & Co', organisation: 'Heron "Dental"', orgId: 'org-1' }

const waits = (Object.keys(pack003.waits) as readonly WaitKind[]).flatMap((wait) =>
  (['reminder', 'due', 'escalation'] as const).map(
    (mark): MailMatter => ({
      ...{ kind: 'wait', mark, wait, owner: 'customerAdmin', process: 'case', processId: 'p-1', waitId: 'p-1/2' },
      dueAt,
      zone,
    }),
  ),
)
const counts = { switchedOff: 3, registered: 40, exempt: 1, unknown: 2 }
const matters: readonly MailMatter[] = [
  ...waits,
  { kind: 'reinstatement', cutoffId: 'unregisteredSwitchedOff', numbers: 1, instant: dueAt, zone },
  { kind: 'contact', acts: ['customerAdmin', 'partner', 'loaSigner', 'desk', 'operator'], zone },
  ...(['newNumbersStartOff', 'trialsStopQualifying', 'lateStartWarning', 'unregisteredSwitchedOff'] as const).flatMap(
    (cutoffId): readonly MailMatter[] => [
      { kind: 'cutoffNotice', cutoffId, days: 30, instant: dueAt, zone },
      { kind: 'cutoffResult', cutoffId, counts, instant: dueAt, zone },
    ],
  ),
]

describe.each(languages)('in %s', (language) => {
  test('every matter has words: one line of a subject, a greeting by name, and the same each time', () => {
    for (const matter of matters) {
      const { subject, text, html } = writeMail(matter, { language, ...reader })
      expect(subject).toMatch(/^[^\r\n]{15,200}$/)
      expect(text).toContain(reader.name)
      expect(text + subject).toContain(reader.organisation)
      expect(text + subject).not.toMatch(/undefined|\[object|NaN/)
      expect(html).toContain('Jörg &lt;b&gt;Groß&lt;/b&gt; &amp; Co')
      expect(html).not.toContain('<b>')
      expect(writeMail(matter, { language, ...reader })).toEqual({ subject, text, html })
    }
  })

  test('no two matters say the same', () => {
    const all = matters.map((matter) => writeMail(matter, { language, ...reader }).text)
    expect(new Set(all).size).toBe(all.length)
  })
})

test('an instant is told in the zone of the policy, which is named, whatever the season', () => {
  const textOf = (at: string, language: 'en' | 'de') =>
    messageToUsers(language, { instant: instant(at), zone }).before.text
  expect(textOf('2024-12-02T08:00:00Z', 'en')).toContain('2 December 2024 at 00:00 GMT-8 (America/Los_Angeles)')
  expect(textOf('2024-08-27T07:00:00Z', 'en')).toContain('27 August 2024 at 00:00 GMT-7 (America/Los_Angeles)')
  expect(textOf('2024-12-02T08:00:00Z', 'de')).toContain('2. Dezember 2024 um 00:00 GMT-8 (America/Los_Angeles)')
})

test('pauses between attempts double up to six hours, and a mail is too old after five days', () => {
  const pauses = Array.from(
    { length: 11 },
    (_, index) => Date.parse(nextAttemptAt(index + 1, dueAt)) - Date.parse(dueAt),
  )
  expect(pauses.map((ms) => ms / 60_000)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360])
  expect(isTooOld(dueAt, plusDays(dueAt, 5))).toBe(false)
  expect(isTooOld(dueAt, plusMinutes(plusDays(dueAt, 5), 1))).toBe(true)
})
