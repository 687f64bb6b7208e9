import { TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { texts } from '../texts/texts.ts'

/** One box for whatever somebody has at hand. */
export function SearchBox() {
  const navigate = useNavigate()
  const [text, setText] = useState('')
  function search(event: FormEvent): void {
    event.preventDefault()
    if (text.trim().length > 1) void navigate(`/search?text=${encodeURIComponent(text.trim())}`)
  }
  return (
    <search style={{ flex: 1, maxWidth: 480 }} aria-label={texts.search.title}>
      <form onSubmit={search}>
        <TextInput
          type="search"
          size="sm"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={texts.search.placeholder}
          aria-label={texts.search.title}
          data-search
        />
      </form>
    </search>
  )
}
