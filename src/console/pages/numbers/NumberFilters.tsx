import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { useRead } from '../../api/useRead.ts'
import { texts } from '../../texts/texts.ts'
import { choices, withFilter } from '../../view/filters.ts'

const restMs = 300

export function NumberFilters({ orgId }: { readonly orgId: string }) {
  const [search, setSearch] = useSearchParams()
  const locations = useRead('/v1/organisations/{orgId}/locations', { orgId }, { limit: '200' }, { live: false })
  const set = (name: string, value: string) => setSearch((before) => withFilter(before, name, value), { replace: true })
  const select = (name: keyof typeof choices, isFirst = false) => (
    <NativeSelect
      key={name}
      label={texts.numbers[name]}
      value={search.get(name) ?? ''}
      onChange={(event) => set(name, event.currentTarget.value)}
      data={[
        { value: '', label: texts.numbers.any },
        ...choices[name].map((value) => ({
          value,
          label: name === 'verdict' ? texts.verdict(value) : texts.axis(value),
        })),
      ]}
      {...(isFirst ? { 'data-first-filter': true } : {})}
    />
  )
  return (
    <Group align="flex-end" component="search" aria-label={texts.numbers.legend}>
      <Digits value={search.get('digits') ?? ''} onChange={(value) => set('digits', value)} />
      {select('verdict', true)}
      {select('authorisation')}
      {select('registration')}
      {select('inventory')}
      <NativeSelect
        label={texts.numbers.location}
        value={search.get('locationId') ?? ''}
        onChange={(event) => set('locationId', event.currentTarget.value)}
        data={[
          { value: '', label: texts.numbers.any },
          ...(locations.data?.items ?? []).map(({ id, country }) => ({
            value: id,
            label: `${country} ${id.slice(-6)}`,
          })),
        ]}
      />
      {search.size === 0 ? null : (
        <Button variant="default" onClick={() => setSearch({}, { replace: true })}>
          {texts.numbers.clear}
        </Button>
      )}
    </Group>
  )
}

type DigitsProps = { readonly value: string; readonly onChange: (value: string) => void }

/** Asks once the hand rests, not at every key. */
function Digits({ value, onChange }: DigitsProps) {
  const [text, setText] = useState(value)
  const told = useRef(value)
  useEffect(() => {
    // Cleared, or changed by a link: what stands in the field follows.
    if (told.current !== value) setText(value)
    told.current = value
  }, [value])
  useEffect(() => {
    const wanted = text.replaceAll(/\D/g, '')
    if (wanted === value || (wanted !== '' && wanted.length < 3)) return
    const due = setTimeout(() => {
      told.current = wanted
      onChange(wanted)
    }, restMs)
    return () => clearTimeout(due)
  }, [text, value, onChange])
  return (
    <TextInput
      label={texts.numbers.number}
      placeholder={texts.numbers.part}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  )
}
