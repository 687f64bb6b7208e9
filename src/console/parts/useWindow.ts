import { type RefObject, useEffect, useState } from 'react'

export type Shown = { readonly from: number; readonly to: number }

const beyond = 15

/** Which rows of a long table lie in sight: the others are room only, so that ten thousand cost no more than fifty. */
export function useWindow(table: RefObject<HTMLElement | null>, count: number, rowHeight: number): Shown {
  const [shown, setShown] = useState<Shown>({ from: 0, to: 50 })
  useEffect(() => {
    function look(): void {
      const top = table.current?.getBoundingClientRect().top ?? 0
      const first = Math.floor(-top / rowHeight)
      const from = Math.max(0, Math.min(count, first) - beyond)
      const to = Math.max(50, first + Math.ceil(window.innerHeight / rowHeight) + beyond)
      setShown((before) => (before.from === from && before.to === to ? before : { from, to }))
    }
    look()
    window.addEventListener('scroll', look, { passive: true })
    window.addEventListener('resize', look)
    return () => {
      window.removeEventListener('scroll', look)
      window.removeEventListener('resize', look)
    }
  }, [table, count, rowHeight])
  return { from: Math.min(shown.from, count), to: Math.min(shown.to, count) }
}
