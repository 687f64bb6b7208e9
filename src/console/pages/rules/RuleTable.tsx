import { Badge, Code, Table, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useRead } from '../../api/useRead.ts'
import { Reading } from '../../parts/Pages.tsx'
import { ProblemNotice } from '../../parts/Problem.tsx'
import { texts } from '../../texts/texts.ts'

const colours: Readonly<Record<string, string>> = { inForce: 'green', ended: 'gray', notYet: 'yellow' }

/** Every rule as one age has it, and what the product does with it. */
export function RuleTable({ age }: { readonly age: string }) {
  const [wanted, setWanted] = useState('')
  const { data, error } = useRead('/v1/policy-packs/{packId}/rules', { packId: age }, {}, { live: false })
  if (!data) return error ? <ProblemNotice error={error} /> : <Reading />
  const fits = (text: string) => text.toLowerCase().includes(wanted.toLowerCase())
  return (
    <>
      <TextInput
        label={texts.rules.find}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        maw={320}
        data-first-filter
      />
      <Table.ScrollContainer minWidth={720}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.rules.rule}</Table.Th>
              <Table.Th>{texts.rules.force}</Table.Th>
              <Table.Th>{texts.rules.words}</Table.Th>
              <Table.Th>{texts.rules.does}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.items
              .filter(({ id, words, does }) => fits(`${id} ${words} ${does}`))
              .map(({ id, force, words, differently, does, source }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <Code>{id}</Code>
                  </Table.Td>
                  <Table.Td>
                    <Badge color={colours[force] ?? 'gray'} variant="light" tt="none">
                      {texts.rules.forces[force]}
                    </Badge>
                  </Table.Td>
                  <Table.Td>
                    {differently ?? words}
                    {source === null ? null : (
                      <Text size="xs" c="dimmed">
                        {texts.rules.toldIn(source)}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>{does}</Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  )
}
