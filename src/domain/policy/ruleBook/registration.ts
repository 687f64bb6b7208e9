import { since } from '../ages.ts'
import { days } from '../cutoffs.ts'
import { rule } from './rule.ts'

const existing = 'existingTextingCustomers'

export const registration = {
  R1: rule(
    'gate',
    'The licence comes before the registration',
    since('002'),
    'gate `licence`; the wait for the licence; nothing is sent before it is active',
  ),
  R2: rule(
    'gate',
    'Only authorised numbers can be registered',
    since('002'),
    'gate `authorisation`; only they go into a support case, each into one at a time',
  ),
  R3: rule(
    'information',
    'New or ported numbers that are not authorised go by support case',
    since('002'),
    'a case of the kind `authorisationHelp` takes what the picker of its location lacks, and the desk answers for each number; the cards for opening a case name it; what is not authorised is refused in a registration case all the same, since R2 is stated twice',
  ),
  R4: rule(
    'information',
    'Where a support case is opened',
    since('002'),
    'the card that says where and with what; the waits for a case and for its opening',
    { differently: { '002': 'by way of Calling', '003': 'by way of Services, PSTN & Routing' } },
  ),
  R5: rule(
    'information',
    'The support team sends the registration form',
    since('002'),
    "the desk's report `formSent`; the wait for it",
  ),
  R6: rule(
    'information',
    'The customer completes the form and hands it in',
    since('002'),
    'the form of a case, version by version; the event of a submitted number; the waits for the form, a correction and an answer',
  ),
  R7: rule(
    'duration',
    'A registration takes close to four weeks',
    since('002'),
    'the review of a form is overdue after 28 days and escalated then; nothing is ever rejected for it; the forecast',
    { parameters: { days: 28 } },
  ),
  D1: rule(
    'deadline',
    'Numbers not registered by 1 December 2024 are switched off',
    since('002'),
    'gates `licence`, `authorisation` and `registration` let numbers from before through until its instant: their verdict is `willStop`; from then on the gate `registration` shuts them',
    {
      audience: existing,
      actsFrom: 'unregisteredSwitchedOff',
      parameters: {
        date: days.unregistered,
        planFor: '2024-11-30',
        exempts: ['P8', 'P10', 'P11', 'R1', 'R2', 'Z2', 'Z3'],
      },
    },
  ),
  D2: rule(
    'default',
    'Numbers added after 26 August 2024 start switched off',
    since('002'),
    'numbers in service from its instant on meet every gate at once; gate `registration`',
    { audience: existing, actsFrom: 'newNumbersStartOff', parameters: { date: days.newNumbersAndTrials } },
  ),
  D3: rule(
    'deadline',
    'Trials stop qualifying after 26 August 2024',
    since('002'),
    'P4 acts from 2024-08-27T07:00:00.000Z',
    { audience: existing, actsFrom: 'trialsStopQualifying', parameters: { date: days.newNumbersAndTrials } },
  ),
  D4: rule(
    'deadline',
    'Start before 1 November 2024 to be in time',
    since('002'),
    'a notice with the verdict of a number that will stop and whose case is not open; it refuses nothing',
    {
      audience: existing,
      actsFrom: 'lateStartWarning',
      parameters: { date: days.lateStart, refuses: false },
    },
  ),
  D5: rule(
    'duration',
    'A registration takes three to four weeks',
    since('002'),
    'the review of a form reminds after 21 days; the forecast',
    { parameters: { fromDays: 21, toDays: 28 } },
  ),
} as const
