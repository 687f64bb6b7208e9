import { expect, test } from 'vitest'
import { apiCodes, type ProblemEntry, problemCodes, problems, retiredCodes } from '../../src/api/problems.ts'
import { refusalCodes } from '../../src/domain/refusals.ts'

const catalogue: Readonly<Record<string, ProblemEntry>> = problems

function page(): string {
  const rows = (codes: readonly string[]) =>
    codes.map((code) => {
      const entry = catalogue[code]
      return `| \`${code}\` | ${entry?.status} | ${entry?.title} | ${entry?.act} |`
    })
  const table = (codes: readonly string[]) => [
    '| Code | HTTP | What happened | What to do |',
    '| --- | --- | --- | --- |',
    ...rows(codes),
  ]
  return `${[
    '# Problems',
    '',
    'What is declined is answered as `application/problem+json` (RFC 9457) with a stable `code`. Codes are added, never',
    'reused for another meaning; programs decide by the code, not by the words.',
    '',
    '| Field | Meaning |',
    '| --- | --- |',
    '| `type` | `urn:clearline:problem:` and the code |',
    '| `title`, `status`, `code`, `whatToDo` | the columns of the tables below |',
    '| `field` | the field, header or parameter at fault, where there is one |',
    '| `reason` | what was seen there: an obstacle, a phase, an instant |',
    '| `errors` | every fault of a body or a query, each with `field` and `reason` |',
    '| `rows` | the rows of a list that were not taken, each with `row` (from 0), `code`, `field`, `reason`, `whatToDo` |',
    '| `requestId` | names the request in the log |',
    '',
    'Where some rows of a list are good, the request is accepted, and the bad ones stand in the answer in the same form.',
    '',
    '## Of the domain',
    '',
    ...table(refusalCodes),
    '',
    '## Of the interface',
    '',
    ...table(apiCodes),
    '',
    '## Retired',
    '',
    retiredCodes.length === 0 ? 'None yet.' : retiredCodes.map((code) => `- \`${code}\``).join('\n'),
  ].join('\n')}\n`
}

test('the catalogue and its page in the documentation are equal', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/problems.md')
})

test('every refusal of the domain and every code of the interface has one entry, and nothing else has', () => {
  expect(Object.keys(problems).sort()).toEqual([...refusalCodes, ...apiCodes].sort())
  expect(new Set(problemCodes).size).toBe(problemCodes.length)
})

test('no code is given a second meaning after its retirement', () => {
  expect(retiredCodes.filter((code) => code in catalogue)).toEqual([])
})

test('every entry has the status of a failure, says what happened, and what to do', () => {
  for (const [code, { status, title, act }] of Object.entries(catalogue)) {
    expect(status, code).toBeGreaterThanOrEqual(400)
    expect(title, code).toMatch(/^[A-Z].*\.$/)
    expect(act, code).toMatch(/^[A-Z].*\.$/)
  }
})
