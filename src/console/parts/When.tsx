import { Text } from '@mantine/core'
import { texts } from '../texts/texts.ts'
import { distance } from '../view/time.ts'

/** An instant as a date, and how far it is from now. */
export function When({ at, near = true }: { readonly at: string | null; readonly near?: boolean }) {
  if (at === null) return <span>{texts.none}</span>
  return (
    <Text component="time" dateTime={at} title={at} inherit>
      {texts.dayAndTime(at)}
      {near ? (
        <Text span c="dimmed" inherit>
          {' '}
          ({distance(at, Date.now())})
        </Text>
      ) : null}
    </Text>
  )
}
