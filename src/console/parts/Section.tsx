import { Card, Group, Title } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = { readonly title: string; readonly beside?: ReactNode; readonly children: ReactNode }

export function Section({ title, beside, children }: Props) {
  return (
    <Card withBorder padding="md" component="section" aria-label={title}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        {beside}
      </Group>
      {children}
    </Card>
  )
}
