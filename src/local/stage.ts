import { join } from 'node:path'
import { paint } from '../cli/paint.ts'
import { unreachable } from '../domain/decision.ts'
import { createBoard, folded } from './board.ts'
import type { Act } from './example.ts'
import type { Stack, StackNews } from './stack.ts'
import { type Outcome, outcomeTable, type Standing, standingLines } from './standings.ts'
import type { StateFolder } from './stateFolder.ts'

/** What a start says while it goes. Quiet by default: what the processes write goes into the logs folder. */
export type Stage = ReturnType<typeof createStage>

export function createStage({ isVerbose }: { readonly isVerbose: boolean }) {
  const board = createBoard(process.stdout)
  const say = (text = '') => board.say(text)
  const whisper = (text: string) => say(paint.faint(text))
  const columns = () => (board.isLive ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY)
  let acts = 0

  function news(what: StackNews): void {
    const line = newsLine(what, isVerbose)
    if (line !== undefined) say(line)
  }

  return {
    say,
    news,
    title: (folder: string) => say(`\n${paint.strong('Clearline')} ${paint.faint(`keeps its state in ${folder}`)}\n`),
    /** How the organisations begin, each in a line of its own. */
    opening: (headlines: readonly (readonly [name: string, text: string])[]) =>
      say(`\n${headlines.map(([name, text]) => `${paint.strong(name)} ${text}`).join('\n')}\n`),
    act: ({ organisation, who, does, lines }: Act) => {
      acts += 1
      const width = Math.max(columns() - margin.length, 20)
      const [first, ...others] = folded(`${who} ${does}`, width)
      const head = `  ${paint.faint(`${String(acts).padStart(2)}  ${organisation.padEnd(8)}`)}  `
      say([`${head}${paint.strong(who)}${first.slice(who.length)}`, ...others.map((line) => margin + line)].join('\n'))
      for (const line of lines.flatMap((each) => folded(each, width))) whisper(margin + line)
    },
    hasBoard: board.isLive,
    board: (standings: readonly Standing[]) => board.show(standingLines(standings, columns())),
    closeBoard: board.close,
    outcome: (outcomes: readonly Outcome[]) => say(`\n${outcomeTable(outcomes, columns())}`),
    stopping: () => {
      board.close()
      say('\nStopping. Once more stops at once.')
    },
    whereItIs: (stack: Stack, state: StateFolder) => say(places(stack, state)),
    failed: (error: unknown) => {
      board.close()
      const reason = error instanceof Error ? error.message : String(error)
      process.stderr.write(`\n${paint.bad('Clearline could not go on.')}\n${reason}\n`)
    },
  }
}

/** What an act says stands under its first words. */
const margin = ' '.repeat(16)

function newsLine(news: StackNews, isVerbose: boolean): string | undefined {
  switch (news.what) {
    case 'up': {
      const { part, place, note } = news
      return `  ${paint.good('✓')} ${part.padEnd(14)} ${place.padEnd(18)} ${note === '' ? '' : paint.faint(note)}`.trimEnd()
    }
    case 'ended':
      return `  ${paint.open('!')} the ${news.name} has ended ${ends[news.again]}`
    case 'started':
      return isVerbose ? paint.faint(`  · the ${news.name} is process ${news.pid}`) : undefined
    case 'progress':
      return isVerbose || /again|trying/.test(news.line) ? paint.faint(`  · ${news.line}`) : undefined
    default:
      return unreachable(news)
  }
}

const ends = { soon: 'and is started again', later: 'again and again: its log says why' } as const

function places({ apiUrl, consoleUrl, temporal }: Stack, state: StateFolder): string {
  const row = (name: string, place: string, note: string) =>
    `  ${name.padEnd(10)} ${paint.link(place)}${note === '' ? '' : paint.faint(`  ${note}`)}`
  const workflows = `/namespaces/${temporal.namespace}/workflows`
  return [
    '',
    ...(consoleUrl === null ? [] : [row('Console', consoleUrl, 'sign in with a token of run.json')]),
    row('API', apiUrl, ''),
    row('its docs', `${apiUrl}/docs`, ''),
    row('Temporal', temporal.uiUrl === null ? temporal.address : `${temporal.uiUrl}${workflows}`, ''),
    row('run.json', state.runFile, 'these addresses, and a token for each role'),
    row('logs', join(state.path, 'logs'), ''),
    '',
    `  In another terminal: ${paint.strong('npx clearline status')}, or ${paint.strong('npx clearline --help')}`,
    '  Ctrl-C stops everything; the next start goes on from here.',
  ].join('\n')
}
