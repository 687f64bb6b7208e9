import { since } from '../ages.ts'
import { rule } from './rule.ts'

export const authorisation = {
  Z1: rule(
    'information',
    'Business Texting counts as application-to-person traffic',
    since('002'),
    'the service class `A2P`, on the forms and cases sent to the desk, on their cards, with each number and case in a list, and in the terms of a pack',
  ),
  Z2: rule(
    'gate',
    'Every organisation that texts registers a campaign, for a verified brand',
    since('002'),
    'gate `registration`: the campaign must be approved, and not suspended or ended; an approval without a verified brand is flagged; activation',
  ),
  Z3: rule(
    'gate',
    'Every number sits on a registered campaign',
    since('002'),
    'gate `registration`; activation; the waits for activation and acknowledgement',
  ),
  Z4: rule(
    'information',
    'The admin picks the numbers to be authorised',
    since('002'),
    'picking for an order; gate `authorisation`; the wait for authorisation',
  ),
  Z5: rule('information', 'Where numbers are authorised', since('002'), 'the card that says where and with what', {
    differently: { '002': 'by way of Services and Calling', '003': 'by way of Services, PSTN' },
  }),
  Z6: rule(
    'gate',
    'Authorisation first, registration after it',
    since('002'),
    'the order of the stages; numbers go into a case only when authorised',
  ),
  Z7: rule(
    'gate',
    'An order is for one location and takes numbers that can be authorised',
    since('002'),
    'picking for an order, giving back',
    { parameters: { locations: 1 } },
  ),
  Z8: rule(
    'gate',
    'Some numbers need a signed letter of authorisation',
    since('003'),
    'gate `authorisation`; an order is not submitted while a letter is missing; a letter taken back revokes what rests on it',
    { parameters: { fields: ['firstName', 'lastName', 'title', 'signature'] } },
  ),
  Z9: rule(
    'information',
    'An order ends in a summary of what is ordered',
    since('002'),
    'the event of an ordered number',
  ),
  Z10: rule(
    'information',
    'After an order: authorise more, or done',
    since('003'),
    '`next` of an order; the onboarding waits for further orders until `done`; the card for authorising',
  ),
} as const
