import { Client } from 'pg'

export type Passwords = { readonly admin: string; readonly owner: string; readonly app: string }

/** The database `clearline`, its owner (migrations) and its user (everything else). Harmless to repeat. */
export async function prepareDatabase(adminUrl: string, passwords: Passwords): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    // Two starts at once would both try to create the same role.
    await client.query(`select pg_advisory_lock(hashtext('clearline: roles and database'))`)
    await ensureRole(client, 'clearline_owner', passwords.owner)
    await ensureRole(client, 'clearline_app', passwords.app)
    const { rowCount } = await client.query(`select from pg_database where datname = 'clearline'`)
    if (rowCount === 0) await client.query('create database clearline owner clearline_owner template template0')
    await client.query('revoke all on database clearline from public')
    await client.query('grant connect, temporary on database clearline to clearline_app')
  } finally {
    await client.end()
  }
}

async function ensureRole(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  const verb = rowCount === 0 ? 'create' : 'alter'
  await client.query(
    `${verb} role ${client.escapeIdentifier(role)} login nosuperuser nocreatedb nocreaterole password ${client.escapeLiteral(password)}`,
  )
}
