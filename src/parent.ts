/**
 * `CLEARLINE_TIED_TO_STDIN=1`: calls back once standard input ends, which it does when whoever started this process is
 * gone, however that died. So no child of a killed start runs on beside the next one.
 */
export function whenParentIsGone(env: NodeJS.ProcessEnv, then: () => void): void {
  if (env['CLEARLINE_TIED_TO_STDIN'] !== '1') return
  process.stdin.on('end', then).on('error', then).resume()
  // Listening alone must not keep a process that is done.
  process.stdin.unref()
}
