import { Anchor, Table } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { Number as NumberAnswer } from '../../api/contract.ts'
import { VerdictBadge } from '../../parts/Badges.tsx'
import { useWindow } from '../../parts/useWindow.ts'
import { texts } from '../../texts/texts.ts'

const rowHeight = 44

type Props = { readonly orgId: string; readonly numbers: readonly NumberAnswer[]; readonly onEnd: () => void }

/** Rows of one height, of which only those in sight are there; near its end the table asks for more. */
export function NumberTable({ orgId, numbers, onEnd }: Props) {
  const body = useRef<HTMLTableSectionElement>(null)
  const { from, to } = useWindow(body, numbers.length, rowHeight)
  useEffect(() => {
    if (to >= numbers.length - 20) onEnd()
  })
  return (
    <Table.ScrollContainer minWidth={980}>
      <Table highlightOnHover className="even" aria-rowcount={numbers.length + 1}>
        <Table.Thead>
          <Table.Tr aria-rowindex={1}>
            <Table.Th w={150}>{texts.numbers.number}</Table.Th>
            <Table.Th w={120}>{texts.numbers.verdict}</Table.Th>
            <Table.Th>{texts.numbers.reason}</Table.Th>
            <Table.Th w={130}>{texts.numbers.who}</Table.Th>
            <Table.Th>{texts.numbers.next}</Table.Th>
            <Table.Th w={130}>{texts.numbers.authorisation}</Table.Th>
            <Table.Th w={120}>{texts.numbers.registration}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={body}>
          <Room rows={from} />
          {numbers.slice(from, to).map((each, index) => (
            <Row key={each.id} orgId={orgId} number={each} place={from + index + 2} />
          ))}
          <Room rows={numbers.length - to} />
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Room({ rows }: { readonly rows: number }) {
  if (rows <= 0) return null
  return (
    <tr>
      <td aria-hidden="true" colSpan={7} style={{ height: rows * rowHeight, padding: 0 }} />
    </tr>
  )
}

type RowProps = { readonly orgId: string; readonly number: NumberAnswer; readonly place: number }

function Row({ orgId, number, place }: RowProps) {
  const { id, verdict, reason, owner, nextAct, authorisationShown, registrationShown } = number
  const [because, act] = [texts.reason(reason), nextAct === null ? texts.none : texts.act(nextAct)]
  return (
    <Table.Tr aria-rowindex={place} h={rowHeight}>
      <Table.Td>
        <Anchor component={Link} to={`/organisations/${orgId}/numbers/${id}`}>
          {texts.number(number.number)}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <VerdictBadge verdict={verdict} />
      </Table.Td>
      <Table.Td title={because}>{because}</Table.Td>
      <Table.Td>{owner === null ? texts.none : texts.owner(owner)}</Table.Td>
      <Table.Td title={act}>{act}</Table.Td>
      <Table.Td>{texts.axis(authorisationShown)}</Table.Td>
      <Table.Td>{texts.axis(registrationShown)}</Table.Td>
    </Table.Tr>
  )
}
