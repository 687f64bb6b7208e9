import { Card, Text } from '@mantine/core'

type Props = { readonly name: string; readonly value: number; readonly isBad?: boolean }

/** One count, large, with what it counts under it. */
export function Figure({ name, value, isBad = false }: Props) {
  return (
    <Card withBorder padding="sm">
      <Text fw={700} fz={28} lh={1.2} {...(isBad ? { c: 'red.9', className: 'bad' } : {})}>
        {value}
      </Text>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
    </Card>
  )
}
