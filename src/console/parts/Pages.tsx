import { Button, Group, Loader } from '@mantine/core'
import { texts } from '../texts/texts.ts'

type Paged = {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => Promise<unknown>
}

export function MoreButton({ pages }: { readonly pages: Paged }) {
  if (!pages.hasNextPage) return null
  return (
    <Group justify="center" mt="md">
      <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        {texts.more}
      </Button>
    </Group>
  )
}

export function Reading() {
  return (
    <Group justify="center" p="xl" aria-live="polite">
      <Loader size="sm" aria-label={texts.loading} />
    </Group>
  )
}
