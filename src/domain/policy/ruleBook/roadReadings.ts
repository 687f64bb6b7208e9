import { reading } from './reading.ts'

/** How the road of numbers, orders and cases is read. */
export const roadReadings = {
  silence: reading(
    'Does a rule end when a newer age no longer tells it?',
    { keepsRules: 'No, only a contradiction ends a rule', endsRules: 'Yes, what is not told again is over' },
    ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7'],
    'No age takes the switches back, and they were still recorded after the cutoff',
    'rules',
  ),
  eventsInterface: reading(
    'Is the events interface there, since it is no longer listed as missing?',
    { isThere: 'Yes', isStillMissing: 'No, silence does not bring it' },
    ['L4'],
    'The published interface has it',
    'rules',
  ),
  letters: reading(
    'Which numbers need a letter of authorisation, and since when?',
    {
      asFlagged: 'Those the carrier flags, at any time',
      since003: 'Those flagged, from the age that tells of letters',
    },
    ['Z8'],
    'The letter is asked for out there, whatever the article knew',
    'rules',
  ),
  unauthorised: reading(
    'What comes first for a new number that is not authorised: authorisation or the case?',
    {
      authoriseFirst: 'Authorisation; a case takes authorised numbers only',
      caseFirst: 'The case, which leads to both',
    },
    ['R2', 'R3', 'Z6'],
    'That only authorised numbers are registered is said twice, and the order of both is told',
    { effect: 'noted', lacks: { caseFirst: 'an authorisation within a case: the desk answers orders' } },
  ),
  casesFor: reading(
    'Who goes by case and form: all numbers, or only new ones?',
    { everyNumber: 'All that are registered', newNumbers: 'Only numbers added or ported later' },
    ['R3', 'R5', 'R6', 'Z6'],
    'After any authorisation the case is the next step told',
    'decides',
  ),
  cases: reading(
    'How many open cases may an organisation have?',
    { several: 'Several, a number in one at a time', one: 'One' },
    ['R3', 'Z6'],
    'The article does not say; numbers that come later need their own',
    'decides',
  ),
  mustRegister: reading(
    'Which numbers must be on a campaign?',
    { texting: 'Those that are to text', every: 'Every number, texting or not' },
    ['Z3'],
    'The reason given is that messages would be blocked',
    'decides',
  ),
  formCovers: reading(
    'What of numbers of the case that the form does not cover?',
    { staysInCase: 'They stay in the case, and the difference is shown', leavesCase: 'They leave the case' },
    ['R5', 'R6'],
    'A registration is of authorised numbers; a slip in a form undoes no authorisation',
    {
      effect: 'noted',
      lacks: { leavesCase: 'which numbers a form names: the form of the desk holds a brand and a campaign' },
    },
  ),
  canada: reading(
    'Do Canadian organisations register too?',
    { register: 'Yes, the same road', areExempt: 'No' },
    ['Z2'],
    'Every customer is meant, and no exception is named',
    'decides',
  ),
  lapse: reading(
    'What happens to texting numbers when the licence lapses?',
    { suspends: 'They are suspended and come back with it', keepsTexting: 'They keep texting' },
    ['P8', 'P10'],
    'The licence is needed to have the feature at all; the registration outlives it',
    'decides',
  ),
  letterAge: reading(
    'How long is a letter of authorisation good?',
    { unlimited: 'Until it is taken back', thirtyDays: 'For 30 days from its signature' },
    ['Z8'],
    'No age names a limit; thirty days is what a register of toll-free numbers asks for',
    'decides',
  ),
  movedNumber: reading(
    'What does a number keep that moves to another ready location?',
    { keepsAll: 'Authorisation, case and registration', startsOver: 'Nothing' },
    ['Z7', 'R2'],
    'The authorisation is of the number; the location is only the way to it',
    {
      effect: 'noted',
      lacks: {
        startsOver: 'whether a number has moved or only its place was corrected: a report tells the place alone',
      },
    },
  ),
  returningNumber: reading(
    'What is a number that comes back?',
    { newLife: 'A new number, with nothing behind it', resumes: 'The old one, where it stood' },
    ['D2', 'R2'],
    'Its owner may have changed meanwhile',
    'decides',
  ),
  switchReach: reading(
    'Whom does the switch of T1 reach, the organisation or one location?',
    { organisation: 'All users of the organisation', location: 'Those of the location' },
    ['T1'],
    'Its label says location, its text and a note on its use say organisation',
    { effect: 'noted', lacks: { location: 'the switch of each location: the default is a fact of the organisation' } },
  ),
  unknownApp: reading(
    'What of an app whose version nobody has told?',
    { warns: 'A warning', blocks: 'No texting' },
    ['P6'],
    'It is a fact of the device, not of the number',
    'decides',
  ),
  healthcare: reading(
    'Is a healthcare organisation refused?',
    { isWarned: 'No: it acknowledges the notice before its first order', isRefused: 'Yes' },
    ['H1'],
    'The article denies a compliance, not the feature',
    'decides',
  ),
  actingFor: reading(
    'Who may act for a customer?',
    { adminsAndPartners: 'Its admins, and partners for them, named as such', adminsOnly: 'Its own admins only' },
    ['A1', 'P9'],
    'The roles of the vendor allow it, and the link to a case may lead to the partner',
    'decides',
  ),
} as const
