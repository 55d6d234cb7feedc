import { codeText } from '../../i18n';

// Where a word of Go's may stand: the first of these sets that has it.
const sets = [
  'state.fund',
  'state.decision',
  'state.delivery',
  'state.money',
  'state.turn',
  'state.urgency',
  'state.claim_reason',
  'state.short',
  'money.states',
  'registry.parcels',
  'orders.reason',
];

/** The words of a state or another closed set; "state.fund.guaranteed" names its set itself. */
export function wordOf(key: string): string {
  const dot = key.lastIndexOf('.');
  if (dot > 0) return codeText(key.slice(0, dot), key.slice(dot + 1));
  for (const set of sets) {
    const text = codeText(set, key);
    if (text !== key) return text;
  }
  return key;
}
