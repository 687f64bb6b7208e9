import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import type { RegistrationForm } from '../../api/contract.ts'
import { texts } from '../../texts/texts.ts'
import { lengthOf, mostSamples, sampleLimit, withSamples } from '../../view/formFields.ts'

type Props = {
  readonly form: RegistrationForm
  readonly errors: Readonly<Record<string, string>>
  readonly onChange: (form: RegistrationForm) => void
}

export function Samples({ form, errors, onChange }: Props) {
  const { samples } = form.campaign
  const set = (next: readonly string[]) => onChange(withSamples(form, next))
  return (
    <Stack>
      {samples.map((sample, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: samples have no identity but their place
        <Group key={index} align="flex-end" wrap="nowrap">
          <Textarea
            style={{ flex: 1 }}
            autosize
            minRows={2}
            label={texts.form.sample(index + 1)}
            description={texts.form.length(lengthOf(sample), sampleLimit.min, sampleLimit.max)}
            value={sample}
            error={errors[`campaign.samples.${index}`]}
            onChange={(event) => set(samples.with(index, event.currentTarget.value))}
          />
          <Button
            variant="default"
            disabled={samples.length === 1}
            onClick={() => set(samples.toSpliced(index, 1))}
            aria-label={`${texts.form.removeSample}: ${texts.form.sample(index + 1)}`}
          >
            {texts.form.removeSample}
          </Button>
        </Group>
      ))}
      {errors['campaign.samples'] === undefined ? null : <Text c="red">{errors['campaign.samples']}</Text>}
      <Button variant="light" disabled={samples.length >= mostSamples} onClick={() => set([...samples, ''])}>
        {texts.form.addSample}
      </Button>
    </Stack>
  )
}
