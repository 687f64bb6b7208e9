import { setTimeout as sleep } from 'node:timers/promises'
import type { CaseAnswer, NumberAnswer, OnboardingAnswer } from '../cli/answers.ts'
import { reasonWords, spacedNumber } from '../cli/words.ts'
import {
  authorise,
  getLicence,
  hasLeft,
  importNumbers,
  key,
  type Opened,
  openCase,
  reportPlaces,
  returnForm,
  type Scene,
  startOnboarding,
} from './exampleActs.ts'
import { harbourForm, larkspurCorrected, larkspurForm } from './exampleForms.ts'
import type { Road } from './exampleRoad.ts'
import { exampleElsewhere, exampleTollFree, harbourCampaign } from './exampleWorld.ts'

/** Plays an organisation from no licence to texting. People act here; desk and registry answer from outside. */
export type Story = (scene: Scene) => Promise<void>

export const playLarkspur: Story = async (scene) => {
  const road = await startOnboarding(scene)
  await getLicence(scene, road)
  const places = await reportPlaces(scene, 'Austin and Denver on Cisco PSTN, Santa Fe behind a local gateway')
  await importNumbers(scene, places, 'for six of them the carrier wants a letter of authorisation')
  const at = (place: string) => numbersAt(scene, place)
  const first = { name: 'round/1', place: 'Austin', location: places['austin'], next: 'more' } as const
  await authorise(scene, road, { ...first, numbers: [...at('austin'), exampleTollFree] })
  const second = { name: 'round/2', place: 'Denver', location: places['denver'], next: 'done' } as const
  await authorise(scene, road, { ...second, numbers: [...at('denver'), exampleElsewhere] })
  const opened = await openCase(scene, road)
  await correct(scene, road, opened)
  await giveUp(scene, road, opened)
  await finish(scene, road)
}

/** The form comes back, is corrected, and is judged again in a window of its own. */
async function correct(scene: Scene, road: Road, opened: Opened): Promise<void> {
  const { tell } = scene
  const first = await returnForm(scene, opened, 1, larkspurForm)
  tell('admin', 'returns the form', 'brand and campaign, encrypted and kept version by version')
  const judged = await road.supportCase(opened.caseId)(isJudged(first), 'the registry judges the form')
  const [decision] = attempt(judged, first)?.decisions ?? []
  if (decision?.outcome !== 'rejected') return
  tell('registry', 'rejects the campaign', `${decision.codes.join(', ')}: so says the case, and waits for a correction`)
  const second = await returnForm(scene, opened, 2, larkspurCorrected)
  tell('admin', 'corrects the form and submits it again', `version ${second}; the same one again would be refused here`)
  await road.supportCase(opened.caseId)(isJudged(second), 'the registry judges the corrected form')
}

/** The registry keeps a number back, and somebody says that the road ends without it. */
async function giveUp({ at, people: { admin }, tell }: Scene, road: Road, { caseId }: Opened): Promise<void> {
  const { phase } = await road.supportCase(caseId)(isSettled, 'the registry answers for every number')
  const { standing } = await admin.get<OnboardingAnswer>(`${at}/onboardings/${road.onboardingId}`)
  const query = { registration: 'rejected' }
  const { items: rejected } = await admin.get<{ items: readonly NumberAnswer[] }>(`${at}/numbers`, query)
  const lines = rejected.map(({ number, reason }) => `not ${spacedNumber(number)}: ${reasonWords(reason)}`)
  tell('registry', `approves the campaign and registers ${standing.registered} numbers`, ...lines)
  if (rejected.length === 0 && phase !== 'open') return
  await admin.post(`${at}/cases/${caseId}/give-up`, {}, key('give-up'))
  tell('admin', `gives the case up for the last ${rejected.length === 1 ? 'one' : rejected.length}`)
  const { phase: now } = await road.onboarding(hasLeft('activation'), 'the onboarding hears how the case ended')
  const acknowledge = `${at}/onboardings/${road.onboardingId}/acknowledge`
  if (now === 'open') await admin.post(acknowledge, {}, key('acknowledge'))
  tell('admin', 'takes note that the road ends without it')
}

