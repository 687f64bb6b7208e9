import { ages, since, until } from '../ages.ts'
import { informs, once, rule } from './rule.ts'

export const benefits = {
  B1: rule('information', 'People reach and are reached by text', ages, informs),
  B2: rule('information', 'They text as the business, from the work number', ages, informs),
  B3: rule('information', 'They text inside the app they know', ages, informs),
  B4: rule('information', 'The feature is managed in one place', ages, informs),
  B5: rule('information', 'It costs nothing extra', until('001'), once('contradicted by P8; 001 tells both'), {
    endedBy: '002',
  }),
  B6: rule('information', 'Another channel to customers', since('002'), informs),
  B7: rule('information', 'The same compliance and retention as the other channels', ages, informs),
} as const
