import { instant } from '../values.ts'
import { outsideActs003 } from './outsideActs003.ts'
import type { PolicyPack } from './policy.ts'

/**
 * The newest age of the published article (licence first, LOA step, 10DLC registration by support case).
 * Its publication instant is assumed; the dates inside the rules D1–D4 act by their own instants.
 */
export const pack003: PolicyPack = {
  id: '003',
  effectiveFrom: instant('2025-01-01T00:00:00.000Z'),
  zone: 'America/Los_Angeles',
  instants: {
    newNumbersStartOff: instant('2024-08-27T07:00:00.000Z'),
    trialsStopQualifying: instant('2024-08-27T07:00:00.000Z'),
    lateStartWarning: instant('2024-11-01T07:00:00.000Z'),
    unregisteredSwitchedOff: instant('2024-12-02T08:00:00.000Z'),
  },
  countries: ['US', 'CA'],
  pstnConnection: 'ciscoPstn',
  lateAfterMinutes: 60,
  waits: {
    eligibility: {
      owner: 'customerAdmin',
      reminderDays: [7, 14, 21],
      dueDays: 28,
      escalationDays: 35,
      ruleIds: ['P1', 'P2', 'P4'],
    },
    licence: {
      owner: 'partner',
      reminderDays: [7, 14, 21],
      dueDays: 28,
      escalationDays: 35,
      ruleIds: ['P8', 'P9', 'R1'],
    },
    authorisation: {
      owner: 'customerAdmin',
      reminderDays: [7, 14, 21],
      dueDays: 28,
      escalationDays: 35,
      ruleIds: ['R2', 'Z4'],
    },
    case: { owner: 'customerAdmin', reminderDays: [7, 14, 21], dueDays: 28, escalationDays: 35, ruleIds: ['R4', 'Z6'] },
    registration: { owner: 'desk', reminderDays: [], dueDays: 42, escalationDays: 42, ruleIds: ['R7', 'D5'] },
    activation: { owner: 'operator', reminderDays: [1], dueDays: 2, escalationDays: 3, ruleIds: ['Z3'] },
    acknowledgement: {
      owner: 'customerAdmin',
      reminderDays: [7, 14],
      dueDays: 28,
      escalationDays: 35,
      ruleIds: ['Z3'],
    },
    opening: { owner: 'customerAdmin', reminderDays: [2, 7], dueDays: 14, escalationDays: 21, ruleIds: ['R4'] },
    formSending: { owner: 'desk', reminderDays: [3, 7], dueDays: 14, escalationDays: 21, ruleIds: ['R5'] },
    formReturn: { owner: 'customerAdmin', reminderDays: [7, 14, 21], dueDays: 28, escalationDays: 35, ruleIds: ['R6'] },
    review: { owner: 'desk', reminderDays: [21], dueDays: 28, escalationDays: 28, ruleIds: ['R7', 'D5'] },
    correction: {
      owner: 'customerAdmin',
      reminderDays: [3, 7, 14],
      dueDays: 21,
      escalationDays: 28,
      ruleIds: ['R6', 'R7'],
    },
    customer: { owner: 'customerAdmin', reminderDays: [3, 7, 14], dueDays: 21, escalationDays: 28, ruleIds: ['R6'] },
    licenceHold: {
      owner: 'partner',
      reminderDays: [7, 14, 21],
      dueDays: 28,
      escalationDays: 35,
      ruleIds: ['P8', 'P10'],
    },
    eligibilityHold: {
      owner: 'customerAdmin',
      reminderDays: [7, 14, 21],
      dueDays: 28,
      escalationDays: 35,
      ruleIds: ['P1', 'P2', 'P4'],
    },
  },
  outsideActs: outsideActs003,
  sourceRanks: { registry: 1, desk: 2, webex: 3, partner: 4, admin: 5, process: 6 },
}
