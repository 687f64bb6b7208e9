import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readScenario } from '../../src/rehearsal/reading.ts'
import { refusalCodes } from '../../src/rehearsal/refused.ts'
import { actNames } from '../../src/rehearsal/scenario.ts'
import type { CommandType } from '../../src/store/command.ts'

/** By which act of the language each command is played, or why none is needed. */
const played: Readonly<Record<CommandType, { readonly acts: readonly string[] } | { readonly none: string }>> = {
  CreateOrganisation: { none: 'every organisation of the file is created before the start' },
  AttestOrganisationFact: { acts: ['reportFact'] },
  RequestLicence: { acts: ['requestLicence'] },
  ReportLicence: { acts: ['reportLicence'] },
  AddLocation: { none: 'every place of the file is added before the start' },
  ReportLocation: { acts: ['reportPlace'] },
  AddUser: { none: 'every number has a user of its own before the start' },
  SetUserTexting: { acts: ['setUser'] },
  AddContact: { acts: ['addContact'] },
  ChangeContact: { acts: ['changeContact'] },
  RemoveContact: { acts: ['removeContact'] },
  ImportNumbers: { acts: ['reportNumber'] },
  CreateOrder: { acts: ['order'] },
  ChangeOrder: { acts: ['changeOrder'] },
  SubmitOrder: { acts: ['order', 'submitOrder'] },
  WithdrawOrder: { acts: ['withdrawOrder'] },
  RecordOrderSent: { acts: ['reportOrder'] },
  RecordOrderAnswer: { acts: ['answerOrder'] },
  SignLoa: { acts: ['order', 'signLetter'] },
  ReportLoa: { acts: ['reportLetter'] },
  WithdrawLoa: { acts: ['withdrawLetter'] },
  StartOnboarding: { acts: ['startOnboarding'] },
  AcknowledgeOutcome: { acts: ['acknowledge'] },
  CancelOnboarding: { acts: ['cancelOnboarding'] },
  OpenCase: { acts: ['openCase'] },
  ReportCase: { acts: ['reportCase'] },
  RecordCaseAnswer: { acts: ['answerCase'] },
  SubmitForm: { acts: ['submitForm'] },
  RecordDecision: { acts: ['decide'] },
  RecordRegistration: { acts: ['reportRegistration'] },
  ReportCampaign: { acts: ['reportCampaign'] },
  ReportTraffic: { acts: ['reportTraffic'] },
  TakeOutOfCase: { acts: ['takeOutOfCase'] },
  CancelCase: { acts: ['cancelCase'] },
  GiveUpCase: { acts: ['giveUpCase'] },
  ChooseReading: { none: 'a scenario is told under the usual readings' },
  RetractReport: { acts: ['retract'] },
  PublishCutoff: { none: 'a worker gives it when it starts' },
  PlanCutoff: { none: 'the process of the cutoff gives it at its marks' },
  ApprovePlan: { none: 'of the deployment, and of no organisation of the file' },
  DeclareImportComplete: { none: 'of the deployment, and of no organisation of the file' },
  RequestExemption: { none: 'of the deployment, and of no organisation of the file' },
  RequestRevocation: { none: 'of the deployment, and of no organisation of the file' },
  RequestPostponement: { none: 'of the deployment, and of no organisation of the file' },
  ConfirmRequest: { none: 'of the deployment, and of no organisation of the file' },
  ExemptNumbers: { none: 'the duty that writes exemptions gives it' },
  RecordCutoffExecuted: { none: 'only the process of the cutoff gives it' },
  RecordCutoffVerified: { none: 'only the process of the cutoff gives it' },
  CloseCutoff: { none: 'only the process of the cutoff gives it' },
  RecordFormSent: { none: 'only the case process gives it, having sent the form' },
  EnterCaseStage: { none: 'only the case process gives it' },
  FireCaseMarks: { none: 'only the case process gives it, when time has come' },
  RecordCaseStepFailed: { none: 'only the case process gives it, refused by the desk (a fault in `outside`)' },
  CloseCase: { none: 'only the case process gives it' },
  EnterStage: { none: 'only the onboarding process gives it' },
  FireMarks: { none: 'only the onboarding process gives it, when time has come' },
  ActivateNumbers: { none: 'only the onboarding process gives it' },
  RecordStepFailed: { none: 'only the onboarding process gives it, refused by the desk (a fault in `outside`)' },
  CompleteOnboarding: { none: 'only the onboarding process gives it' },
}

const folder = join(import.meta.dirname, '../../scenarios')
const page = readFileSync(join(import.meta.dirname, '../../docs/scenarios.md'), 'utf8')
const source = readFileSync(join(import.meta.dirname, '../../src/store/command.ts'), 'utf8')
const standard = readdirSync(folder).filter((name) => name.endsWith('.json'))
const rows = (heading: string) =>
  page
    .split(`## ${heading}`)[1]
    ?.split('\n## ')[0]
    ?.match(/^\| `.*$/gm) ?? []
const firstCells = (heading: string) =>
  rows(heading).flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))

describe('the language covers every transition', () => {
  test('each command is played by an act, or needs none and says why', () => {
    const commands = [
      ...(source.split('export type Commands = {')[1]?.split('\n}')[0] ?? '').matchAll(/^ {2}([A-Z]\w+): \{/gm),
    ]
    expect(commands.map(([, name]) => name).sort()).toEqual(Object.keys(played).sort())
    for (const how of Object.values(played)) {
      if ('none' in how) expect(how.none).not.toBe('')
      else expect(how.acts.filter((act) => !actNames.includes(act))).toEqual([])
    }
  })

  test('each act plays a command, but for the webhook of the outside', () => {
    const acts = new Set(Object.values(played).flatMap((how) => ('acts' in how ? how.acts : [])))
    expect(actNames.filter((name) => !acts.has(name))).toEqual(['webhook'])
  })

  test('each act is played by a scenario of the standard set', () => {
    const acts = new Set(standard.flatMap((name) => readScenario(join(folder, name)).acts.map(({ act }) => act)))
    expect(actNames.filter((name) => !acts.has(name as never))).toEqual([])
  })
})

describe('docs/scenarios.md is true', () => {
  test('of the acts', () => {
    expect(firstCells('Acts').sort()).toEqual([...actNames].sort())
  })

  test('of the refusals', () => {
    expect(firstCells('What is refused').sort()).toEqual([...refusalCodes].sort())
  })

  test('of the standard set', () => {
    expect(firstCells('The standard set').sort()).toEqual(standard.map((name) => name.replace('.json', '')).sort())
  })
})
