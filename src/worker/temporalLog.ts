import type { LogLevel, LogMetadata, RuntimeOptions, Logger as TemporalLogger } from '@temporalio/worker'
import type { Logger } from '../log.ts'

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const

/** One stream of lines for all: what Temporal, its workflows and its activities say goes through the process's logger. */
export function temporalLogger(log: Logger): TemporalLogger {
  const own = log.child({ from: 'temporal' })
  const write = (level: LogLevel, message: string, meta: LogMetadata = {}) => {
    const { error, ...rest } = meta
    own[levels[level]]({ ...rest, ...(error === undefined ? {} : { error: inShort(error) }) }, message)
  }
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  }
}

/** A database's error also quotes the row at fault, and an outage's the request: neither belongs in a log. */
function inShort(error: unknown): { readonly type: string; readonly message: string; readonly stack?: string } {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  const { name, message, stack } = error
  return { type: name, message, ...(stack ? { stack } : {}) }
}

/** Signals stay the process's own affair: it decides in which order things stop. */
export function runtimeOptions(log: Logger): RuntimeOptions {
  return {
    logger: temporalLogger(log),
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'WARN' } } },
    shutdownSignals: [],
  }
}
