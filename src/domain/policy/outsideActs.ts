import { type Age, isUpTo } from './ages.ts'
import type { OutsideAct, OutsideStep } from './policy.ts'

const manage = ['Control Hub', 'Services', 'PSTN', 'Business Texting', 'Manage'] as const

/** How each act is done by the newest age that tells it. Since 001 none tells where the switches are. */
const newest: Readonly<Record<OutsideAct, OutsideStep>> = {
  buyLicence: {
    owner: 'partner',
    title: 'Order the Business Texting add-on; its tab in Control Hub shows only once the licence is there',
    path: ["The partner's ordering system", 'Webex Calling', 'Business Texting add-on'],
    statedIn: '003',
    values: ['organisation', 'onboarding'],
    confirmedBy: 'the licence is reported as ordered, and then as activated',
    ruleIds: ['P8', 'P9', 'P10', 'R1'],
  },
  renewLicence: {
    owner: 'partner',
    title: 'Renew the Business Texting add-on',
    path: ["The partner's ordering system", 'Webex Calling', 'Business Texting add-on'],
    statedIn: '003',
    values: ['organisation', 'onboarding', 'case'],
    confirmedBy: 'the licence is reported as activated',
    ruleIds: ['P8', 'P10'],
  },
  authoriseNumbers: {
    owner: 'customerAdmin',
    title: 'Choose the location, select the numbers of the order, go on to the summary, then authorise more or be done',
    path: [...manage, 'Authorise Business Texting'],
    statedIn: '003',
    values: ['organisation', 'location', 'order', 'numbers'],
    confirmedBy: 'the order is reported with its ticket, or its numbers with their answers',
    ruleIds: ['Z4', 'Z5', 'Z7', 'Z9', 'Z10'],
  },
  signLetter: {
    owner: 'loaSigner',
    title: 'Give first name, last name and title, and sign for the numbers that need a letter of authorisation',
    path: [...manage, 'Authorise Business Texting', 'Letter of authorisation'],
    statedIn: '003',
    values: ['organisation', 'location', 'order', 'letter', 'numbers'],
    confirmedBy: 'the letter is reported as accepted or refused',
    ruleIds: ['Z8'],
  },
  openCase: {
    owner: 'customerAdmin',
    title: 'Open the support case for the 10DLC registration of the authorised numbers',
    path: [
      'Control Hub',
      'Services',
      'PSTN & Routing',
      'Business Texting',
      'Manage',
      'Open Cisco Calling Plan support case',
    ],
    statedIn: '003',
    values: ['organisation', 'case', 'caseNumber', 'numbers', 'serviceClass'],
    confirmedBy: 'the case is reported as opened, with its ticket',
    ruleIds: ['R3', 'R4', 'Z6'],
  },
  askForHelp: {
    owner: 'customerAdmin',
    title: 'Open the support case that asks for the authorisation of numbers that the picker lacks: new, or ported',
    path: [
      'Control Hub',
      'Services',
      'PSTN & Routing',
      'Business Texting',
      'Manage',
      'Open Cisco Calling Plan support case',
    ],
    statedIn: '003',
    values: ['organisation', 'case', 'caseNumber', 'numbers', 'serviceClass'],
    confirmedBy: 'the case is reported as opened, or its numbers with their answers',
    ruleIds: ['R3', 'R4'],
  },
  returnForm: {
    owner: 'customerAdmin',
    title: 'Complete the 10DLC registration form that the PSTN support team has sent, and return it',
    path: ['The ticket of the support case', '10DLC registration form'],
    statedIn: '003',
    values: ['organisation', 'caseNumber', 'ticket', 'numbers', 'formVersion', 'formHash', 'serviceClass'],
    confirmedBy: 'the case is reported as formReceived',
    ruleIds: ['R5', 'R6', 'Z2'],
  },
  correctForm: {
    owner: 'customerAdmin',
    title: 'Correct what was rejected and return the form again, or give the case up',
    path: ['The ticket of the support case', '10DLC registration form'],
    statedIn: '003',
    values: ['organisation', 'caseNumber', 'ticket', 'numbers', 'formVersion', 'formHash', 'serviceClass'],
    confirmedBy: 'the case is reported as formReceived',
    ruleIds: ['R6', 'R7', 'Z2'],
  },
  answerDesk: {
    owner: 'customerAdmin',
    title: 'Answer what the PSTN support team asks',
    path: ['The ticket of the support case'],
    statedIn: '003',
    values: ['organisation', 'caseNumber', 'ticket'],
    confirmedBy: 'the case is reported as inReview',
    ruleIds: ['R6'],
  },
  switchOnOrganisation: {
    owner: 'customerAdmin',
    title: 'Turn Business Texting on for the users of the organisation',
    path: ['Control Hub', 'Calling', 'Service settings', 'Business Texting provisioning'],
    statedIn: '001',
    values: ['organisation'],
    confirmedBy: 'the fact textingDefault is attested as on',
    ruleIds: ['T1'],
  },
  switchOnUser: {
    owner: 'customerAdmin',
    title: 'Turn Business Texting on for the user, by the default of the organisation or in its place',
    path: ['Control Hub', 'Users', 'the user', 'Calling', 'Business Texting'],
    statedIn: '001',
    values: ['organisation', 'user'],
    confirmedBy: 'the setting of the user is reported',
    ruleIds: ['T2', 'T3', 'T6'],
  },
}

const manage002 = ['Control Hub', 'Services', 'Calling', 'PSTN', 'Business Texting', 'Manage'] as const

/** Where an older age tells an act in another way. */
const older: readonly (Partial<OutsideStep> & { readonly act: OutsideAct; readonly statedIn: Age })[] = [
  {
    act: 'authoriseNumbers',
    statedIn: '002',
    title: 'Choose the location, select the numbers of the order, and go on to the summary',
    path: [...manage002, 'Authorise Business Texting'],
    ruleIds: ['Z4', 'Z5', 'Z7', 'Z9'],
  },
  {
    act: 'openCase',
    statedIn: '002',
    path: ['Control Hub', 'Calling', 'PSTN', 'Business Texting', 'Manage', 'Open Cisco Calling Plan support case'],
  },
  {
    act: 'askForHelp',
    statedIn: '002',
    path: ['Control Hub', 'Calling', 'PSTN', 'Business Texting', 'Manage', 'Open Cisco Calling Plan support case'],
  },
  ...(['buyLicence', 'renewLicence', 'returnForm', 'correctForm', 'answerDesk'] as const).map((act) => ({
    act,
    statedIn: '002' as const,
  })),
  ...(['switchOnOrganisation', 'switchOnUser'] as const).flatMap((act) =>
    (['004', '000'] as const).map((statedIn) => ({ act, statedIn })),
  ),
]

/** How each act is done in an age. What an age does not tell yet is done as the first age tells it that does. */
export function outsideActsIn(age: Age): Readonly<Record<OutsideAct, OutsideStep>> {
  const steps = Object.entries(newest).map(([act, step]) => {
    const tellings = [...older.filter((each) => each.act === act), { act, statedIn: step.statedIn }]
    const last = tellings
      .filter(({ statedIn }) => isUpTo(statedIn, age))
      .sort(byAge)
      .at(-1)
    const { act: _, ...told } = last ?? tellings.sort(byAge)[0] ?? { act }
    return [act, { ...step, ...told }]
  })
  return Object.fromEntries(steps)
}

function byAge(one: { readonly statedIn: Age }, other: { readonly statedIn: Age }): number {
  return isUpTo(one.statedIn, other.statedIn) ? -1 : 1
}
