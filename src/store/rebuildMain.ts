import { databaseClock } from '../clock.ts'
import { createPool } from './pool.ts'
import { rebuild } from './rebuild.ts'

const url = process.env['MIGRATION_DATABASE_URL']
const [purpose] = process.argv.slice(2)
if (!url || (purpose !== 'compare' && purpose !== 'mend')) {
  console.error('Give `compare` or `mend`, and in MIGRATION_DATABASE_URL the URL of the role that owns the tables.')
  process.exit(2)
}
const owner = createPool({ url, max: 1, name: 'clearline-rebuild' })
try {
  const { numbers, streams, differing } = await rebuild(owner, databaseClock(owner), purpose)
  for (const each of differing) console.log(each)
  console.log(`${numbers} numbers and ${streams} other streams: ${differing.length} rows ${outcome(purpose)}`)
  if (purpose === 'compare' && differing.length > 0) process.exitCode = 1
} finally {
  await owner.end()
}

function outcome(done: 'compare' | 'mend'): string {
  return done === 'compare' ? 'differ from their events' : 'differed from their events and were mended'
}