export const playHarbour: Story = async (scene) => {
  const road = await startOnboarding(scene)
  await getLicence(scene, road)
  const places = await reportPlaces(scene, 'Portland, on Cisco PSTN')
  await importNumbers(scene, places)
  const round = { name: 'round/1', place: 'Portland', location: places['portland'], next: 'done' } as const
  await authorise(scene, road, { ...round, numbers: numbersAt(scene, 'portland') })
  const opened = await openCase(scene, road)
  await returnForm(scene, opened, 1, harbourForm)
  scene.tell('admin', 'returns the form')
  if (await hold(scene, road, opened)) await writeDown(scene, road, opened)
  await finish(scene, road)
}

/** Long enough for a person to see it on the board. */
const holdMs = 1_500

/**
 * The licence lapses in the middle of the review: its clock stands still, and goes on where it stood. False where the case
 * has ended already: in an earlier start, or because the outside world goes by another script.
 */
async function hold({ at, people: { partner }, tell }: Scene, road: Road, { caseId }: Opened): Promise<boolean> {
  // An earlier start can have left the case on hold: then it is for us to end that.
  const isThere = ({ stage, phase }: CaseAnswer) => ['review', 'licenceHold'].includes(stage) || phase !== 'open'
  const review = await road.supportCase(caseId)(isThere, 'the review begins')
  if (review.phase === 'closed') return false
  const entered = road.caseStages(caseId)
  await entered((stages) => stages.includes('review'), 'the clock of the review runs')
  const report = (status: 'lapsed' | 'activated', name: string) =>
    partner.post(`${at}/licence/report`, { status }, key(`licence/${name}`))
  await report('lapsed', 'lapsed')
  await entered((stages) => stages.includes('licenceHold'), 'the case is put on hold')
  tell(
    'partner',
    'reports that the licence has lapsed',
    'the case is on hold, and the clock of its review stands still',
  )
  await sleep(holdMs)
  await report('activated', 'renewed')
  await entered((stages) => stages.lastIndexOf('review') > stages.indexOf('licenceHold'), 'the case goes on')
  const { wait } = await partner.get<CaseAnswer>(`${at}/cases/${caseId}`)
  tell('partner', 'reports that the licence is renewed', `the review goes on${moved(review, wait)}`)
  return true
}

function moved({ wait: before }: CaseAnswer, after: CaseAnswer['wait']): string {
  if (before?.kind !== 'review' || after?.kind !== 'review') return ''
  const ms = Date.parse(after.dueAt ?? '') - Date.parse(before.dueAt ?? '')
  return ms > 0 ? ` and is due ${(ms / 1000).toFixed(1)} s later: as long as the hold took` : ''
}

/** Word that comes by letter is written down by somebody: the same fact, from another source. */
async function writeDown({ at, people: { support }, tell, organisation }: Scene, road: Road, { caseId }: Opened) {
  const numbers = organisation.numbers.map(({ number }) => ({ number, status: 'registered' }))
  const decision = { campaign: { ref: harbourCampaign, status: 'approved' }, brand: 'verified', numbers }
  await support.post(`${at}/cases/${caseId}/decisions`, decision, key('decision'))
  tell('support', `writes down by hand what the registry has written: ${numbers.length} numbers are registered`)
  await road.supportCase(caseId)(({ phase }) => phase === 'closed', 'the case is closed')
}

async function finish({ tell }: Scene, road: Road): Promise<void> {
  const { phase, standing } = await road.onboarding((seen) => seen.phase !== 'open', 'the onboarding ends')
  tell('Clearline', `switches texting on for ${standing.active} numbers`, `the onboarding is ${phase}`)
}

function numbersAt({ organisation }: Scene, place: string): readonly string[] {
  return organisation.numbers.flatMap(({ number, at }) => (at === place && number !== exampleTollFree ? [number] : []))
}

function attempt({ attempts }: CaseAnswer, formVersion: number) {
  return attempts.find((each) => each.formVersion === formVersion)
}

function isJudged(formVersion: number) {
  return (seen: CaseAnswer) => (attempt(seen, formVersion)?.decisions.length ?? 0) > 0 || seen.phase === 'closed'
}

/** No number of it waits for an answer any more. */
function isSettled({ phase, numbers }: CaseAnswer): boolean {
  return phase === 'closed' || numbers.waiting === 0
}
