import { type RefusalCode, refusalCodes } from '../domain/refusals.ts'

/** Reasons for which the interface itself declines a request. Codes are public, stable and never reused. */
export const apiCodes = [
  'TOKEN_MISSING',
  'TOKEN_MALFORMED',
  'TOKEN_UNKNOWN',
  'TOKEN_EXPIRED',
  'TOKEN_REVOKED',
  'TOKEN_NOT_FOUND',
  'TOKEN_SECRET_ALREADY_SHOWN',
  'TOKEN_SCOPE_INVALID',
  'ROLE_NOT_ALLOWED',
  'IDEMPOTENCY_KEY_MISSING',
  'IDEMPOTENCY_KEY_MALFORMED',
  'IF_MATCH_MALFORMED',
  'VERSION_MISSING',
  'ID_MALFORMED',
  'FILTER_UNKNOWN',
  'QUERY_INVALID',
  'CURSOR_MALFORMED',
  'BODY_INVALID',
  'JSON_MALFORMED',
  'CONTENT_TYPE_UNSUPPORTED',
  'BODY_TOO_LARGE',
  'REQUEST_MALFORMED',
  'ROUTE_NOT_FOUND',
  'TOO_MANY_REQUESTS',
  'WEBHOOK_SIGNATURE_INVALID',
  'INTAKE_NOT_CONFIGURED',
  'DELIVERY_NOT_FOUND',
  'DELIVERY_SETTLED',
  'FORM_NOT_FOUND',
  'PACK_NOT_FOUND',
  'RULE_NOT_FOUND',
  'NO_PACK_AT_INSTANT',
  'KNOWN_AT_AHEAD',
  'NUMBER_NOT_KNOWN_THEN',
  'ORGANISATION_NOT_KNOWN_THEN',
  'ONBOARDING_NOT_KNOWN_THEN',
  'AS_OF_TOO_LARGE',
  'CAMPAIGN_NOT_FOUND',
  'CANCEL_UNDER_WAY',
  'STEP_NOT_HELD',
  'ONBOARDING_NOT_ANSWERING',
  'CASE_NOT_ANSWERING',
  'TEMPORAL_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'DATABASE_BUSY',
  'INTERNAL_ERROR',
] as const

export type ApiCode = (typeof apiCodes)[number]
export type ProblemCode = RefusalCode | ApiCode

/** What a code means to a caller: its HTTP status, what happened, and what to do about it. */
export type ProblemEntry = { readonly status: number; readonly title: string; readonly act: string }

export const problemCodes: readonly ProblemCode[] = [...refusalCodes, ...apiCodes]

const retry = 'Repeat the request with the same Idempotency-Key after the time in Retry-After.'

