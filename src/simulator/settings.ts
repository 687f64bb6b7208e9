import type { SideName } from './world.ts'

export type WebhookTarget = { readonly url: string; readonly secret: string }

export type Settings = {
  readonly port: number
  readonly smtpPort: number
  readonly stateFolder: string
  readonly scriptFile?: string
  readonly mode: 'live' | 'controlled'
  readonly targets: Readonly<Record<SideName, WebhookTarget>>
  readonly token: string
  readonly controlToken: string
  /** Ends when its standard input does, so that it never outlives whoever started it. */
  readonly tiedToStdin: boolean
}

/** Reads the environment, or throws one error that names every variable at fault. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const {
    SIMULATOR_PORT: port = '0',
    SIMULATOR_SMTP_PORT: smtpPort = '0',
    SIMULATOR_MODE: mode = 'live',
    SIMULATOR_SCRIPT: scriptFile,
  } = env
  const { SIMULATOR_TIED_TO_STDIN: tied } = env
  const faults: string[] = []
  const text = (name: string, fits: (value: string) => boolean, wanted: string): string => {
    const value = env[name] ?? ''
    if (!fits(value)) faults.push(`${name}: ${wanted}`)
    return value
  }
  const token = (name: string) => text(name, (value) => value.length >= 16, 'at least 16 characters')
  const target = (side: 'DESK' | 'REGISTRY' | 'WEBEX', secret: RegExp, wanted: string): WebhookTarget => ({
    url: text(`${side}_WEBHOOK_URL`, isHttpUrl, 'an http or https address'),
    secret: text(`${side}_WEBHOOK_SECRET`, (value) => secret.test(value), wanted),
  })
  const standard = [/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'whsec_<base64>'] as const
  for (const [name, value] of Object.entries({ SIMULATOR_PORT: port, SIMULATOR_SMTP_PORT: smtpPort }))
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) faults.push(`${name}: a port, 0 for a free one`)
  if (mode !== 'live' && mode !== 'controlled') faults.push('SIMULATOR_MODE: live or controlled')
  const settings: Settings = {
    port: Number(port),
    smtpPort: Number(smtpPort),
    stateFolder: text('SIMULATOR_STATE', (value) => value !== '', 'a folder'),
    ...(scriptFile ? { scriptFile } : {}),
    mode: mode === 'controlled' ? 'controlled' : 'live',
    targets: {
      desk: target('DESK', ...standard),
      registry: target('REGISTRY', ...standard),
      webex: target('WEBEX', /^[\x21-\x7e]{16,256}$/, '16 to 256 printable characters'),
    },
    token: token('SIMULATOR_TOKEN'),
    controlToken: token('SIMULATOR_CONTROL_TOKEN'),
    tiedToStdin: tied === '1',
  }
  if (faults.length > 0) throw new Error(`the simulator cannot start:\n  ${faults.join('\n  ')}`)
  return settings
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol)
}
