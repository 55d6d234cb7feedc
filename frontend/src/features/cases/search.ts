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
/** Kinds that are about a device and not about what somebody signed. */
export const deviceKinds: ReadonlySet<string> = new Set([
  'device_gap',
  'device_fork',
  'clock_skew',
]);
export const caseStates = ['open', 'closed', 'all'] as const;

/** What the list of cases' address holds. */
export interface CasesSearch {
  kind?: (typeof caseKinds)[number] | undefined;
  state?: (typeof caseStates)[number] | undefined;
  text?: string | undefined;
}

export function casesSearch(raw: Raw<CasesSearch>): CasesSearch {
  const text = raw.text === undefined ? '' : String(raw.text);
  return {
    kind: caseKinds.find(k => k === raw.kind),
    state: caseStates.find(s => s === raw.state),
    text: text === '' ? undefined : text,
  };
}
