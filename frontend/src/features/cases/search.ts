import type { CasesAsked } from '../../api';
import type { Raw } from '../../lib/address';

export const caseKinds = [
  'stock_gone',
  'budget_gone',
  'price_changed',
  'item_withdrawn',
  'revision_race',
  'approval_race',
  'two_drafts',
  'device_gap',
  'device_fork',
  'clock_skew',
  'revoked_signer',
  'tamper',
  'scope_lost',
  'unparsable',
  'rule',
] as const;
export type CaseKind = (typeof caseKinds)[number];
/** Kinds that are about a device and not about what somebody signed. */
export const deviceKinds: ReadonlySet<string> = new Set([
  'device_gap',
  'device_fork',
  'clock_skew',
]);
export const caseStates = ['open', 'closed', 'all'] as const;
/** Whom an open case waits for. */
export const caseWaits = ['desk', 'author', 'stock'] as const;
/** How long an open case has waited, as Go counts it: the longest last. */
export const caseAges = ['1', '2', '3', '4', '5', '6'] as const;
const sorts = ['longest', 'newest', 'total', 'unit', 'kind'] as const;

/** What the list of cases' address holds. */
export interface CasesSearch {
  kind?: CaseKind | undefined;
  state?: (typeof caseStates)[number] | undefined;
  waits?: (typeof caseWaits)[number] | undefined;
  age?: (typeof caseAges)[number] | undefined;
  /** "me", "nobody" or a person's id. */
  assignee?: string | undefined;
  /** Ids of an organisation and a device; the code of a reason. */
  unit?: string | undefined;
  device?: string | undefined;
  code?: string | undefined;
  text?: string | undefined;
  sort?: (typeof sorts)[number] | undefined;
  /** Whether the plot is shown; where it is not said, the administration sees it. */
  plot?: 'on' | 'off' | undefined;
}

const said = (raw: unknown): string | undefined =>
  raw === undefined || raw === null || raw === '' ? undefined : String(raw);

export function casesSearch(raw: Raw<CasesSearch>): CasesSearch {
  return {
    kind: caseKinds.find(k => k === raw.kind),
    state: caseStates.find(s => s === raw.state),
    waits: caseWaits.find(w => w === raw.waits),
    // A number in an address is read as one.
    age: caseAges.find(a => a === said(raw.age)),
    assignee: said(raw.assignee),
    unit: said(raw.unit),
    device: said(raw.device),
    code: said(raw.code),
    text: said(raw.text),
    sort: sorts.find(s => s === raw.sort),
    plot: raw.plot === 'on' ? 'on' : raw.plot === 'off' ? 'off' : undefined,
  };
}

/** What hides cases besides their state; all of it is let go at once. */
export const noFilters: CasesSearch = {
  kind: undefined,
  waits: undefined,
  age: undefined,
  assignee: undefined,
  unit: undefined,
  device: undefined,
  code: undefined,
  text: undefined,
};

export const isFiltered = (s: CasesSearch): boolean =>
  Object.keys(noFilters).some(k => s[k as keyof CasesSearch] !== undefined);

/** The address as Go is asked for it. */
export function queryOf(s: CasesSearch): CasesAsked {
  const state = s.state ?? 'open';
  return {
    kind: s.kind ?? '',
    state: state === 'all' ? '' : state,
    waits: s.waits ?? '',
    assignee: s.assignee ?? '',
    unitId: s.unit ?? '',
    deviceId: s.device ?? '',
    code: s.code ?? '',
    age: s.age ?? '',
    text: s.text ?? '',
    sort: s.sort === undefined || s.sort === 'longest' ? '' : s.sort,
  };
}
