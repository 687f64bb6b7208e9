import type { AttentionItem } from '../api/contract.ts'

type Item = Pick<AttentionItem, 'code' | 'orgId' | 'subject' | 'detail'>

/** The page on which something can be done about it. */
export function placeOf({ code, orgId, subject, detail }: Item): string | undefined {
  if (code.startsWith('REPORT_') || code === 'WEBEX_ACCESS_WITHDRAWN') return `/deliveries/${subject}`
  if (orgId === null) return undefined
  const organisation = `/organisations/${orgId}`
  if (isOfCase({ detail })) return `${organisation}/cases/${subject.split('/')[0]}`
  if (detail['stream'] === 'number') return `${organisation}/numbers/${String(detail['streamId'])}`
  return organisation
}

const caseWaits = ['opening', 'formSending', 'formReturn', 'review', 'correction', 'customer']

function isOfCase({ detail }: Pick<Item, 'detail'>): boolean {
  return detail['process'] === 'case' || 'caseId' in detail || caseWaits.includes(String(detail['kind']))
}

export type FailedStep = { readonly processId: string; readonly step: string; readonly isOfCase: boolean }

/** A failed step is named by its process, a stroke, and the step itself. */
export function stepOf({ code, subject, detail }: Item): FailedStep | undefined {
  if (code !== 'STEP_FAILED') return undefined
  const stroke = subject.indexOf('/')
  if (stroke < 0) return undefined
  return { processId: subject.slice(0, stroke), step: subject.slice(stroke + 1), isOfCase: isOfCase({ detail }) }
}
