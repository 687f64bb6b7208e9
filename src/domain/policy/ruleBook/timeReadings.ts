import { reading } from './reading.ts'

/** How the dates and the durations are read. */
export const timeReadings = {
  zone: reading(
    'In whose day do the dates end, since none names a zone?',
    { losAngeles: 'In the Pacific day', newYork: 'In the Eastern day', utc: 'In the day of UTC' },
    ['D1', 'D2', 'D3', 'D4'],
    'A bare date on the page of a vendor at the Pacific coast; one zone keeps an organisation from turning number by number',
    'instants',
  ),
  lastDay: reading(
    'Is a number in time that is registered on 1 December 2024 itself?',
    { counts: 'Yes: the switch-off comes when that day ends', isTooLate: 'No: it comes when that day begins' },
    ['D1'],
    'Both texts name the day as the last one; carriers have enforced from its start, so plans aim at the day before',
    'instants',
  ),
  earlyTrials: reading(
    'Did trials qualify until 26 August 2024?',
    { qualified: 'Yes, until that day ended', wereExcluded: 'No, not since an age first excluded them' },
    ['P4', 'D3'],
    'The dated notice is the newer one, and makes sense only if trials qualified before it',
    'instants',
  ),
  trialBesidePaid: reading(
    'Does a trial beside a paid subscription make the organisation a trial?',
    { paidCounts: 'No, the paid one counts', trialCounts: 'Yes, any trial counts' },
    ['P4', 'D3'],
    'What is excluded is the customer on trial, not the trying of one thing more',
    'decides',
  ),
  newNumber: reading(
    'When is a number new: when ordered, or when in service?',
    { byService: 'By the instant it enters service', byOrder: 'By the instant it was ordered' },
    ['D2'],
    'A default applies when a number is provisioned; it is the safe side, since it asks for the registration',
    {
      effect: 'noted',
      lacks: { byOrder: 'when a number was ordered from its carrier: imports tell since when it is in service' },
    },
  ),
  started: reading(
    'What has to be done in time for a start of the registration?',
    {
      caseOpened: 'The case is open',
      onboardingCreated: 'The onboarding is begun',
      formSent: 'The form is with the customer',
    },
    ['D4'],
    'The case is the first step that anybody but the customer sees',
    'decides',
  ),
  registered: reading(
    'When is a number registered?',
    {
      onApprovedCampaign: 'When it is assigned to an approved campaign',
      campaignApproved: 'When its campaign is approved',
      allCarriers: 'When every carrier has provisioned it',
    },
    ['D1', 'Z3'],
    'The rule speaks of numbers on a campaign, not of campaigns, and not of carriers',
    {
      effect: 'decides',
      lacks: {
        allCarriers: 'which carriers have provisioned a number: the registry tells of campaigns and numbers alone',
      },
    },
  ),
  laterOrganisations: reading(
    'Does the switch-off concern organisations that came after 1 December 2024?',
    { nothingToLose: 'No: their numbers start switched off', likeOthers: 'Yes, like all others' },
    ['D1', 'D2'],
    'The notice speaks to those who text already',
    'decides',
  ),
  clockStarts: reading(
    'From when do the weeks of a registration count?',
    { formReturned: 'From the complete form', caseOpened: 'From the opening of the case' },
    ['R7', 'D5'],
    'The duration is told after the form is handed in; nobody is late before having it',
    'decides',
  ),
  weeks: reading(
    'What are the weeks of a registration?',
    { calendar: 'Seven days each: 21 to 28 days', business: 'Business days: 15 to 20 of them' },
    ['R7', 'D5'],
    'The article says weeks, and both of its durations fit one window of calendar days',
    'decides',
  ),
  afterRejection: reading(
    'Does a form that is handed in again have its full time?',
    { fullTime: 'Yes, a review of its own', restOfTime: 'No, what is left of the first' },
    ['R7'],
    'The review begins anew; ports that are rejected are known to count from the start',
    'decides',
  ),
  retention: reading(
    'From when do the 400 days count?',
    { eachMessage: 'For each message from its own time', lastMessage: 'For a conversation from its last message' },
    ['L1'],
    'Messages are the only thing that is kept',
    'decides',
  ),
} as const
