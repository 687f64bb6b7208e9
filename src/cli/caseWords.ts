import type { CaseAnswer, CaseSummaryAnswer } from './answers.ts'
import { cardsWords } from './cards.ts'
import { paint } from './paint.ts'
import { silenceWords } from './show.ts'
import { table } from './table.ts'
import { dayAndTime, ownerWords, phaseWords, stageWords, statusWords } from './words.ts'

export function casesWords(cases: readonly CaseSummaryAnswer[]): string {
  if (cases.length === 0) return 'There is no case: `clearline case open` opens one.'
  return table(
    ['case', 'id', 'ticket', 'stands at', 'the desk says', 'who must act', 'by when', 'its numbers'],
    cases.map((each) => [
      String(each.caseNumber),
      each.id,
      each.ticket ?? '–',
      each.stage === 'ended' ? phaseWords(each.phase) : stageWords(each.stage),
      statusWords(each.status),
      each.owner === null ? '–' : ownerWords(each.owner),
      dueWords(each),
      numberWords(each),
    ]),
    '',
  )
}

export function caseWords(each: CaseAnswer): string {
  const { caseNumber, kind, id, ticket, stage, phase, status, owner, since } = each
  const standing = stage === 'ended' ? phaseWords(phase) : stageWords(stage)
  const served = each.serviceClass === null ? '' : `; service class ${each.serviceClass}`
  const silent = each.wait === null ? undefined : silenceWords(each.wait)
  return [
    `${paint.strong(`case ${caseNumber}`)}${kind === 'authorisationHelp' ? ', for help with authorisation' : ''}  ${paint.faint(id)}${ticket === null ? '' : `  ticket ${ticket}`}`,
    `  ${standing}; the desk: ${statusWords(status)}; ${numberWords(each)}${served}`,
    ...(owner === null || since === null
      ? []
      : [`  ${ownerWords(owner)} must act, since ${dayAndTime(since)}, by ${dueWords(each)}`]),
    ...(silent === undefined ? [] : [`  ${silent}`]),
    ...each.attempts.map(attemptWords),
    ...(each.cards.length === 0 ? [] : [cardsWords(each.cards)]),
  ].join('\n')
}

function attemptWords({ formVersion, contentHash, submittedAt, decisions }: CaseAnswer['attempts'][number]): string {
  const judged = decisions.map(({ outcome, codes, decidedAt }) =>
    [outcome, ...codes, `on ${dayAndTime(decidedAt)}`].join(' '),
  )
  const answer = judged.length === 0 ? 'not judged yet' : judged.join('; ')
  return `  form ${formVersion} of ${dayAndTime(submittedAt)} ${paint.faint(contentHash.slice(0, 12))}: ${answer}`
}

function dueWords({ dueAt, isOverdue }: CaseSummaryAnswer): string {
  return dueAt === null ? '–' : `${dayAndTime(dueAt)}${isOverdue ? ' (overdue)' : ''}`
}

function numberWords({ kind, numbers: { waiting, registered, rejected } }: CaseSummaryAnswer): string {
  const [good, bad] = kind === 'authorisationHelp' ? ['authorised', 'refused'] : ['registered', 'rejected']
  const counts = [`${waiting} waiting`, `${registered} ${good}`, `${rejected} ${bad}`]
  return waiting + registered + rejected === 0 ? 'none left in it' : counts.join(', ')
}
