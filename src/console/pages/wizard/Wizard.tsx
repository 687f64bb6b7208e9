import { Alert, Anchor, Button, Group, Stack, Stepper } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { useRead } from '../../api/useRead.ts'
import { Reading } from '../../parts/Pages.tsx'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { texts } from '../../texts/texts.ts'
import { LetterStep } from './LetterStep.tsx'
import { LocationStep } from './LocationStep.tsx'
import { NumbersStep } from './NumbersStep.tsx'
import { SummaryStep } from './SummaryStep.tsx'

type Props = {
  readonly orgId: string
  readonly orderId: string | undefined
  readonly onOrder: (orderId: string | undefined) => void
  readonly onAnother: () => void
}

const steps = { location: 0, numbers: 1, letter: 2, summary: 3 } as const
type Step = keyof typeof steps
const names = Object.keys(steps) as Step[]

export function Wizard({ orgId, orderId, onOrder, onAnother }: Props) {
  const organisation = useRead('/v1/organisations/{orgId}', { orgId })
  const order = useRead(
    '/v1/organisations/{orgId}/orders/{orderId}',
    { orgId, orderId: orderId ?? '' },
    {},
    { enabled: orderId !== undefined },
  )
  const [step, setStep] = useState<Step>(orderId === undefined ? 'location' : 'numbers')
  const [locationId, setLocationId] = useState<string>()
  const [submitted, setSubmitted] = useState<'more' | 'done'>()

  const place = order.data?.locationId ?? locationId
  if (!organisation.data || (orderId !== undefined && !order.data)) {
    const error = organisation.error ?? order.error
    return error ? <ProblemNotice error={error} /> : <Reading />
  }
  const home = `/organisations/${orgId}`
  const { openOnboardingId } = organisation.data
  if (submitted !== undefined) return <Submitted home={home} again={submitted === 'more' ? onAnother : undefined} />
  if (openOnboardingId === null) return <Notice text={texts.wizard.needsOnboarding} home={home} />
  if (order.data && order.data.phase !== 'open') return <Notice text={texts.wizard.lost} home={home} />

  return (
    <Stack gap="lg">
      <Stepper
        active={steps[step]}
        onStepClick={(index) => setStep(names[index] ?? step)}
        allowNextStepsSelect={false}
        size="sm"
      >
        {names.map((name) => (
          <Stepper.Step key={name} label={texts.wizard[name]} />
        ))}
      </Stepper>
      {step === 'location' ? (
        <LocationStep
          orgId={orgId}
          isFixed={orderId !== undefined}
          chosen={place}
          onChoose={(id) => {
            setLocationId(id)
            setStep('numbers')
          }}
          onDraft={(id) => {
            onOrder(id)
            setStep('numbers')
          }}
        />
      ) : null}
      {step === 'numbers' && place !== undefined ? (
        <NumbersStep
          orgId={orgId}
          onboardingId={openOnboardingId}
          locationId={place}
          order={order.data}
          onBack={() => setStep('location')}
          onOrder={onOrder}
          onNext={() => setStep('letter')}
        />
      ) : null}
      {step === 'letter' && order.data ? (
        <LetterStep
          orgId={orgId}
          order={order.data}
          onBack={() => setStep('numbers')}
          onNext={() => setStep('summary')}
        />
      ) : null}
      {step === 'summary' && order.data ? (
        <SummaryStep orgId={orgId} order={order.data} onBack={() => setStep('letter')} onSubmitted={setSubmitted} />
      ) : null}
    </Stack>
  )
}

function Notice({ text, home }: { readonly text: string; readonly home: string }) {
  return (
    <Alert color="yellow" title={text}>
      <Anchor component={Link} to={home}>
        {texts.wizard.toOrganisation}
      </Anchor>
    </Alert>
  )
}

function Submitted({ home, again }: { readonly home: string; readonly again: (() => void) | undefined }) {
  return (
    <Alert color="green" title={texts.wizard.submitted}>
      <Group>
        {again === undefined ? null : <Button onClick={again}>{texts.wizard.anotherRound}</Button>}
        <Button component={Link} to={home} variant="default">
          {texts.wizard.toOrganisation}
        </Button>
      </Group>
    </Alert>
  )
}
