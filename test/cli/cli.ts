import { vi } from 'vitest'
import { sayFailure } from '../../src/cli/output.ts'
import { createProgram } from '../../src/cli/program.ts'

export type Said = { readonly out: string; readonly err: string; readonly failed: boolean }
export type Cli = (...given: readonly string[]) => Promise<Said>

/** The command as somebody would type it, in this process: what it writes is caught, as `main.ts` would write it. */
export function cliAgainst(url: string, token: string): Cli {
  return async (...given) => {
    const written = { out: '', err: '' }
    const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => caught('out', text))
    const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => caught('err', text))
    let failed = false
    try {
      const program = createProgram({ CLEARLINE_URL: url, CLEARLINE_TOKEN: token })
      await program.parseAsync(['node', 'clearline', ...given])
    } catch (error) {
      failed = true
      sayFailure(error, { json: given.includes('--json') })
    } finally {
      out.mockRestore()
      err.mockRestore()
    }
    return { ...written, failed }

    function caught(stream: 'out' | 'err', text: string | Uint8Array): boolean {
      written[stream] += String(text)
      return true
    }
  }
}
