import { buildPack } from './buildPack.ts'

/** The newest age of the published article (licence first, LOA step, 10DLC registration by support case). */
export const pack003 = buildPack('003')
