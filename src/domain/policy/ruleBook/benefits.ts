import { ages, since, until } from '../ages.ts'
import { rule } from './rule.ts'

const told = 'told in the terms of a pack'

export const benefits = {
  B1: rule('information', 'People reach and are reached by text', ages, told),
  B2: rule('information', 'They text as the business, from the work number', ages, told),
  B3: rule('information', 'They text inside the app they know', ages, told),
  B4: rule('information', 'The feature is managed in one place', ages, told),
  B5: rule(
    'information',
    'It costs nothing extra',
    until('001'),
    'told in the terms of the packs up to 001, which tells P8 too: there with the conflict',
    { endedBy: '002', conflicts: ['P8'] },
  ),
  B6: rule('information', 'Another channel to customers', since('002'), told),
  B7: rule('information', 'The same compliance and retention as the other channels', ages, told),
} as const
