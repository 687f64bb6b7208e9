import ts from 'typescript'
import { descendants, type Finding, parse } from './finding.ts'

const ownClock =
  /\b(?:now|transaction_timestamp|statement_timestamp|timeofday)\s*\(|\b(?:current_timestamp|current_time|current_date|localtimestamp|localtime)\b|'now'\s*::/i
const defaultInstant = /\bdefault\b[^;\n]*\bclock_timestamp\s*\(/i

/**
 * SQL that answers by the database's transaction clock, or lets a column fill in its own instant. Every rule takes the
 * instant as a parameter: otherwise a rehearsal, a late fact or a what-if would be judged by today.
 */
export function ruleSqlFindings(file: string, text: string): readonly Finding[] {
  return sqlTexts(file, text).flatMap(({ sql, line }) =>
    withoutComments(sql)
      .split('\n')
      .flatMap((each, offset) => {
        const message = reproach(each)
        return message ? [{ file, line: line + offset, message }] : []
      }),
  )
}

function reproach(sql: string): string | undefined {
  const clock = ownClock.exec(sql)
  if (clock) return `'${clock[0]}' reads the transaction's clock: pass the instant as a parameter`
  return defaultInstant.test(sql) ? 'a column default fills in an instant: write it from a parameter' : undefined
}

function sqlTexts(file: string, text: string): readonly { sql: string; line: number }[] {
  if (file.endsWith('.sql')) return [{ sql: text, line: 1 }]
  const source = parse(file, text)
  return descendants(source)
    .filter(
      (node) => ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node),
    )
    .map((node) => ({
      sql: node.getText(),
      line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
    }))
}

/** Keeps the line breaks, so that a finding names the right line. */
function withoutComments(sql: string): string {
  return sql.replace(/--.*|\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
}
