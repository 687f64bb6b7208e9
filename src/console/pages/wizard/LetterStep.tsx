import { Alert, Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Declined } from '../../api/client.ts'
import type { Order } from '../../api/contract.ts'
import { useAct } from '../../api/useRead.ts'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { texts } from '../../texts/texts.ts'

type Props = {
  readonly orgId: string
  readonly order: Order
  readonly onBack: () => void
  readonly onNext: () => void
}

const nobody = { firstName: '', lastName: '', title: '', signature: '' }

/** Who signs is never kept here: it goes to the server, encrypted there, and is forgotten. */
export function LetterStep({ orgId, order, onBack, onNext }: Props) {
  const [signer, setSigner] = useState(nobody)
  const [differs, setDiffers] = useState(false)
  const sign = useAct('/v1/organisations/{orgId}/orders/{orderId}/letters', { orgId, orderId: order.id })
  const isAsked = sign.error instanceof Declined && sign.error.problem.code === 'LOA_SIGNATURE_DIFFERS'
  const field = (name: keyof typeof nobody, label: string) => (
    <TextInput
      label={label}
      value={signer[name]}
      required
      autoComplete="off"
      onChange={(event) => setSigner({ ...signer, [name]: event.currentTarget.value })}
    />
  )
  function submit(event: FormEvent): void {
    event.preventDefault()
    sign.mutate({ ...signer, ...(differs ? { differenceConfirmed: true } : {}) })
  }
  return (
    <Stack>
      {order.withoutLetter === 0 ? (
        <Alert color="green">{texts.wizard.letterDone}</Alert>
      ) : (
        <form onSubmit={submit}>
          <Stack maw={480}>
            <Text>{texts.wizard.letterNeeded(order.withoutLetter)}</Text>
            {field('firstName', texts.wizard.firstName)}
            {field('lastName', texts.wizard.lastName)}
            {field('title', texts.wizard.position)}
            {field('signature', texts.wizard.signature)}
            {isAsked ? (
              <Alert color="yellow" role="alert">
                {texts.wizard.differsAsk}
              </Alert>
            ) : (
              <ProblemNotice error={sign.error} />
            )}
            {isAsked ? (
              <Checkbox
                label={texts.wizard.different}
                checked={differs}
                onChange={(event) => setDiffers(event.currentTarget.checked)}
              />
            ) : null}
            <Button type="submit" loading={sign.isPending}>
              {texts.wizard.sign}
            </Button>
          </Stack>
        </form>
      )}
      <Group>
        <Button variant="default" onClick={onBack}>
          {texts.wizard.back}
        </Button>
        <Button onClick={onNext} disabled={order.withoutLetter > 0}>
          {texts.wizard.next}
        </Button>
      </Group>
    </Stack>
  )
}
