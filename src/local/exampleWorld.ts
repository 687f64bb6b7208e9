/** The organisation of the example. Everybody and every number in it is made up: 555 01xx is kept for such uses. */
export const exampleName = 'Larkspur Interiors'

export const exampleFacts = [
  { fact: 'customerKind', value: 'enterprise' },
  { fact: 'subscriptionKind', value: 'paid' },
  { fact: 'callingPlan', value: 'usCa' },
  { fact: 'dataRegion', value: 'supported' },
  { fact: 'textingDefault', value: 'on' },
] as const

export const exampleLocations = {
  austin: { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' },
  denver: { country: 'US', pstnConnection: 'localGateway', presence: 'present' },
} as const

export type ExamplePlace = keyof typeof exampleLocations

const standard = Array.from({ length: 8 }, (_, index) => `+1512555010${index + 1}`)
export const exampleTollFree = '+18005550199'
export const exampleElsewhere = '+17205550139'

/** Ten numbers: eight that can get to texting, a toll-free one, and one where there is no Cisco PSTN. */
export const exampleNumbers: readonly { readonly number: string; readonly at: ExamplePlace }[] = [
  ...standard.map((number) => ({ number, at: 'austin' as const })),
  { number: exampleTollFree, at: 'austin' },
  { number: exampleElsewhere, at: 'denver' },
]

/** What must be true of them at the end. */
export const exampleVerdicts = { can: standard.length, cannot: 2, unknown: 0 } as const
export const exampleTexting: readonly string[] = standard

/** What the desk's form asks for: who sends, and what is sent. */
export const exampleForm = {
  brand: {
    legalName: 'Larkspur Interiors LLC',
    country: 'US',
    taxId: '12-3456789',
    entityType: 'privateProfit',
    website: 'https://larkspur.example',
    supportEmail: 'help@larkspur.example',
    street: '100 Congress Avenue',
    city: 'Austin',
    region: 'TX',
    postalCode: '78701',
  },
  campaign: {
    useCase: 'CUSTOMER_CARE',
    description: 'Staff answer questions of customers about their orders and appointments, one to one.',
    messageFlow: 'Customers give their number on the order form and tick a box to agree to messages about their order.',
    samples: ['Larkspur: your sofa arrives on Tuesday at 10. Reply STOP to hear no more.'],
    optInMessage: 'Larkspur: you will get messages about your order. Reply HELP for help, STOP to end.',
    optOutMessage: 'Larkspur: you will get no more messages.',
    helpMessage: 'Larkspur: write to help@larkspur.example.',
    privacyPolicyUrl: 'https://larkspur.example/privacy',
    termsUrl: 'https://larkspur.example/terms',
  },
} as const
