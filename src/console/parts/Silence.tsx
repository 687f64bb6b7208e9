import { Text } from '@mantine/core'
import type { Wait } from '../api/contract.ts'
import { texts } from '../texts/texts.ts'
import { When } from './When.tsx'

/** Why nothing moves: who has not spoken, for how long, and what follows if it goes on. */
export function Silence({ wait: { owner, silence } }: { readonly wait: Wait }) {
  const { days, lastWord, grade, act, next } = silence
  return (
    <Text size="sm" {...(grade === 'usual' ? { c: 'dimmed' } : {})}>
      {texts.silence.days(texts.owner(owner), days)}
      {lastWord === null
        ? ''
        : `; ${texts.silence.lastWord(texts.event(lastWord.type), texts.dayAndTime(lastWord.heardAt))}`}
      {grade === 'usual' ? '' : `; ${texts.silence.grade(grade)}`}
      {act === null ? '' : `: ${texts.act(act)}`}
      {next === null ? null : (
        <>
          {'; '}
          {texts.silence.next(texts.silence.grade(next.grade))} <When at={next.at} />
        </>
      )}
    </Text>
  )
}
