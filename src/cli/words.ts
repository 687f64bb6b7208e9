/** `codes` are those that have words: another language must have words for the same ones. */
type Words = ((code: string) => string) & { readonly codes: readonly string[] }

/** What codes of the interface mean to a person. A code without words is shown as it is: never hidden, never guessed. */
function wordsFor(words: Readonly<Record<string, string>>): Words {
  return Object.assign((code: string) => words[code] ?? code, { codes: Object.keys(words) })
}

export const ownerWords = wordsFor({
  customerAdmin: 'customer admin',
  partner: 'partner',
  loaSigner: 'signer of the letter',
  user: 'user',
  desk: 'support desk',
  registry: 'registry',
  operator: 'operator',
  carrier: 'carrier',
  vendor: "Cisco's vendor",
  cisco: 'Cisco',
  nobody: 'nobody',
})

export const stageWords = wordsFor({
  eligibility: 'waiting for the organisation to qualify',
  licence: 'waiting for the licence',
  authorisation: 'authorising numbers',
  answer: 'waiting for the desk to answer',
  case: 'waiting for a case to be opened',
  registration: 'waiting for its cases',
  opening: 'waiting for the desk to have the case',
  formSending: 'waiting for the desk to send the form',
  formReturn: 'waiting for the form to be returned',
  review: 'under review',
  correction: 'waiting for a correction',
  customer: 'waiting for an answer to the desk',
  licenceHold: 'on hold: the licence is not active',
  eligibilityHold: 'on hold: the organisation does not qualify',
  activation: 'switching texting on',
  acknowledgement: 'waiting for someone to take note of refused numbers',
  ended: 'at the end',
})

/** What a cutoff does to a class of numbers. */
export const planVerdictWords = wordsFor({
  switchOff: 'is switched off',
  registered: 'is registered and texts on',
  exempt: 'is exempt',
  unknown: 'is unknown: left alone',
  notConcerned: 'is not its concern',
  advised: 'is advised',
})

export const planReasonWords = wordsFor({
  REGISTERED: 'registered',
  REGISTERED_IN_TIME: 'registered in time',
  REGISTERED_LATE: 'registered after the instant',
  REGISTRATION_BEGUN: 'its registration has begun',
  EXEMPT: 'an exemption lets it through',
  NUMBER_GONE: 'it has left the organisation',
  ENTERED_BEFORE: 'in service from before',
  ENTERED_AFTER: 'in service after new numbers started off',
  STARTED_OFF: 'it started off',
  NEVER_ON: 'nothing recorded it as on',
  PAID_SUBSCRIPTION: 'the subscription is paid',
  ALREADY_OFF: 'recorded as off already',
})

export const releaseWords = wordsFor({
  needsNone: '–',
  approved: 'approved',
  notApproved: 'waits for an approval',
  aboveTolerance: 'has grown too much since: waits',
})

