import type { NumberCommand, Standing } from './decideNumber.ts'
import type { NumberClass } from './numberClass.ts'
import { type ClassAxis, classAxes } from './numberClass.ts'

/** What the decision about a command may look at: numbers that agree in this get one decision, whatever else they are. */
export type Looks = { readonly axes: readonly ClassAxis[]; readonly standing: readonly (keyof Standing)[] }

type Names = { readonly axes?: readonly ClassAxis['name'][] | 'all'; readonly standing?: readonly (keyof Standing)[] }

/** A property test has every decider read through this list, so that it cannot be too short. */
const looks: Readonly<Record<NumberCommand['type'], Names>> = {
  ReportInventory: {},
  ReportEntry: {},
  ReportLocationOfNumber: {},
  ReportOwner: {},
  ReportLoaFlag: {},
  SelectNumber: { axes: 'all', standing: ['location', 'order'] },
  DeselectNumber: { axes: ['authorisation'], standing: ['order'] },
  OrderNumber: { axes: ['authorisation', 'loa', 'letter'], standing: ['order'] },
  RecordAuthorisation: { axes: ['inventory', 'loa', 'letter'], standing: ['order'] },
  RecordAuthorisationRefusal: { axes: ['inventory', 'loa', 'letter'], standing: ['order'] },
  RevokeAuthorisation: { axes: ['authorisation'] },
  CoverByLetter: { axes: ['loa', 'letter'], standing: ['order'] },
  CoverAgain: { standing: ['order', 'letter'] },
  VoidLetter: { standing: ['letter'] },
  JoinCase: { axes: 'all', standing: ['case'] },
  LeaveCase: { standing: ['case'] },
  SubmitRegistration: { axes: ['authorisation', 'registration'], standing: ['case'] },
  WithdrawRegistration: { axes: ['registration'], standing: ['case'] },
  RestartRegistration: { axes: ['registration'], standing: ['case'] },
  RecordRegistration: { axes: ['inventory', 'authorisation', 'registration', 'case', 'entered'] },
  RecordRegistrationRejection: { axes: ['inventory', 'authorisation', 'registration', 'case', 'entered'] },
  ReleaseRegistration: { axes: ['registration'] },
  ActivateTexting: { axes: 'all' },
  ExemptNumber: {},
  EndNumberExemption: {},
  SwitchTextingOff: { axes: ['texting'] },
  ReinstateTexting: { axes: ['texting'] },
}

export function looksAt({ type }: NumberCommand): Looks {
  const { axes = [], standing = [] } = looks[type]
  const seen = axes === 'all' ? classAxes : classAxes.filter(({ name }) => axes.includes(name))
  return { axes: seen, standing: ['arrival', ...standing] }
}

/** The class of which nothing is said but what is in `part`: what a decision that looks at nothing else may be given. */
export function onlyOf(part: Partial<NumberClass>): NumberClass {
  return { ...unsaid, ...part }
}

const unsaid = Object.fromEntries(classAxes.map(({ name }) => [name, 'unknown'])) as NumberClass
