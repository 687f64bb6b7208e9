import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checksums, migrationsFolder } from '../src/store/migrate.ts'

/** Run after adding a migration: `npm run db:checksums`. Released files keep their sums, or every database refuses them. */
await writeFile(join(migrationsFolder, 'checksums.json'), `${JSON.stringify(await checksums(), undefined, 2)}\n`)
