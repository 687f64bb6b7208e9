import { append } from './append.ts'
import { ask } from './ask.ts'
import { door } from './door.ts'
import { execute } from './execute.ts'
import type { Benchmark } from './harness.ts'
import { intake } from './intake.ts'
import { replay } from './replay.ts'
import { sweep } from './sweep.ts'
import { verdict } from './verdict.ts'

export const benchmarks: readonly Benchmark[] = [door, intake, execute, append, verdict, ask, sweep, replay]
