import { spawn } from 'node:child_process'

/** Ends servers and removes folders when this process is gone, whatever it died of. */
export type ProcessGuard = {
  /** Give each server as soon as it has a process id. */
  watch(pid: number): void
  remove(folder: string): void
  /** Everything was ended in good order: nothing is left to guard. */
  release(): void
}

// The guard reads from a pipe that only this process holds: the pipe ends when the process does, SIGKILL included.
const script = `
while read -r kind value; do
  case "$kind" in
    pid) pids="$pids $value" ;;
    folder) set -- "$@" "$value" ;;
    release) exit 0 ;;
  esac
done
for pid in $pids; do kill -INT "$pid" 2>/dev/null; done
for pid in $pids; do
  tries=0
  while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -KILL "$pid" 2>/dev/null
done
for folder in "$@"; do rm -rf -- "$folder"; done
`

export function guardProcesses(): ProcessGuard {
  // Its own session, so that Ctrl-C in a terminal does not take the guard before the guarded.
  const guard = spawn('/bin/sh', ['-c', script, 'clearline-guard'], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.unref()
  // A pipe is a socket to Node; unreferenced, it does not keep this process alive.
  if ('unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref()
  guard.stdin.on('error', () => undefined)
  const tell = (line: string) => guard.stdin.write(`${line}\n`)
  return {
    watch: (pid) => void tell(`pid ${pid}`),
    remove: (folder) => void tell(`folder ${folder}`),
    release: () => guard.stdin.end('release\n'),
  }
}
