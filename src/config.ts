import * as z from 'zod'

/** What is written in the environment, checked once, before anything is opened. Everything wrong is told at once. */
function read<Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv): z.infer<Schema> {
  refuseShiftedClock(env)
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw new ConfigurationError(z.prettifyError(parsed.error))
  return parsed.data
}

/**
 * Time is the database's, and no setting moves it: whoever tries to is told so, rather than believing that it worked. A
 * preloaded fake clock would falsify the age of signatures and tokens, which the machine's clock tells.
 */
function refuseShiftedClock(env: NodeJS.ProcessEnv): void {
  const shifting = Object.entries(env).flatMap(([name, value = '']) =>
    value !== '' &&
    (/^(CLEARLINE_CLOCK|FAKETIME)/.test(name) || (/^(LD_PRELOAD|DYLD_)/.test(name) && /faketime/.test(value)))
      ? [name]
      : [],
  )
  if (shifting.length === 0) return
  const advice = 'a process that runs for real takes the time as it is; only `clearline rehearse` skips time. Unset it'
  throw new ConfigurationError(`${shifting.join(', ')} would shift the clock: ${advice}.`)
}

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

const secrets = z
  .string()
  .transform((text) => text.split(','))
  .pipe(
    z
      .array(z.string().regex(/^whsec_[A-Za-z0-9+/=]+$/, 'a secret is whsec_ and base64'))
      .min(1)
      .max(2),
  )

/** Webex takes any text as a secret; a short one could be guessed from one delivery. */
const webexSecrets = z
  .string()
  .transform((text) => text.split(','))
  .pipe(
    z
      .array(z.string().regex(/^[\x21-\x7e]{16,256}$/, '16 to 256 printable characters, no blanks'))
      .min(1)
      .max(2),
  )

const shared = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
  CLEARLINE_MASTER_KEY: z
    .string()
    .refine((text) => Buffer.from(text, 'base64').length === 32, '32 bytes in base64 (openssl rand -base64 32)'),
  TEMPORAL_ADDRESS: z.string().optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
} as const

const apiSchema = z.object({
  ...shared,
  API_HOST: z.string().default('127.0.0.1'),
  API_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  /** Per token; tokens that are refused have a smaller budget per address. */
  API_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(1_200),
  /** Two live secrets each, comma-separated, so that one can be changed without losing a delivery. */
  DESK_WEBHOOK_SECRET: secrets.optional(),
  REGISTRY_WEBHOOK_SECRET: secrets.optional(),
  WEBEX_WEBHOOK_SECRET: webexSecrets.optional(),
  /** `subject:token` pairs, comma-separated: the first operators, who issue all other tokens. */
  CLEARLINE_OPERATOR_TOKENS: z.string().optional(),
})

/** `a@b.c`, or `Name <a@b.c>`. */
const mailbox = /^(?:[^\s<>@]+@[^\s<>@]+|[^<>@"\r\n]+ <[^\s<>@]+@[^\s<>@]+>)$/

const workerSchema = z.object({
  ...shared,
  WORKER_HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Without a bridge the step is taken by hand, and reported. */
  DESK_URL: z.url().optional(),
  DESK_TOKEN: z.string().optional(),
  /** `smtp://` or `smtps://`; without it what is queued waits, and nobody is written to. */
  CLEARLINE_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  CLEARLINE_MAIL_FROM: z.string().regex(mailbox, 'an address, or a name and an address in <>').optional(),
  CLEARLINE_NO_WORKFLOW_CACHE: z.stringbool().default(false),
  CLEARLINE_WORKER_VERSIONING: z.stringbool().default(false),
  CLEARLINE_BUILD_ID: z.string().default('unversioned'),
})

export type ApiConfig = z.infer<typeof apiSchema>
export type WorkerConfig = z.infer<typeof workerSchema>

export function apiConfig(env: NodeJS.ProcessEnv): ApiConfig {
  return read(apiSchema, env)
}

export function workerConfig(env: NodeJS.ProcessEnv): WorkerConfig {
  return read(workerSchema, env)
}
