import type { ContactAct } from '../domain/contact.ts'
import type { Wording } from './wording.ts'

const waits: Wording['waits'] = {
  eligibility: { what: 'the organisation to qualify', act: 'Complete or correct the facts about the organisation.' },
  licence: { what: 'the Business Texting licence', act: 'Order the licence, or report that it is active.' },
  authorisation: { what: 'an order for the numbers', act: 'Choose the numbers and submit an order for them.' },
  answer: { what: "the support desk's answer to an order", act: 'Answer the order, or tell what is missing.' },
  case: { what: 'a support case', act: 'Open a support case for the authorised numbers.' },
  registration: {
    what: 'the open support cases',
    act: 'Look where the cases stand, and ask about those that do not move.',
  },
  activation: {
    what: 'the registered numbers to be switched on',
    act: 'Look why the numbers have not been switched on.',
  },
  acknowledgement: {
    what: 'somebody to take note of refused numbers',
    act: 'Take note of the numbers that were refused or rejected, so that the others can be completed.',
  },
  opening: {
    what: 'the support case to be opened at the desk',
    act: 'Open the case at the support desk, and report its ticket.',
  },
  formSending: { what: 'the registration form from the support desk', act: 'Send the registration form.' },
  formReturn: { what: 'the registration form', act: 'Fill in the registration form and hand it in.' },
  review: { what: 'the review of the registration form', act: 'Tell how the review stands.' },
  correction: {
    what: 'a corrected registration form',
    act: 'Correct the form where it was rejected, and hand it in again.',
  },
  customer: { what: 'an answer to the support desk', act: 'Answer the question that the support desk has asked.' },
  licenceHold: { what: 'the licence to be renewed', act: 'Renew the licence, or report that it is active.' },
  eligibilityHold: { what: 'the organisation to qualify again', act: 'Correct the facts about the organisation.' },
}

const cutoffs: Wording['cutoffs'] = {
  newNumbersStartOff: {
    what: 'numbers that come into service start with texting switched off, until they are registered',
    act: 'Register numbers that are to text before they are needed.',
  },
  trialsStopQualifying: {
    what: 'trial subscriptions no longer qualify for Business Texting',
    act: 'Convert the trial if the organisation is to go on texting.',
  },
  lateStartWarning: {
    what: 'a registration that is only begun may not be through before unregistered numbers are switched off',
    act: 'Begin the registration before then.',
  },
  unregisteredSwitchedOff: {
    what: 'every number that is not registered stops texting',
    act: 'Register the numbers that are to go on texting. If all of them are registered, there is nothing to do.',
  },
}

const numbers = (count: number) => (count === 1 ? '1 number' : `${count} numbers`)

const acts: Readonly<Record<ContactAct, string>> = {
  customerAdmin: 'what its administrator has to do',
  partner: 'what its partner has to do',
  loaSigner: 'letters of authorisation to be signed',
  desk: 'what the support desk has to do',
  operator: 'what the people who run the service have to do',
}

export const english: Wording = {
  locale: 'en-GB',
  salutation: (name) => `Dear ${name},`,
  signature: 'Clearline',
  footer: (organisation, orgId) =>
    `You get this mail as a contact of ${organisation}. Where things stand: clearline status ${orgId}. Who is written to, your admin or partner can change.`,
  waits,
  cutoffs,
  contact: ({ acts: all }, { organisation }) => ({
    subject: `You are a contact of ${organisation} for Business Texting`,
    paragraphs: [
      `From now on you are written to about Business Texting of ${organisation}: ${all.map((act) => acts[act]).join('; ')}.`,
      'You are reminded where something waits for you, and told when it is overdue. There is nothing to do now.',
    ],
  }),
  wait: ({ mark, wait, process, processId, dueAt }, { organisation, when }) => {
    const { what, act } = waits[wait]
    const which = `${process === 'case' ? 'Support case' : 'Onboarding'}: ${processId}`
    switch (mark) {
      case 'reminder':
        return {
          subject: `Reminder: ${organisation} waits for ${what}`,
          paragraphs: [`Business Texting of ${organisation} waits for ${what}, and it is your turn.`, act, which],
        }
      case 'due':
        return {
          subject: `Overdue: ${organisation} waits for ${what}`,
          paragraphs: [
            `Business Texting of ${organisation} waits for ${what}. This was due by ${when(dueAt)}.`,
            act,
            'If you cannot do it, tell your partner or the support desk what is in the way.',
            which,
          ],
        }
      case 'escalation':
        return {
          subject: `Escalated: ${organisation} still waits for ${what}`,
          paragraphs: [
            `Business Texting of ${organisation} still waits for ${what}. Since ${when(dueAt)} this has been put before the people who run the service.`,
            act,
            which,
          ],
        }
    }
  },
  cutoffNotice: ({ cutoffId, days, instant }, { organisation, orgId, when }) => {
    const { what, act } = cutoffs[cutoffId]
    const left = days === 1 ? 'in 1 day' : `in ${days} days`
    return {
      subject: `${organisation}: a change to Business Texting ${left}`,
      paragraphs: [
        `From ${when(instant)} on, ${what}. That is ${left}.`,
        act,
        `Which numbers and users it concerns, with a message for them: clearline contacts message ${orgId} ${cutoffId}.`,
      ],
    }
  },
  cutoffResult: ({ cutoffId, instant, counts }, { organisation, when }) => ({
    subject: `${organisation}: what has changed in Business Texting`,
    paragraphs: [
      `Since ${when(instant)}, ${cutoffs[cutoffId].what}. This is how the numbers of ${organisation} have come out of it.`,
      `Switched off: ${counts.switchedOff}. Registered in time: ${counts.registered}. Exempt for now: ${counts.exempt}. Not decided, because a fact is missing: ${counts.unknown}.`,
      'A number that was switched off texts again once it is registered. Carriers may block texts from numbers that are exempt.',
    ],
  }),
  reinstatement: ({ numbers: count, instant }, { organisation, when }) => ({
    subject: `${organisation}: ${numbers(count)} can text again`,
    paragraphs: [
      `${numbers(count)} of ${organisation}, switched off with the change of ${when(instant)}, can text again.`,
      'Please tell the users that they can text as before.',
    ],
  }),
  toUsers: ({ when }) => ({
    before: {
      subject: 'Texting from your business number will stop',
      paragraphs: [
        `From ${when} on, you can no longer send or receive texts with your business number. Calls are not affected.`,
        'Why: US and Canadian carriers take business texts only from numbers that are registered, and yours is not registered yet.',
        'Whom to ask: the administrator of our phone system. You will be told when texting works again.',
      ],
    },
    after: {
      subject: 'Texting from your business number works again',
      paragraphs: [
        'You can send and receive texts with your business number again, as before.',
        'Whom to ask, if it does not work: the administrator of our phone system.',
      ],
    },
  }),
}