export const problems = {
  ORGANISATION_NOT_FOUND: entry(
    404,
    'There is no such organisation in your scope.',
    'Check the id; if it is right, ask the operator for a token that covers the organisation.',
  ),
  HAPPENED_AT_AHEAD: entry(
    422,
    'The report is dated ahead of now, and speaks of something that is recorded only once it is true.',
    'Send it once it has happened, or leave happenedAt out.',
  ),
  HAPPENED_AT_NOT_TAKEN: entry(
    422,
    'This request happens when it is recorded; it cannot be given another date.',
    'Leave happenedAt out.',
  ),
  ORGANISATION_EXISTS: entry(409, 'The organisation exists already.', 'Read it instead of creating it.'),
  ORGANISATION_NOT_ELIGIBLE: entry(
    409,
    'The organisation does not qualify for Business Texting.',
    'Read the organisation: its obstacles name the rule, the owner and the next act.',
  ),
  ORGANISATION_ELIGIBILITY_UNKNOWN: entry(
    409,
    'A fact on which the eligibility of the organisation rests is missing or has expired.',
    'Attest customerKind, subscriptionKind and callingPlan of the organisation.',
  ),
  EVIDENCE_ALREADY_EXPIRED: entry(
    422,
    'The statement had expired before it was made.',
    'Give an expiresAt that lies ahead, or leave it out.',
  ),
  HIPAA_NOTICE_NOT_ACKNOWLEDGED: entry(
    409,
    'A healthcare organisation has to take note that no HIPAA compliance is promised.',
    'Attest the fact hipaaNotice as acknowledged, then order.',
  ),
  LICENCE_NOT_ACTIVE: entry(
    409,
    'The Business Texting licence is not active.',
    'Request the licence, have the partner order it, and report its activation.',
  ),
  LOCATION_NOT_FOUND: entry(404, 'The organisation has no such location.', 'Check the id, or add the location first.'),
  LOCATION_EXISTS: entry(409, 'The location exists already.', 'Report its facts instead of adding it.'),
  LOCATION_NOT_READY: entry(
    409,
    'The location cannot serve Business Texting.',
    'Read the location: it must be in the US or Canada, on Cisco PSTN, and texting must be offered there.',
  ),
  LOCATION_READINESS_UNKNOWN: entry(
    409,
    'A fact about the location is missing.',
    'Report country, pstnConnection and textingOffered of the location.',
  ),
  USER_NOT_FOUND: entry(404, 'The organisation has no such user.', 'Check the id, or add the user first.'),
  USER_EXISTS: entry(409, 'The user exists already.', 'Set the texting of the user instead of adding it.'),
  CONTACT_NOT_FOUND: entry(404, 'The organisation has no such contact.', 'Check the id, or add the contact first.'),
  CONTACT_EXISTS: entry(409, 'The contact exists already.', 'Change the contact instead of adding it.'),
  CONTACT_REMOVED: entry(409, 'The contact was removed.', 'Add the person anew, as another contact.'),
  TEXTING_NOT_AT_LOCATION: entry(
    409,
    "Texting is not available at the location of the user's primary number.",
    'Read the location; give the user a primary number at a location that is ready, or let the setting inherit.',
  ),
  NUMBER_NOT_FOUND: entry(404, 'The organisation has no such number.', 'Check it, or import the number first.'),
  NUMBER_NOT_E164: entry(
    422,
    'This is not a valid number in E.164 form.',
    'Write a plus sign, the country code and the national number, without blanks: +12025550123.',
  ),
  NUMBER_NOT_US_CA: entry(
    422,
    'The number is neither of the US nor of Canada.',
    'Leave it out: 10DLC is for US and Canadian numbers only.',
  ),
  NUMBER_DUPLICATE: entry(422, 'The number stands in the list more than once.', 'Keep one of the rows.'),
  NUMBER_TAKEN: entry(
    409,
    'The number cannot be entered here.',
    'Check the number with your calling plan; if it has been ported in, ask the operator to release it.',
  ),
  NUMBER_ELSEWHERE: entry(
    409,
    'The number is not at the location of the order.',
    'Order it with its own location, or report the location to which it has moved.',
  ),
  NUMBER_IN_PICKER: entry(
    409,
    'The number can be ordered: the picker of its location offers it.',
    'Order it; a case for help is for numbers that the picker lacks.',
  ),
  NUMBER_ALREADY_AUTHORISED: entry(409, 'The number is authorised already.', 'Open a registration case for it.'),
  NUMBER_NOT_IN_SERVICE: entry(
    409,
    'The number is not known to be in service.',
    'Activate it in your calling plan and report its inventory as inService.',
  ),
  NUMBER_KIND_NOT_TEXTABLE: entry(
    422,
    'Numbers of this kind cannot text.',
    'Leave it out, or use a standard number instead.',
  ),
  TOLL_FREE_NOT_10DLC: entry(
    422,
    'A toll-free number cannot be registered for 10DLC.',
    'Leave it out: toll-free numbers have a registration of their own, outside of this product.',
  ),
  NUMBER_IN_OPEN_ORDER: entry(
    409,
    'The number stands in another open order.',
    'Wait for the answer to that order, or withdraw it.',
  ),
  NUMBER_NOT_SELECTED: entry(
    409,
    'The number is not selected in this order.',
    'Create an order that contains the number.',
  ),
  NUMBER_NOT_AUTHORISED: entry(
    409,
    'The number is not authorised.',
    'Order its authorisation and wait for the answer.',
  ),
  NUMBER_NOT_REGISTERED: entry(
    409,
    'The number is on no approved campaign.',
    'Wait for its registration; read the number to see where it stands.',
  ),
  NUMBER_HELD_BACK: entry(
    409,
    'Another gate keeps the number from texting.',
    'Read the number: its obstacles name the owner and the next act.',
  ),
  NUMBER_CHANGED_MEANWHILE: entry(
    409,
    'The number changed while the request was decided.',
    'Read the number and repeat the request with a new Idempotency-Key.',
  ),
  ORDER_NOT_FOUND: entry(404, 'The organisation has no such order.', 'Check the id in the list of orders.'),
  ORDER_EMPTY: entry(422, 'The order has no number that could be ordered.', 'Name at least one acceptable number.'),
  ORDER_ALREADY_CLOSED: entry(409, 'The order has ended.', 'Create a new order for what is still to be authorised.'),
  NO_ROW_ACCEPTED: entry(422, 'None of the rows could be taken.', 'Read the reason of each row and correct it.'),
  LOA_NOT_FOUND: entry(404, 'The organisation has no such letter.', 'Check the id among the letters of the order.'),
  LOA_NOT_REQUIRED: entry(
    409,
    'No number of the order needs a letter that it does not have.',
    'Nothing is to be signed: submit the order.',
  ),
  LOA_NOT_SIGNED: entry(
    409,
    'Numbers of the order need a letter of authorisation that nobody has signed.',
    'Sign a letter for the order, or take those numbers out of it.',
  ),
  LOA_FIELD_BLANK: entry(
    422,
    'A field of the signature is blank.',
    'Fill in first name, last name, title and signature.',
  ),
  LOA_FIELD_TOO_LONG: entry(422, 'A field of the signature is too long.', 'Keep it to a hundred characters.'),
  LOA_SIGNATURE_DIFFERS: entry(
    422,
    'The signature differs from first and last name.',
    'If it is meant to, send the same with differenceConfirmed: true and a new Idempotency-Key; else correct it.',
  ),
  CASE_NOT_FOUND: entry(404, 'The organisation has no such case.', 'Check the id in the list of cases.'),
  CASE_NOT_OPEN: entry(409, 'The case has ended.', 'Open a new case for what is still to be registered.'),
  CASE_WITHOUT_NUMBERS: entry(
    409,
    'There is no number that a case could be opened for.',
    'Have numbers authorised first; those in another open case, or registered, are not taken.',
  ),
  NUMBER_IN_OPEN_CASE: entry(
    409,
    'The number is in another open case.',
    'Go on with that case, or take the number out of it.',
  ),
  NUMBER_ALREADY_REGISTERED: entry(409, 'The number is registered already.', 'Leave it out: nothing is to be done.'),
  NUMBER_NOT_IN_CASE: entry(409, 'The number is not in this case.', 'Read the number to see which case it is in.'),
  FORM_INVALID: entry(
    422,
    'A reviewer would send the form back unread.',
    'Correct the fields that the rows name, and submit it with a new Idempotency-Key.',
  ),
  CASE_TAKES_NO_FORM: entry(
    409,
    'The case asks for the authorisation of numbers; it has no form.',
    'Hand the form in with a registration case.',
  ),
  CASE_TAKES_NO_ANSWER: entry(
    409,
    'The case is one of registration: its numbers are authorised already.',
    'Report the judgement of its form, or name the authorisation-help case that was answered.',
  ),
  FORM_UNCHANGED: entry(
    409,
    'The form is the one that was rejected.',
    'Change what the rejection names; an unchanged form is rejected at once.',
  ),
  FORM_UNDER_REVIEW: entry(
    409,
    'A form of the case is under review.',
    'Wait for the answer, or report it; another form can be submitted after that.',
  ),
  ONBOARDING_NOT_FOUND: entry(
    404,
    'The organisation has no such onboarding.',
    'Check the id in the list of onboardings, or start one.',
  ),
  ONBOARDING_ALREADY_OPEN: entry(
    409,
    'The organisation has an open onboarding.',
    'Go on with the open one; there is one at a time.',
  ),
  ONBOARDING_NOT_OPEN: entry(409, 'The onboarding has ended.', 'Start a new onboarding.'),
  NO_REGISTRATION_IN_PACK: entry(
    409,
    'The rules in force know no 10DLC registration.',
    'Nothing is to be registered under them; start when a policy pack with a registration is in force.',
  ),
  NOTHING_TO_ACKNOWLEDGE: entry(
    409,
    'There is no refusal or rejection to acknowledge.',
    'Nothing is to be done; read the onboarding to see where it stands.',
  ),
  CUTOFF_NOT_FOUND: entry(
    404,
    'There is no such cutoff, or it has not been published yet.',
    'Read the list of cutoffs; a worker publishes them when it starts.',
  ),
  CUTOFF_NOT_REACHED: entry(
    409,
    'The cutoff lies ahead: there is nothing to undo.',
    'Ask for an exemption or a postponement instead.',
  ),
  CUTOFF_ALREADY_REACHED: entry(
    409,
    'The instant of the cutoff is over: it cannot be put off any more.',
    'Ask for an exemption, or undo the cutoff within its window.',
  ),
  CUTOFF_IMPORT_INCOMPLETE: entry(
    409,
    'The cutoff was over when it was published, and the import has not been declared complete.',
    'Import all numbers, declare the import complete, make a plan and approve that one.',
  ),
  CUTOFF_NEEDS_NO_APPROVAL: entry(
    409,
    'This cutoff only advises: nobody has to approve a plan of it.',
    'Nothing is to be done.',
  ),
  CUTOFF_NOT_EXEMPTABLE: entry(
    409,
    'The rule of this cutoff knows no exemption.',
    'Have the facts corrected that it rests on, or put the whole cutoff off before its instant.',
  ),
  CUTOFF_UNDO_TOO_LATE: entry(
    409,
    'The window in which the cutoff could be undone is over.',
    'Ask for an exemption; what is exempt is switched on again by the guard.',
  ),
  PLAN_NOT_FOUND: entry(404, 'The cutoff has no such plan.', 'Make a plan first, or read the last one.'),
  PLAN_STALE: entry(
    409,
    'This is not the plan of now: classes, verdicts or the policy have changed since.',
    'Read what has changed, make a plan if the last one is of another policy, and approve its hash.',
  ),
  PLAN_EMPTY: entry(
    409,
    'The plan would switch off no number: there is nothing to approve.',
    'Nothing is to be done until a plan has numbers to switch off.',
  ),
  APPROVER_IS_REQUESTER: entry(
    409,
    'Whoever asked for it cannot approve or confirm it.',
    'Have another operator do it, under a token of their own.',
  ),
  APPROVER_TWICE: entry(
    409,
    'You have approved this plan already.',
    'Have a second operator approve it, under a token of their own.',
  ),
  EXEMPTION_NOT_FOUND: entry(404, 'The cutoff has no such exemption.', 'Read the cutoff; it lists its exemptions.'),
  EXEMPTION_NOT_ACTIVE: entry(
    409,
    'The exemption is not in force: never confirmed, revoked or over.',
    'Nothing is to be done; read the cutoff to see what is in force.',
  ),
  EXEMPTION_ENDS_TOO_SOON: entry(
    422,
    'The exemption would end before it could matter.',
    'Give an until that lies ahead and behind the instant of the cutoff.',
  ),
  EXEMPTION_EMPTY: entry(
    409,
    'There is no number in the set.',
    'Take the class from the last plan, or name numbers of the organisation.',
  ),
  POSTPONEMENT_NOT_LATER: entry(
    422,
    'The new instant is not later than the one in force.',
    'Give a later one: a cutoff is never brought forward.',
  ),
  REQUEST_NOT_FOUND: entry(
    404,
    'The cutoff has no such request.',
    'Read the cutoff; it lists what waits to be confirmed.',
  ),
  REQUEST_ALREADY_CONFIRMED: entry(
    409,
    'The request has been confirmed already.',
    'Nothing is to be done; read the cutoff to see what is in force.',
  ),
  PROCESS_BEHIND: entry(
    409,
    'The process has not yet heard of everything that was recorded.',
    'Nothing is to be done: it goes on by itself.',
  ),
  MARK_NOT_DUE: entry(409, 'The mark of the wait lies ahead.', 'Nothing is to be done: it speaks when it is due.'),
  EVENT_NOT_FOUND: entry(
    404,
    'The organisation has no such event, or no such request has recorded one.',
    'Take the id from a history; a delivery is named by its own id, a request by its Idempotency-Key.',
  ),
  NOT_A_REPORT: entry(
    409,
    'This was not reported by anybody: it was done here, or follows from reports.',
    'Retract the report that it rests on; what was done is undone by an act of its own, such as a withdrawal.',
  ),
  NOT_YOUR_REPORT: entry(
    403,
    'Somebody else has reported this.',
    'Have them retract it, or ask support; another report of your own, of a later instant, is believed instead.',
  ),
  RETRACTION_IS_FINAL: entry(
    409,
    'A retraction cannot be retracted.',
    'Report the fact again, as it was reported before: it counts anew.',
  ),
  COMMAND_AMBIGUOUS: entry(
    409,
    'Several callers have used this key in the organisation.',
    'Name the events instead; a history has their ids.',
  ),
  STALE_VERSION: entry(
    412,
    'The object has changed since you read it.',
    'Read it again, and repeat the request with its present version and a new Idempotency-Key.',
  ),
  IDEMPOTENCY_KEY_REUSED: entry(
    422,
    'The Idempotency-Key was used before with another request.',
    'Use a new key for a new request; repeat a request with exactly the same body.',
  ),
  TOKEN_MISSING: entry(401, 'The request carries no token.', 'Send the header Authorization: Bearer <token>.'),
  TOKEN_MALFORMED: entry(
    401,
    'The Authorization header is not a bearer token of this product.',
    'Send Authorization: Bearer, a blank, and the token as it was issued (clt_ and 43 characters).',
  ),
  TOKEN_UNKNOWN: entry(401, 'The token is not known here.', 'Ask the operator for a token.'),
  TOKEN_EXPIRED: entry(401, 'The token has expired.', 'Ask the operator for a new token.'),
  TOKEN_REVOKED: entry(401, 'The token has been revoked.', 'Ask the operator for a new token.'),
  TOKEN_NOT_FOUND: entry(404, 'There is no such token.', 'Check the id in the list of tokens.'),
  TOKEN_SECRET_ALREADY_SHOWN: entry(
    409,
    'This request was carried out before, and a secret is shown only once.',
    'If the secret is lost, revoke the token and issue another one under a new Idempotency-Key.',
  ),
  TOKEN_SCOPE_INVALID: entry(
    422,
    'The role and the organisations of the token do not go together.',
    'An operator has no list of organisations; every other role needs at least one.',
  ),
  ROLE_NOT_ALLOWED: entry(
    403,
    'Your role may not do this.',
    'Ask somebody with one of the roles that the documentation names for this route.',
  ),
  IDEMPOTENCY_KEY_MISSING: entry(
    400,
    'The request has no Idempotency-Key.',
    'Send the header Idempotency-Key with a fresh UUID, and the same one again when you repeat the request.',
  ),
  IDEMPOTENCY_KEY_MALFORMED: entry(
    400,
    'The Idempotency-Key is not usable.',
    'Send one key of 1 to 128 printable ASCII characters without blanks, a UUID for instance.',
  ),
  IF_MATCH_MALFORMED: entry(
    400,
    'The If-Match header names no version, or another one than the body.',
    'Send the ETag as it was read, for instance If-Match: "3".',
  ),
  VERSION_MISSING: entry(
    428,
    'The request does not say which version it was made for.',
    'Send the ETag that was read as If-Match, or its number as expectedVersion.',
  ),
  ID_MALFORMED: entry(400, 'An id in the path does not have the form of one.', 'Use the id as it was given to you.'),
  FILTER_UNKNOWN: entry(
    400,
    'The route has no such filter.',
    'Leave it out, or look up the name of the filter in the documentation.',
  ),
  QUERY_INVALID: entry(
    400,
    'A filter or page parameter has a value that it cannot have.',
    'Correct the values that the errors name.',
  ),
  CURSOR_MALFORMED: entry(
    400,
    'The cursor does not belong to this list.',
    'Use nextCursor exactly as the page before gave it, or start without a cursor.',
  ),
  BODY_INVALID: entry(400, 'The body does not have the expected form.', 'Correct the fields that the errors name.'),
  JSON_MALFORMED: entry(400, 'The body is not JSON.', 'Send valid JSON in UTF-8, {} where there is nothing to say.'),
  CONTENT_TYPE_UNSUPPORTED: entry(
    415,
    'The body has a content type that is not read here.',
    'Send Content-Type: application/json.',
  ),
  BODY_TOO_LARGE: entry(413, 'The body is too large.', 'Split the request into several ones.'),
  REQUEST_MALFORMED: entry(400, 'The request cannot be read.', 'Check its address, headers and length.'),
  ROUTE_NOT_FOUND: entry(404, 'There is no such route.', 'Look up method and path in the documentation.'),
  TOO_MANY_REQUESTS: entry(429, 'Too many requests in a short time.', 'Wait for the time in Retry-After.'),
  WEBHOOK_SIGNATURE_INVALID: entry(
    401,
    'The delivery is not signed as agreed, and was not kept.',
    'Sign id, timestamp and the exact bytes with the shared secret, at a clock that is right, and deliver again.',
  ),
  INTAKE_NOT_CONFIGURED: entry(
    503,
    'No secret is configured for this sender.',
    'Ask the operator to configure the secret, and deliver again.',
  ),
  DELIVERY_NOT_FOUND: entry(
    404,
    'There is no such delivery in your scope.',
    'Check the id in the list of deliveries; one that belongs to no known organisation is for operators.',
  ),
  DELIVERY_SETTLED: entry(
    409,
    'The delivery is in a state in which this is not possible.',
    'Read the delivery: only one that is parked, unknown, dismissed or in quarantine waits for a person.',
  ),
  PACK_NOT_FOUND: entry(404, 'There is no such policy pack.', 'Read the list of policy packs.'),
  RULE_NOT_FOUND: entry(
    404,
    'No age of the rules has such a rule.',
    'Look up its id in the list of rules of a policy pack.',
  ),
  NO_PACK_AT_INSTANT: entry(
    422,
    'No rules had been published at this instant.',
    'Name the policy pack that is to be asked, or a later instant.',
  ),
  KNOWN_AT_AHEAD: entry(422, 'Nobody knows yet what will be known then.', 'Give a knownAt that is past.'),
  NUMBER_NOT_KNOWN_THEN: entry(
    404,
    'Nobody knew of this number then.',
    'Give a later at and knownAt, or read the history of the number.',
  ),
  ORGANISATION_NOT_KNOWN_THEN: entry(
    404,
    'Nobody knew of this organisation then.',
    'Give a later at and knownAt, or read the history of an onboarding.',
  ),
  ONBOARDING_NOT_KNOWN_THEN: entry(
    404,
    'Nobody knew of this onboarding then.',
    'Give a later at and knownAt, or read its history.',
  ),
  AS_OF_TOO_LARGE: entry(
    422,
    'The organisation has more than 10,000 numbers: their past is not folded at once.',
    'Ask GET …/numbers/{id}/why with at and knownAt for each number that matters.',
  ),
  FORM_NOT_FOUND: entry(404, 'The case has no such version of the form.', 'Read the case: it lists its versions.'),
  CAMPAIGN_NOT_FOUND: entry(
    404,
    'Nobody has reported such a campaign of the organisation.',
    'Check the reference in the list of campaigns.',
  ),
  CANCEL_UNDER_WAY: entry(
    409,
    'Another request is cancelling it already.',
    'Nothing is to be done; read it again in a moment.',
  ),
  CASE_ALREADY_OPEN: entry(
    409,
    'The organisation has an open case, and this deployment has chosen one at a time.',
    'Let the open case end, or end it; then open the next one.',
  ),
  NUMBER_GOES_WITHOUT_CASE: entry(
    422,
    'The number is one from before, and this deployment has chosen that only new ones go by case.',
    'Wait for the word of the registry: the number is registered without a case.',
  ),
  READING_NOT_FOUND: entry(
    404,
    'There is no open point of this name.',
    'Read GET /v1/readings: it lists every point with its options.',
  ),
  READING_OPTION_NOT_FOUND: entry(
    422,
    'The point has no such option.',
    'Read GET /v1/readings: it lists every point with its options.',
  ),
  READING_LACKS_FACT: entry(
    422,
    'Nothing can act on this option: the fact that it would rest on is told by nobody.',
    'GET /v1/open-points names under `lacks` what is missing.',
  ),
  STEP_NOT_HELD: entry(
    409,
    'No such step has failed or was left to a person.',
    'Read the onboarding or the case with live=true: it names the steps that can be tried again.',
  ),
  ONBOARDING_NOT_ANSWERING: entry(
    503,
    'The process of the onboarding has not answered in time; the request may still reach it.',
    retry,
  ),
  CASE_NOT_ANSWERING: entry(
    503,
    'The process of the case has not answered in time; the request may still reach it.',
    retry,
  ),
  TEMPORAL_UNAVAILABLE: entry(503, 'Temporal cannot be reached; the request was not passed on.', retry),
  DATABASE_UNAVAILABLE: entry(503, 'The database cannot be reached.', retry),
  DATABASE_BUSY: entry(503, 'The database was too busy to answer in time.', retry),
  INTERNAL_ERROR: entry(
    500,
    'Something went wrong here.',
    'Repeat the request with the same Idempotency-Key; if it fails again, tell the operator the requestId.',
  ),
} as const satisfies Record<ProblemCode, ProblemEntry>

/** Codes that were public once. They stay here, so that no new meaning is ever given to one. */
export const retiredCodes: readonly string[] = []

function entry(status: number, title: string, act: string): ProblemEntry {
  return { status, title, act }
}
