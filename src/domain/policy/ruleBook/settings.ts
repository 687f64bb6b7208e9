import { until } from '../ages.ts'
import { rule } from './rule.ts'

/** Told by the three oldest ages and by none since; by the default reading of silence they stay in force. */
export const settings = {
  T1: rule(
    'default',
    'The organisation has a texting default',
    until('001'),
    'gate `setting`; without it nothing has to be switched on',
    {
      parameters: { values: ['on', 'off'] },
    },
  ),
  T2: rule('default', "A user's own setting beats the default", until('001'), 'gate `setting`'),
  T3: rule(
    'default',
    'Texting can be on for chosen users only',
    until('001'),
    "by `overrideOn` against a default of off; the card for a user's switch",
  ),
  T4: rule(
    'gate',
    "The user's switch is there only where the location offers texting",
    until('001'),
    'gate `location`, where the connection offers no texting; a switch there is refused',
  ),
  T5: rule(
    'information',
    'A user is reachable and keeps their own number private',
    until('001'),
    'told in the terms of a pack',
  ),
  T6: rule(
    'default',
    'A user either follows the default or overrides it',
    until('001'),
    "gate `setting`, when the user's own switch is off",
    { parameters: { values: ['inherit', 'overrideOn', 'overrideOff'] } },
  ),
  T7: rule(
    'information',
    'A switched-on user sends and receives in the app',
    until('001'),
    'told in the terms of a pack',
  ),
} as const
