import { nextMove } from '../domain/process/cutoff.ts'
import { publishCutoffs } from '../store/cutoff/publish.ts'
import { executedCutoffs, openCutoffs, readCutoffStanding } from '../store/cutoff/standing.ts'
import { readNow } from '../store/policy.ts'
