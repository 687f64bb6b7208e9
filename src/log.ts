import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** One JSON line per business fact on stderr, with ids and codes. Names, texts and phone numbers never belong in one. */
export function createLogger({ level, name }: { readonly level: string; readonly name: string }): Logger {
  return pino(
    {
      level,
      name,
      redact: { paths: ['req.headers.authorization', 'headers.authorization', 'authorization'], censor: '[redacted]' },
    },
    pino.destination(2),
  )
}
