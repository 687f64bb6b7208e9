import { type Command, InvalidArgumentError, Option } from 'commander'
import { createApiClient } from './client.ts'
import { apiAccess } from './connection.ts'
import { createOutput } from './output.ts'
import type { Common } from './program.ts'

type Grant = {
  readonly subject: string
  readonly role: string
  readonly organisation?: readonly string[]
  readonly expires?: string
}

type Issued = { readonly id: string; readonly token: string }

const roles = ['admin', 'partner', 'support', 'auditor', 'integration', 'operator']

export function addTokenCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const client = (given: Common) => createApiClient(apiAccess(given, env))
  const token = program.command('token').description('access tokens (operators)')
  const words = ({ id, token: secret }: Issued) => `token ${id}\n${secret}\nIt is shown this once.`

  token
    .command('issue')
    .description('issue a token')
    .requiredOption('--subject <name>', 'who it stands for in every event: an opaque name')
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).makeOptionMandatory())
    .option('--organisation <ids...>', 'the organisations it is for; an operator has all')
    .option('--expires <instant>', 'until when it is good, as 2027-01-31T00:00:00Z')
    .action(async ({ subject, role, organisation = [], expires, ...given }: Common & Grant) => {
      const grant = {
        subject,
        role,
        organisations: organisation,
        ...(expires === undefined ? {} : { expiresAt: expires }),
      }
      const issued = await client(given).post<Issued>('/v1/tokens', grant)
      createOutput(given)(issued, words(issued))
    })

  token
    .command('rotate <id>')
    .description('issue a successor with the same rights')
    .option('--grace <seconds>', 'how long the old one stays good', seconds, 3600)
    .action(async (id: string, { grace, ...given }: Common & { readonly grace: number }) => {
      const issued = await client(given).post<Issued>(`/v1/tokens/${id}/rotate`, { graceSeconds: grace })
      createOutput(given)(issued, words(issued))
    })

  token
    .command('revoke <id>')
    .description('revoke a token: it is refused from the next request on')
    .action(async (id: string, given: Common) => {
      const revoked = await client(given).post<{ id: string }>(`/v1/tokens/${id}/revoke`, {})
      createOutput(given)(revoked, `revoked ${revoked.id}`)
    })
}

function seconds(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('whole seconds')
  return Number(text)
}
