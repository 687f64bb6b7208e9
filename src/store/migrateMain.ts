import { migrate } from './migrate.ts'

const url = process.env['MIGRATION_DATABASE_URL']
if (!url) {
  console.error('MIGRATION_DATABASE_URL is not set: the URL of the role that owns the tables (clearline_owner)')
  process.exit(2)
}
await migrate(url, (line) => console.error(line))
console.log('the database is up to date')
