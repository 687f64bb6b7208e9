import { ages, since, until } from '../ages.ts'
import { acts, informs, once, rule } from './rule.ts'

export const limits = {
  L1: rule('limit', 'Texts are kept for 400 days', ages, informs, { parameters: { days: 400 } }),
  L2: rule('limit', 'That period cannot be changed', ages, informs, { parameters: { customisable: false } }),
  L3: rule('limit', 'No eDiscovery', ages, informs),
  L4: rule('limit', 'No events interface', until('001'), once('no longer listed'), { endedBy: '002' }),
  L5: rule(
    'limit',
    'Sending from the desktop only',
    ['004'],
    acts('gate `app`, of the app that a question names; lifted since'),
    { endedBy: '000' },
  ),
  L6: rule(
    'limit',
    'No emoticons',
    ['004'],
    acts('gate `message`, of the message that a question names; lifted since'),
    { endedBy: '000' },
  ),
  L7: rule(
    'limit',
    'No MMS, nothing to or from abroad',
    ages,
    acts('gate `message`, by the kind of message and the country of the other side; the Caribbean is abroad'),
    { parameters: { unsupported: ['mms', 'international'] } },
  ),
  L8: rule('limit', 'Not unlimited', since('000'), informs),
  L9: rule('limit', 'Improper traffic may be blocked or slowed down', since('000'), informs, {
    parameters: { by: ['cisco', 'vendor', 'carrier'] },
  }),
  L10: rule('information', 'Whether to block is decided by Cisco or its vendor alone', since('000'), informs),
  L11: rule('information', "What is proper is defined in the vendor's offer", since('000'), informs),
  S1: rule('information', 'Suspected spam is reported to the vendor', ages, informs),
} as const
