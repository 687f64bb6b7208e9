import { ages, since } from '../ages.ts'
import { rule } from './rule.ts'

export const prerequisites = {
  A1: rule(
    'information',
    'Customer admins set the feature up in one place (here: the role `admin`)',
    ages,
    'the roles that may act for an organisation',
  ),
  P1: rule(
    'gate',
    'A Cisco Calling Plan for the US or Canada is needed',
    ages,
    'gates `eligibility` and `location`; an import refuses numbers of other countries',
    { parameters: { countries: ['US', 'CA'] } },
  ),
  P2: rule('gate', 'Only enterprise customers', ages, 'gate `eligibility`', {
    parameters: { customerKind: 'enterprise' },
  }),
  P3: rule('gate', 'Online customers cannot have it', ages, 'gate `eligibility`', {
    parameters: { excludedKind: 'online' },
  }),
  P4: rule('gate', 'Trial customers cannot have it', since('001'), 'gate `eligibility`', {
    parameters: { excludedSubscription: 'trial' },
  }),
  P5: rule(
    'gate',
    'A user texts from a primary number at a US or Canadian location, in service',
    ages,
    'gates `location`, `primary`, `kind`, `inventory`',
    { parameters: { owner: 'primary', countries: ['US', 'CA'] } },
  ),
  P6: rule(
    'gate',
    'The Webex App must be 42.12 or newer',
    ages,
    'gate `app`, of the app that a question names; without its version a notice',
    { parameters: { appVersion: '42.12' } },
  ),
  P7: rule('gate', "The location's connection is Cisco PSTN", since('001'), 'gate `location`', {
    parameters: { pstnConnection: 'ciscoPstn' },
  }),
  P8: rule('gate', 'The add-on licence must be held', since('001'), 'gate `licence`; the wait for the licence', {
    differently: { '001': 'an add-on that is bought; it is not called a licence yet' },
  }),
  P9: rule(
    'gate',
    'The partner sells the licence',
    since('002'),
    'gate `licence`: the partner is named as the one to act',
    { parameters: { seller: 'partner' } },
  ),
  P10: rule(
    'gate',
    'Without a licence in force the texting pages are closed',
    since('002'),
    'gate `licence`, when it has lapsed or ended; whether the texting pages show',
  ),
  P11: rule(
    'gate',
    'Texting from a business number needs a 10DLC registration',
    since('001'),
    'gates `kind` and `registration`; an age before it has no registration to start',
    { differently: { '001': 'only a pointer to the registration, beside the add-on' } },
  ),
  P12: rule('gate', 'The calling plan must be there first', ages, 'gate `eligibility`', {
    differently: { '000': 'a calling plan, without the word that it is there already' },
  }),
  H1: rule(
    'information',
    'No HIPAA compliance: healthcare customers must know',
    since('000'),
    'a healthcare organisation orders nothing before it has acknowledged the notice; terms of a pack',
    { audience: 'healthcareCustomers' },
  ),
} as const
