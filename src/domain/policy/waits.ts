import type { PolicyPack } from './policy.ts'

/** The clocks are ours, in every age: the article knows only how long a registration takes. */
export const waits: PolicyPack['waits'] = {
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
  answer: { owner: 'desk', reminderDays: [7, 14], dueDays: 21, escalationDays: 28, ruleIds: ['R2', 'Z4'] },
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
}
