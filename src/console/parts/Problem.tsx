import { Alert, Button, Code, Group, List, Stack, Text } from '@mantine/core'
import { texts } from '../texts/texts.ts'
import { problemWords } from '../view/problemWords.ts'

/** A refusal in words: what happened, what was seen, what to do, and the rows or fields that it is about. */
export function ProblemNotice({ error, again }: { readonly error: unknown; readonly again?: () => void }) {
  if (error === null || error === undefined) return null
  const { title, reason, whatToDo, code, points, requestId } = problemWords(error)
  return (
    <Alert color="red" title={title} role="alert" variant="light">
      <Stack gap="xs">
        {reason === undefined ? null : <Text size="sm">{reason}</Text>}
        {points.length === 0 ? null : (
          <List size="sm">
            {points.map((point) => (
              <List.Item key={point}>{point}</List.Item>
            ))}
          </List>
        )}
        <Text size="sm">{whatToDo}</Text>
        <Group gap="sm">
          {code === undefined ? null : <Code>{code}</Code>}
          {requestId === undefined ? null : (
            <Text size="xs" c="dimmed">
              {texts.problem.request} {requestId}
            </Text>
          )}
          {again === undefined ? null : (
            <Button size="compact-sm" variant="light" color="red" onClick={again}>
              {texts.problem.again}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  )
}
