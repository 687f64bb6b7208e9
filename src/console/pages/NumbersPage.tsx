import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useParams, useSearchParams } from 'react-router'
import { usePages } from '../api/useRead.ts'
import { Reading } from '../parts/Pages.tsx'
import { ProblemNotice } from '../parts/Problem.tsx'
import { Trail } from '../parts/Trail.tsx'
import { texts } from '../texts/texts.ts'
import { filtersIn } from '../view/filters.ts'
import { NumberFilters } from './numbers/NumberFilters.tsx'
import { NumberTable } from './numbers/NumberTable.tsx'

/** Filters stand in the address: a list can be kept as a bookmark, or sent to somebody. */
export function NumbersPage() {
  const { orgId = '' } = useParams()
  const [search] = useSearchParams()
  const found = usePages('/v1/organisations/{orgId}/numbers', { orgId }, { ...filtersIn(search), limit: '200' })
  const { items, hasNextPage, isFetchingNextPage, fetchNextPage } = found
  return (
    <Stack>
      <Trail orgId={orgId} here={texts.numbers.title} />
      <Title order={1}>{texts.numbers.title}</Title>
      <NumberFilters orgId={orgId} />
      <ProblemNotice error={found.error} />
      {items === undefined ? found.error ? null : <Reading /> : null}
      {items === undefined ? null : (
        <>
          <Group justify="space-between">
            <Text size="sm" c="dimmed" aria-live="polite">
              {items.length === 0 ? texts.numbers.empty : texts.numbers.shown(items.length, hasNextPage)}
            </Text>
            {(found.data?.pages.length ?? 0) > 1 ? (
              <Button
                size="compact-sm"
                variant="default"
                loading={found.isRefetching}
                onClick={() => void found.refetch()}
              >
                {texts.numbers.anew}
              </Button>
            ) : null}
          </Group>
          {items.length === 0 ? null : (
            <NumberTable
              orgId={orgId}
              numbers={items}
              onEnd={() => {
                if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
              }}
            />
          )}
          {isFetchingNextPage ? <Reading /> : null}
        </>
      )}
    </Stack>
  )
}
