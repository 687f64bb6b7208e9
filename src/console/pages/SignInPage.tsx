import { Alert, Button, Card, Center, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { get } from '../api/client.ts'
import { ProblemNotice } from '../parts/Problem.tsx'
import { texts } from '../texts/texts.ts'
import { isTokenShaped } from '../view/token.ts'

type Props = { readonly notice: string | undefined; readonly onSignedIn: (token: string) => void }

/** A token is tried by asking whose it is. */
export function SignInPage({ notice, onSignedIn }: Props) {
  const [text, setText] = useState('')
  const [isTrying, setTrying] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const token = text.trim()
  const isWrong = token !== '' && !isTokenShaped(token)

  async function tryIt(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!isTokenShaped(token)) return
    setTrying(true)
    setProblem(undefined)
    try {
      await get(token, '/v1/me', {})
      onSignedIn(token)
    } catch (error) {
      setProblem(error)
      setTrying(false)
    }
  }

  return (
    <Center mih="100vh" p="md" component="main">
      <Card withBorder shadow="sm" padding="xl" radius="md" maw={480} w="100%">
        <form onSubmit={(event) => void tryIt(event)}>
          <Stack>
            <Title order={1} size="h2">
              {texts.product}
            </Title>
            {notice === undefined ? null : <Alert color="yellow">{notice}</Alert>}
            <PasswordInput
              label={texts.signIn.token}
              description={texts.signIn.hint}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              error={isWrong ? texts.signIn.shape : undefined}
              autoComplete="off"
              data-autofocus
              autoFocus
            />
            <ProblemNotice error={problem} />
            <Button type="submit" loading={isTrying} disabled={token === '' || isWrong}>
              {texts.signIn.go}
            </Button>
            <Text size="xs" c="dimmed">
              {texts.signIn.kept}
            </Text>
          </Stack>
        </form>
      </Card>
    </Center>
  )
}
