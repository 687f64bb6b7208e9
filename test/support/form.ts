import type { RegistrationForm } from '../../src/domain/form.ts'

/** A form that nothing is wrong with. */
export const goodForm: RegistrationForm = {
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
}
