/** An organisation of the example. Everybody and every number in it is made up: 555 01xx is kept for such uses. */
export type ExampleOrganisation = {
  readonly name: string
  /** How the acts call it. */
  readonly short: string
  readonly places: Readonly<Record<string, ExamplePlace>>
  readonly numbers: readonly ExampleNumber[]
  readonly outcome: ExampleOutcome
}

export type ExamplePlace = typeof ciscoPstn | typeof localGateway

/** `loa`: the carrier wants a letter of authorisation for it. */
export type ExampleNumber = { readonly number: string; readonly at: string; readonly loa?: 'required' }

/** What must be true of it at the end. */
export type ExampleOutcome = {
  readonly texting: readonly string[]
  readonly cannot: number
  /** Those of `cannot` that the registry rejected to the end. */
  readonly rejected: number
  readonly underLetter: readonly string[]
  readonly rounds: number
  readonly forms: number
  readonly holds: number
}

export const exampleFacts = [
  { fact: 'customerKind', value: 'enterprise' },
  { fact: 'subscriptionKind', value: 'paid' },
  { fact: 'callingPlan', value: 'usCa' },
  { fact: 'dataRegion', value: 'supported' },
  { fact: 'textingDefault', value: 'on' },
] as const

const ciscoPstn = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' } as const
const localGateway = { country: 'US', pstnConnection: 'localGateway', presence: 'present' } as const

/** The first numbers of an area code, from 555 0101 on. */
function numbersOf(areaCode: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `+1${areaCode}555${String(101 + index).padStart(4, '0')}`)
}

const austin = numbersOf('512', 24)
const required = { loa: 'required' } as const
const underLetter = austin.filter((_, index) => index % 4 === 3)
const denver = numbersOf('720', 18)
export const exampleTollFree = '+18005550199'
export const exampleElsewhere = '+15055550139'
/** Sits on somebody else's campaign, says the registry, and stays there. */
export const exampleHeldElsewhere = '+15125550117'

/** Two rounds, a letter, a form that comes back, and one number that is given up. */
export const larkspur: ExampleOrganisation = {
  name: 'Larkspur Interiors',
  short: 'Larkspur',
  places: { austin: ciscoPstn, denver: ciscoPstn, santaFe: localGateway },
  numbers: [
    ...austin.map((number) => ({ number, at: 'austin', ...(underLetter.includes(number) ? required : {}) })),
    { number: exampleTollFree, at: 'austin' },
    ...denver.map((number) => ({ number, at: 'denver' })),
    { number: exampleElsewhere, at: 'santaFe' },
  ],
  outcome: {
    texting: [...austin, ...denver].filter((number) => number !== exampleHeldElsewhere),
    cannot: 3,
    rejected: 1,
    underLetter,
    rounds: 2,
    forms: 2,
    holds: 0,
  },
}

const portland = numbersOf('503', 20)

/** A licence that lapses in the middle of the review, and word from the registry that somebody writes down by hand. */
export const harbour: ExampleOrganisation = {
  name: 'Harbour Veterinary',
  short: 'Harbour',
  places: { portland: ciscoPstn },
  numbers: portland.map((number) => ({ number, at: 'portland' })),
  outcome: { texting: portland, cannot: 0, rejected: 0, underLetter: [], rounds: 1, forms: 1, holds: 1 },
}

export const harbourCampaign = 'CHRBR01'

/** Stands in the encrypted letter and nowhere else. */
export const exampleSigner = {
  firstName: 'Ines',
  lastName: 'Larkspur',
  title: 'Owner',
  signature: 'Ines Larkspur',
} as const

/** Nobody real: names under `.example` belong to no one. */
export function exampleContacts(short: string) {
  const domain = `${short.toLowerCase()}.example`
  return [
    { name: 'Ines Larkspur', address: `admin@${domain}`, acts: ['customerAdmin', 'loaSigner'], language: 'en' },
    { name: 'Paul Weber', address: `paul@partner-for-${domain}`, acts: ['partner'], language: 'de' },
  ] as const
}
