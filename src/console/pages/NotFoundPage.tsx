import { Anchor, Stack, Title } from '@mantine/core'
import { Link } from 'react-router'
import { texts } from '../texts/texts.ts'

export function NotFoundPage() {
  return (
    <Stack>
      <Title order={1}>{texts.notFound.title}</Title>
      <Anchor component={Link} to="/">
        {texts.notFound.back}
      </Anchor>
    </Stack>
  )
}
