/** What the desk's form asks for: who sends, and what is sent. */
export type ExampleForm = ReturnType<typeof formOf>

type Sender = {
  readonly brand: string
  readonly legalName: string
  readonly taxId: string
  readonly city: string
  readonly region: string
  readonly postalCode: string
}

function formOf({ brand, ...sender }: Sender) {
  const domain = `${brand.toLowerCase()}.example`
  return {
    brand: {
      ...sender,
      country: 'US',
      entityType: 'privateProfit',
      website: `https://${domain}`,
      supportEmail: `help@${domain}`,
      street: '100 Main Street',
    },
    campaign: {
      useCase: 'CUSTOMER_CARE',
      description: 'Staff answer questions of customers about their orders and appointments, one to one.',
      messageFlow:
        'Customers give their number on the order form and tick a box to agree to messages about their order.',
      samples: [`${brand}: we will be with you on Tuesday at 10. Reply STOP to hear no more.`],
      optInMessage: `${brand}: you will get messages about your order. Reply HELP for help, STOP to end.`,
      optOutMessage: `${brand}: you will get no more messages.`,
      helpMessage: `${brand}: write to help@${domain}.`,
      privacyPolicyUrl: `https://${domain}/privacy`,
      termsUrl: `https://${domain}/terms`,
    },
  }
}

const larkspur = {
  brand: 'Larkspur',
  taxId: '12-3456789',
  city: 'Austin',
  region: 'TX',
  postalCode: '78701',
} as const

/** The name as people say it, and, once the reviewer has sent that back, as it stands in the tax register. */
export const larkspurForm = formOf({ ...larkspur, legalName: 'Larkspur' })
export const larkspurCorrected = formOf({ ...larkspur, legalName: 'Larkspur Interiors LLC' })

export const harbourForm = formOf({
  brand: 'Harbour',
  legalName: 'Harbour Veterinary Inc',
  taxId: '98-7654321',
  city: 'Portland',
  region: 'OR',
  postalCode: '97204',
})
