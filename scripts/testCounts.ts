import { readFileSync } from 'node:fs'

/** The part of the test report that is counted. A file that fails to load has no tests, but the run has failed. */
type Report = {
  readonly success: boolean
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
}

const path = process.argv[2] ?? '.reports/tests.json'
const report: Report = JSON.parse(readFileSync(path, 'utf8'))
const failed = report.success ? report.numFailedTests : Math.max(1, report.numFailedTests)
const skipped = report.numPendingTests > 0 ? `, ${report.numPendingTests} skipped` : ''
console.log(`${report.numPassedTests} passed, ${failed} failed${skipped}`)