export const reasonWords = wordsFor({
  ALL_GATES_PASSED: 'every gate is passed',
  ONLINE_ORGANISATION: 'online organisations cannot text',
  HEALTHCARE_REFUSED: 'healthcare organisations are refused, by this reading',
  TRIAL_SUBSCRIPTION: 'trial subscriptions no longer qualify',
  NO_CISCO_CALLING_PLAN: 'there is no Cisco Calling Plan',
  COUNTRY_NOT_US_CA: 'the Calling Plan is outside of the US and Canada',
  DATA_REGION_UNSUPPORTED: 'the data region is not supported',
  ORGANISATION_FACT_MISSING: 'a fact about the organisation is missing',
  NO_LICENCE: 'there is no licence',
  LICENCE_REQUESTED: 'the licence is requested, not ordered',
  LICENCE_ORDERED: 'the licence is ordered, not active',
  LICENCE_LAPSED: 'the licence has lapsed',
  LICENCE_FACT_MISSING: 'nobody has reported the licence',
  LOCATION_COUNTRY: 'its location is outside of the US and Canada',
  NOT_CISCO_PSTN: 'its location has no Cisco PSTN',
  TEXTING_NOT_OFFERED: 'its PSTN connection offers no texting',
  LOCATION_REMOVED: 'its location was removed',
  LOCATION_FACT_MISSING: 'a fact about its location is missing',
  NOT_A_PRIMARY_NUMBER: "it is nobody's primary number",
  NO_PRIMARY_NUMBER: 'the user has no primary number',
  OWNER_UNKNOWN: 'nobody has said whose number it is',
  TOLL_FREE_NOT_10DLC: 'toll-free numbers are not 10DLC',
  KIND_NOT_TEXTABLE: 'numbers of its kind cannot text',
  NOT_IN_SERVICE: 'it is not in service',
  INVENTORY_UNKNOWN: 'nobody has said whether it is in service',
  ORDER_NOT_SUBMITTED: 'its order is not submitted',
  AUTHORISATION_PENDING: 'the desk has not answered its order',
  LOA_NOT_SIGNED: 'it needs a letter that nobody has signed',
  AUTHORISATION_REVOKED: 'its authorisation was revoked',
  IN_CASE: 'its form has not been submitted',
  CAMPAIGN_SUSPENDED: 'its campaign is suspended',
  CAMPAIGN_REJECTED: 'its campaign was rejected',
  CAMPAIGN_ENDED: 'its campaign has ended',
  CAMPAIGN_PENDING: 'its campaign is not decided',
  CAMPAIGN_STATUS_UNKNOWN: 'nobody has said how its campaign stands',
  AUTHORISATION_REFUSED: 'the desk refused it',
  NOT_AUTHORISED: 'it is not authorised',
  AUTHORISATION_UNKNOWN: 'nobody has said whether it is authorised',
  REGISTRATION_PENDING: 'the registry has not decided',
  REGISTRATION_REJECTED: 'the registry rejected it',
  NOT_REGISTERED: 'it is not on a registered campaign',
  REGISTRATION_UNKNOWN: 'nobody has said whether it is registered',
  BLOCKED_BY_CARRIER: 'a carrier blocks its traffic',
  BLOCKED_BY_VENDOR: "Cisco's vendor blocks its traffic",
  BLOCKED_BY_CISCO: 'Cisco blocks its traffic',
  TEXTING_DEFAULT_UNKNOWN: "nobody has stated the organisation's default",
  SWITCHED_OFF_FOR_USER: 'it is switched off for its user',
  SWITCHED_OFF_FOR_ORGANISATION: 'it is switched off for the organisation',
  ENTRY_UNKNOWN: 'nobody has said since when it is in service',
  APP_TOO_OLD: 'the app is too old',
  APP_VERSION_UNKNOWN: 'the version of the app is not known',
  DESKTOP_ONLY: 'only the desktop app can send',
  COUNTERPART_ABROAD: 'the other side is outside of the US and Canada',
  MMS_UNSUPPORTED: 'MMS is not supported',
  EMOTICONS_UNSUPPORTED: 'emoticons are not supported',
  AUTHORISATION_HELP_TAKES_IT: 'a case of help asks for it: clearline case open --help-authorise',
  NUMBER_ELSEWHERE: 'it belongs to another location than the order',
})

export const actWords = wordsFor({
  noAct: 'no act helps',
  convertTrial: 'convert the trial',
  buyCallingPlan: 'buy a Cisco Calling Plan',
  migrateDataRegion: 'move the data region',
  attestFacts: "state the organisation's facts",
  orderLicence: 'order the licence',
  activateLicence: 'activate the licence',
  renewLicence: 'renew the licence',
  requestLicence: 'request the licence',
  reportLicence: 'report the licence',
  moveToCiscoPstnLocation: 'move it to a Cisco PSTN location',
  askCisco: 'ask Cisco',
  moveNumber: 'move the number',
  reportLocation: 'report the location',
  reportOwner: 'report whose number it is',
  assignAsPrimary: 'assign it as a primary number',
  reportInventory: 'report the inventory',
  activateNumber: 'put the number into service',
  submitOrder: 'submit the order',
  answerOrder: 'answer the order',
  orderAgain: 'order it again',
  orderAuthorisation: 'order its authorisation',
  decideRegistration: 'decide the registration',
  signLoa: 'sign a letter of authorisation',
  openCase: 'open a case for it',
  submitForm: 'submit the registration form',
  correctForm: 'correct the form and submit it again',
  decideCampaign: 'decide the campaign',
  liftSuspension: 'lift the suspension',
  reportCampaign: 'report the campaign',
  liftBlock: 'let its traffic through again; no appeal is known',
  reportEntry: 'report since when it is in service',
  updateApp: 'update the app',
  reportApp: 'tell the version of the app',
  sendFromDesktop: 'send it from the desktop app',
  sendText: 'send it as plain text',
  switchTextingOff: 'switch texting off where it was switched on',
  tellDesk: 'tell the desk that the order rests on a mistake',
  decideLetter: 'accept the letter, or send it back',
  takeOutOfCase: 'take the numbers out of the case',
  startOnboarding: 'start another onboarding',
  switchOnUser: 'switch it on for the user',
  switchOnOrganisation: 'switch it on for the organisation',
  remindCustomer: 'remind the customer',
  remindPartner: 'remind the partner',
  askDesk: 'ask the desk',
  askRegistry: 'ask the registry',
  lookIntoIt: 'look into it',
  addContact: 'add a contact who can be reached',
  changeContact: 'change the contact, or remove it',
})

