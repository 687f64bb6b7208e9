import { fc, test as property } from '@fast-check/vitest'
import { expect } from 'vitest'
import { decideClass, type Standing } from '../../src/domain/decideNumber.ts'
import { isSameEra } from '../../src/domain/policy/era.ts'
import { packs } from '../../src/domain/policy/packs.ts'
import { day } from '../support/given.ts'
import { classes } from './classes.ts'

const standing: Standing = { arrival: 'newer', location: 'here', order: 'none', letter: 'none', case: 'none' }
const instants = fc.integer({ min: -1000, max: 300 }).map(day)

property.prop([classes, fc.constantFrom(...packs), instants, instants], { numRuns: 3000 })(
  'what was decided stands as long as no instant of the pack lies between',
  (number, pack, one, other) => {
    if (!isSameEra(pack, one, other)) return
    const decided = [one, other].map((at) => decideClass({ type: 'ActivateTexting' }, number, standing, { pack, at }))
    expect(decided[1]).toEqual(decided[0])
  },
)
