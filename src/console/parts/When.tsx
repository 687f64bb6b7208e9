import { Text } from '@mantine/core'
import { language } from '../texts/language.ts'
import { texts } from '../texts/texts.ts'
import { productNow } from '../view/now.ts'
import { distance, inZone, policyZone } from '../view/time.ts'

/** An instant as a date, and how far it is from now; pointed at, the same in the zones of the rules and of the viewer. */
export function When({ at, near = true }: { readonly at: string | null; readonly near?: boolean }) {
  if (at === null) return <span>{texts.none}</span>
  const zones = [
    `${inZone(at, policyZone, language)} ${texts.policyZone} (${policyZone})`,
    `${inZone(at, undefined, language)} ${texts.yourZone}`,
  ]
  return (
    <Text component="time" dateTime={at} title={zones.join('; ')} inherit>
      {texts.dayAndTime(at)}
      {near ? (
        <Text span c="dimmed" inherit>
          {' '}
          ({distance(at, productNow())})
        </Text>
      ) : null}
    </Text>
  )
}
