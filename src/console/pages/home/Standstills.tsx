import { Anchor, List, SimpleGrid, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { PortfolioLine } from '../../api/contract.ts'
import { Section } from '../../parts/Section.tsx'
import { texts } from '../../texts/texts.ts'
import { standstill } from '../../view/home.ts'

/** A partner's customers by where they stand still; those with numbers that stop by a date first. */
export function Standstills({ lines }: { readonly lines: readonly PortfolioLine[] }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      {(['noLicence', 'nothingAuthorised', 'noCase'] as const).map((point) => {
        const found = lines.filter((each) => standstill(each) === point)
        return (
          <Section key={point} title={texts.home.standstill[point]}>
            {found.length === 0 ? <Text c="dimmed">{texts.home.nobody}</Text> : null}
            <List size="sm">
              {found.map(({ id, name, verdicts, caseless }) => (
                <List.Item key={id}>
                  <Anchor component={Link} to={`/organisations/${id}`} inherit>
                    {name ?? texts.organisations.nameless}
                  </Anchor>
                  {point === 'noCase' ? `: ${texts.organisation.order(caseless)}` : ''}
                  {verdicts.willStop > 0 ? `: ${texts.home.willStop(verdicts.willStop)}` : ''}
                </List.Item>
              ))}
            </List>
          </Section>
        )
      })}
    </SimpleGrid>
  )
}
