import { ownerWords, reasonWords, spacedNumber } from '../cli/words.ts'
import type { NumberChange, RoadLine, Told } from './observer.ts'
import type { Rehearsed } from './rehearse.ts'

/** The story as people read it: each organisation's road, then each of its numbers. The same scenario gives the same text. */
export function storyWords({ title, starts, ends, story, missed, attention }: Rehearsed): string {
  return [
    `${title}: ${starts} to ${ends} UTC`,
    ...story.flatMap(toldWords),
    '',
    ...(attention.length === 0 ? [] : [`Put before a person: ${attention.join(', ')}`]),
    ...missed.map(
      ({ at, of, what, expected, was }) => `${at}  not as expected: ${what} of ${of} is ${was} instead of ${expected}`,
    ),
    missed.length === 0 ? 'All as expected.' : `${missed.length} not as expected.`,
  ].join('\n')
}

function toldWords({ organisation, road, numbers }: Told): readonly string[] {
  return [
    '',
    organisation,
    ...road.map((line) => `  ${line.at}  ${roadWords(line)}`),
    ...numbers.flatMap(({ number, changes }) => [
      `  ${spacedNumber(number)}`,
      ...changes.map((change) => `    ${change.at}  ${changeWords(change)}`),
    ]),
  ]
}

function roadWords(line: RoadLine): string {
  switch (line.what) {
    case 'act':
      return `${line.by}: ${line.act}${line.declined === undefined ? '' : `, declined: ${line.declined}`}`
    case 'state':
      return `${line.of} is ${line.is}`
    case 'mark':
      return `${line.mark} of the wait ${line.wait}, for ${ownerWords(line.owner)}`
  }
}

function changeWords({
  verdict,
  reason,
  rules,
  owner,
  act,
  authorisation,
  registration,
  texting,
}: NumberChange): string {
  const next = owner === null || act === null ? '' : `; next ${ownerWords(owner)}: ${act}`
  const because = rules.length === 0 ? '' : ` (${rules.join(' ')})`
  const axes = `authorisation ${authorisation}, registration ${registration}, texting ${texting}`
  return `${verdict}: ${reasonWords(reason)}${because}${next} [${axes}]`
}
