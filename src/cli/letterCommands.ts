import { Argument, type Command } from 'commander'
import type { LetterAnswer } from './answers.ts'
import { clientFor, type Dated, dated, pathOf, type Repeatable, repeatable, telling } from './asking.ts'
import { createOutput } from './output.ts'
import type { Common } from './program.ts'
import { dayAndTime, phaseWords } from './words.ts'

type Signing = Repeatable & {
  readonly firstName: string
  readonly lastName: string
  readonly title: string
  readonly signature: string
  readonly confirmDifference: boolean
}

type LetterText = {
  readonly text: string
  readonly signer: Readonly<Record<string, unknown>>
  readonly numbers: readonly string[]
}

export function addLetterCommands(program: Command, env: NodeJS.ProcessEnv): void {
  const loa = program.command('loa').description('letters of authorisation, which some numbers need')

  repeatable(loa.command('sign <organisation> <order>'))
    .description('sign for the numbers of a draft that need a letter')
    .requiredOption('--first-name <name>', 'of the signer')
    .requiredOption('--last-name <name>', 'of the signer')
    .requiredOption('--title <title>', 'of the signer')
    .requiredOption('--signature <text>', 'as it was typed')
    .option('--confirm-difference', 'the signature differs from the name, and is meant to', false)
    .action(async (orgId: string, orderId: string, given: Signing) => {
      const { firstName, lastName, title, signature, confirmDifference } = given
      const body = { firstName, lastName, title, signature, differenceConfirmed: confirmDifference }
      const path = pathOf(orgId, 'orders', orderId, 'letters')
      const signed = await clientFor(given, env).post<{ letterId: string; numbers: number }>(path, body, given.key)
      createOutput(given)(signed, `signed ${signed.letterId} for ${signed.numbers} numbers`)
    })

  dated(loa.command('report <organisation> <letter>'))
    .description('report that the desk has accepted a letter or sent it back')
    .addArgument(new Argument('<status>', 'what it said').choices(['accepted', 'refused']))
    .option('--reason <code>', 'why it was sent back')
    .action(async (orgId: string, id: string, status: string, given: Dated & { readonly reason?: string }) => {
      const body = { status, ...(given.reason === undefined ? {} : { reason: given.reason }), ...telling(given) }
      const path = pathOf(orgId, 'letters', id, 'report')
      const said = await clientFor(given, env).post<{ phase: string; voided: number }>(path, body, given.key)
      createOutput(given)(said, `${phaseWords(said.phase)}; ${said.voided} numbers have lost their cover`)
    })

  repeatable(loa.command('withdraw <organisation> <letter>'))
    .description('take a letter back, and the authorisation that rested on it')
    .action(async (orgId: string, id: string, given: Repeatable) => {
      const path = pathOf(orgId, 'letters', id, 'withdraw')
      const said = await clientFor(given, env).post<{ voided: number; revoked: number }>(path, {}, given.key)
      createOutput(given)(
        said,
        `withdrawn; ${said.voided} numbers have lost their cover, ${said.revoked} their authorisation`,
      )
    })

  loa
    .command('show <organisation> <letter>')
    .description('what is known of a letter; --text shows the letter itself to those who may read it')
    .option('--text', 'with its text, signer and numbers', false)
    .action(async (orgId: string, id: string, given: Common & { readonly text: boolean }) => {
      const api = clientFor(given, env)
      const letter = await api.get<LetterAnswer>(pathOf(orgId, 'letters', id))
      const whole = given.text ? await api.get<LetterText>(pathOf(orgId, 'letters', id, 'text')) : undefined
      createOutput(given)(whole ? { ...letter, letter: whole } : letter, letterWords(letter, whole))
    })
}

function letterWords(letter: LetterAnswer, whole: LetterText | undefined): string {
  const { id, phase, reason, numbers, covered, textVersion, signedAt } = letter
  const { firstName, lastName, title, signature } = { ...whole?.signer }
  return [
    `letter ${id}: ${phaseWords(phase)}${reason === null ? '' : ` (${reason})`}`,
    `  signed ${dayAndTime(signedAt)} in wording ${textVersion} for ${numbers} numbers; covers ${covered}`,
    ...(whole === undefined
      ? []
      : [`  ${whole.text}`, `  ${firstName} ${lastName}, ${title}: ${signature}`, `  ${whole.numbers.join(', ')}`]),
  ].join('\n')
}
