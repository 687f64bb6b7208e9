import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useRef } from 'react'
import { useToken } from '../parts/Session.tsx'
import { type Answer, type Body, get, type Params, type PathOf, post, type Query } from './client.ts'
import { isTold } from './pulse.ts'

const lookEveryMs = 5_000
/** Told of changes, a page asks only to be sure. */
const lookSeldomMs = 60_000

const interval = () => (isTold() ? lookSeldomMs : lookEveryMs)

type Reading = { readonly enabled?: boolean; readonly live?: boolean }

/** Asks again every few seconds, so that a page shows what has happened meanwhile. */
export function useRead<Path extends PathOf<'get'>>(
  path: Path,
  params: Params,
  query: Query = {},
  { enabled = true, live = true }: Reading = {},
) {
  const token = useToken()
  return useQuery({
    queryKey: [path, params, query],
    queryFn: () => get(token, path, params, query),
    enabled,
    placeholderData: keepPreviousData,
    ...(live ? { refetchInterval: interval } : {}),
    meta: { isStill: !live },
  })
}

type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null }
type ItemOf<Path extends PathOf<'get'>> = Answer<Path, 'get'> extends Page<infer Item> ? Item : never

/** A list page by page; `items` holds all that was read so far. */
export function usePages<Path extends PathOf<'get'>>(
  path: Path,
  params: Params,
  query: Query = {},
  { enabled = true, live = true }: Reading = {},
) {
  const token = useToken()
  type Read = Page<ItemOf<Path>>
  const found = useInfiniteQuery<Read, Error, InfiniteData<Read>, readonly unknown[], string | undefined>({
    queryKey: ['pages', path, params, query],
    queryFn: ({ pageParam }) =>
      get(token, path, params, { ...query, cursor: pageParam }) as Promise<unknown> as Promise<Read>,
    initialPageParam: undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    enabled,
    placeholderData: keepPreviousData,
    // A long list that somebody has scrolled through is not read anew as a whole, page after page, at every change.
    refetchInterval: ({ state }) => (live && (state.data?.pages.length ?? 0) <= 1 ? interval() : false),
    meta: { isStill: !live },
  })
  return { ...found, items: found.data?.pages.flatMap(({ items }) => items) }
}

/**
 * A wish keeps its key until it is accepted or changed, so that pressing twice is one act. `onAccepted` hears of it before
 * anything is read anew, and also where what is read anew takes the page away that asked.
 */
export function useAct<Path extends PathOf<'post'>>(
  path: Path,
  params: Params,
  onAccepted?: (body: Body<Path>) => void,
) {
  const token = useToken()
  const queries = useQueryClient()
  const wish = useRef<{ readonly text: string; readonly key: string }>(undefined)
  return useMutation({
    mutationFn: (body: Body<Path>) => {
      const text = JSON.stringify([params, body])
      if (wish.current?.text !== text) wish.current = { text, key: crypto.randomUUID() }
      return post(token, path, params, { body, key: wish.current.key })
    },
    onSuccess: (_answer, body) => {
      wish.current = undefined
      onAccepted?.(body)
      return queries.invalidateQueries()
    },
  })
}
