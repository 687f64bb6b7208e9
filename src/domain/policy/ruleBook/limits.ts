import { ages, since, until } from '../ages.ts'
import { rule } from './rule.ts'

const refused = 'terms of a pack: answered as not supported'
const conduct = 'terms of a pack: what is told of improper traffic'

export const limits = {
  L1: rule('limit', 'Texts are kept for 400 days', ages, 'terms of a pack: until when a message is kept', {
    parameters: { days: 400 },
  }),
  L2: rule('limit', 'That period cannot be changed', ages, refused, {
    parameters: { customisable: false },
  }),
  L3: rule('limit', 'No eDiscovery', ages, refused),
  L4: rule(
    'limit',
    'No events interface',
    until('001'),
    'terms of a pack: not supported up to 001; no longer listed since',
    {
      endedBy: '002',
    },
  ),
  L5: rule(
    'limit',
    'Sending from the desktop only',
    ['004'],
    'gate `app`, of the app that a question names; lifted since',
    { endedBy: '000' },
  ),
  L6: rule('limit', 'No emoticons', ['004'], 'gate `message`, of the message that a question names; lifted since', {
    endedBy: '000',
  }),
  L7: rule(
    'limit',
    'No MMS, nothing to or from abroad',
    ages,
    'gate `message`, by the kind of message and the country of the other side; the Caribbean is abroad',
    { parameters: { unsupported: ['mms', 'international'] } },
  ),
  L8: rule('limit', 'Not unlimited', since('000'), refused),
  L9: rule(
    'limit',
    'Improper traffic may be blocked or slowed down',
    since('000'),
    `gate \`traffic\`: what is blocked is shut, what is slowed down is a notice; ${conduct}`,
    {
      parameters: { by: ['cisco', 'vendor', 'carrier'] },
    },
  ),
  L10: rule(
    'information',
    'Whether to block is decided by Cisco or its vendor alone',
    since('000'),
    `gate \`traffic\`: named where one of the two blocks; ${conduct}`,
    {
      parameters: { by: ['cisco', 'vendor'] },
    },
  ),
  L11: rule('information', "What is proper is defined in the vendor's offer", since('000'), conduct, {
    parameters: { definedIn: 'offerDocument' },
  }),
  S1: rule(
    'information',
    'Suspected spam is reported to the vendor',
    ages,
    'terms of a pack: where to report it; shown wherever traffic is blocked or slowed down, and in the help of the command',
    {
      parameters: { form: 'https://cs.co/spam' },
    },
  ),
} as const
