import type { CommandData, CommandResult, CommandType } from '../command.ts'
import type { Context, Decided } from '../context.ts'
import { exemptNumbers } from '../cutoff/exempting.ts'
import type { OrganisationLock } from '../locks.ts'
import { recordDecision, reportCampaign } from './campaigns.ts'
import {
  cancelCase,
  closeCase,
  enterCaseStage,
  fireCaseMarks,
  giveUpCase,
  openCase,
  recordCaseAnswer,
  recordCaseStepFailed,
  recordFormSent,
  reportCase,
  submitForm,
  takeOutOfCase,
} from './cases.ts'
import { addContact, changeContact, removeContact } from './contacts.ts'
import {
  approvePlan,
  closeCutoff,
  confirmRequest,
  declareImportComplete,
  planCutoff,
  publishCutoff,
  recordCutoffExecuted,
  recordCutoffVerified,
  requestExemption,
  requestPostponement,
  requestRevocation,
} from './cutoffs.ts'
import { chooseReading } from './deployment.ts'
import { importNumbers } from './imports.ts'
import { reportLoa, signLoa, withdrawLoa } from './letters.ts'
import { reportLicence, requestLicence } from './licences.ts'
import {
  acknowledgeOutcome,
  activateNumbers,
  cancelOnboarding,
  completeOnboarding,
  enterStage,
  fireMarks,
  recordStepFailed,
  startOnboarding,
} from './onboardings.ts'
import { changeOrder, createOrder, recordOrderSent, submitOrder, withdrawOrder } from './orders.ts'
import { attestOrganisationFact, createOrganisation } from './organisations.ts'
import { addLocation, addUser, reportLocation, setUserTexting } from './places.ts'
import { recordOrderAnswer, recordRegistration, reportTraffic } from './reports.ts'
import { retractReport } from './retractions.ts'

/** How a command is carried out inside its transaction: load, decide, append, tell. */
export type Procedure<Type extends CommandType> = (
  context: Context,
  data: CommandData<Type>,
) => Promise<Decided<CommandResult<Type>>>

export const procedures: { readonly [Type in CommandType]: Procedure<Type> } = {
  CreateOrganisation: createOrganisation,
  AttestOrganisationFact: attestOrganisationFact,
  RequestLicence: requestLicence,
  ReportLicence: reportLicence,
  AddLocation: addLocation,
  ReportLocation: reportLocation,
  AddUser: addUser,
  SetUserTexting: setUserTexting,
  AddContact: addContact,
  ChangeContact: changeContact,
  RemoveContact: removeContact,
  ImportNumbers: importNumbers,
  CreateOrder: createOrder,
  ChangeOrder: changeOrder,
  SignLoa: signLoa,
  ReportLoa: reportLoa,
  WithdrawLoa: withdrawLoa,
  OpenCase: openCase,
  ReportCase: reportCase,
  RecordCaseAnswer: recordCaseAnswer,
  SubmitForm: submitForm,
  RecordFormSent: recordFormSent,
  RecordDecision: recordDecision,
  ReportCampaign: reportCampaign,
  TakeOutOfCase: takeOutOfCase,
  CancelCase: cancelCase,
  GiveUpCase: giveUpCase,
  EnterCaseStage: enterCaseStage,
  FireCaseMarks: fireCaseMarks,
  RecordCaseStepFailed: recordCaseStepFailed,
  CloseCase: closeCase,
  SubmitOrder: submitOrder,
  WithdrawOrder: withdrawOrder,
  RecordOrderSent: recordOrderSent,
  RecordOrderAnswer: recordOrderAnswer,
  RecordRegistration: recordRegistration,
  ReportTraffic: reportTraffic,
  StartOnboarding: startOnboarding,
  AcknowledgeOutcome: acknowledgeOutcome,
  EnterStage: enterStage,
  FireMarks: fireMarks,
  ActivateNumbers: activateNumbers,
  RecordStepFailed: recordStepFailed,
  CancelOnboarding: cancelOnboarding,
  CompleteOnboarding: completeOnboarding,
  PublishCutoff: publishCutoff,
  PlanCutoff: planCutoff,
  ApprovePlan: approvePlan,
  DeclareImportComplete: declareImportComplete,
  RequestExemption: requestExemption,
  RequestRevocation: requestRevocation,
  RequestPostponement: requestPostponement,
  ConfirmRequest: confirmRequest,
  ExemptNumbers: exemptNumbers,
  RecordCutoffExecuted: recordCutoffExecuted,
  RecordCutoffVerified: recordCutoffVerified,
  CloseCutoff: closeCutoff,
  RetractReport: retractReport,
  ChooseReading: chooseReading,
}

/** Commands that change what decisions about an organisation's numbers rest on: none of those may run beside them. */
const changesOrganisation: ReadonlySet<CommandType> = new Set([
  'CreateOrganisation',
  'AttestOrganisationFact',
  'RequestLicence',
  'ReportLicence',
  'ReportLocation',
  'SetUserTexting',
  'StartOnboarding',
  'ExemptNumbers',
  // Two at once would each find no open case, where there may be one only.
  'OpenCase',
  'RetractReport',
])

export function lockFor(type: CommandType): OrganisationLock {
  return changesOrganisation.has(type) ? 'update' : 'share'
}