/** What became of a rule from one age to the other. */
export const changeWords = wordsFor({
  told: 'is new',
  untold: 'is not told yet',
  ended: 'is ended',
  revived: 'is in force again',
  notRestated: 'is not told again, and stays',
  toldAgain: 'is told again',
  reworded: 'is told in other terms',
  begun: 'is in force',
  notBegun: 'is not in force',
  moved: 'begins at another instant',
})

export const featureWords = wordsFor({
  eventsInterface: 'events interface',
  mobileSending: 'sending from mobile apps',
  mms: 'MMS',
  international: 'texts to and from abroad',
  unlimitedTexting: 'unlimited texting',
  retentionChange: 'another time of keeping',
  hipaaCompliance: 'HIPAA compliance',
})

/** Where a road is, as a forecast counts it. */
export const stretchWords = wordsFor({
  licence: 'the licence',
  authorisation: 'the authorisation',
  opening: 'the opening of a case',
  formSending: 'the sending of the form',
  formReturn: 'the return of the form',
  review: 'the review',
  activation: 'the activation',
  done: 'the end of the road',
  stuck: 'a place where no act helps',
})

export const noticeWords = wordsFor({
  APP_VERSION_UNKNOWN: 'the version of the app is not known; it may be too old',
  REGISTRATION_OWED: 'it has to be registered whether it texts or not',
  TRAFFIC_THROTTLED: 'its traffic is slowed down by others',
  STARTS_LATE: 'its registration has not begun, and may not be in time',
})

export const verdictWords = wordsFor({ willStop: 'will stop' })

export const gateWords = wordsFor({
  primary: 'primary number',
  setting: 'switch',
})

export const gradeWords = wordsFor({
  explained: 'reminded',
  task: 'a task for support',
  escalated: 'escalated',
})

export const phaseWords = wordsFor({
  open: 'a draft',
  onHold: 'on hold',
  sent: 'with the desk',
  complete: 'every number is authorised',
  partial: 'authorised in part',
  failed: 'no number is authorised',
  signed: 'signed, not answered yet',
  superseded: 'replaced by another',
})

/** What became of a number in an order. */
export const resultWords = wordsFor({ takenOut: 'taken out' })

/** The desk's last word on a case. */
export const statusWords = wordsFor({
  unconfirmed: 'has not confirmed it',
  formSent: 'form sent',
  formReceived: 'form received',
  inReview: 'in review',
  waitingOnCustomer: 'waits for the customer',
  closedUnresolved: 'closed unresolved',
})

export const outcomeWords = wordsFor({ underWay: 'under way', timedOut: 'timed out' })

export const valueWords = wordsFor({
  caseNumber: 'case number',
  serviceClass: 'service class',
  formVersion: 'form version',
  formHash: 'form hash',
})

/** `NumberRegistered` → `number registered`: event types are written to be read. */
export function eventWords(type: string): string {
  const words = type.replaceAll(/(?<=[a-z])([A-Z])/g, ' $1').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `2026-11-24T16:18:42.123Z` → `24 Nov 2026, 16:18 UTC` */
export function dayAndTime(at: string): string {
  const text = new Date(at).toUTCString()
  return `${text.slice(5, 16)}, ${text.slice(17, 22)} UTC`
}

/** `+15125550101` → `+1 512 555 0101`; other plans have no such groups here. */
export function spacedNumber(e164: string): string {
  return e164.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3')
}
