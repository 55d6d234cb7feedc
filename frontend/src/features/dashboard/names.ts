import { codeText } from '../../i18n';

// The set that the rows of each split take their words from.
const sets: Record<string, string> = {
  given: 'state.fund',
  cases: 'cases.kind',
  returns: 'orders.reason',
  rejections: 'orders.reason',
  claims: 'state.claim_reason',
};

/** The words of a row of a split: of its split's own set, or of the set that its key names ("posture.engaged"). */
export function rowText(share: string, key: string): string {
  const dot = key.lastIndexOf('.');
  return dot > 0
    ? codeText(`state.${key.slice(0, dot)}`, key.slice(dot + 1))
    : codeText(sets[share] ?? 'dashboard.lines', key);
}

/** The words of a stage: a state of the decision or, after it, of the delivery. */
export function stageText(state: string): string {
  const text = codeText('state.decision', state);
  return text === state ? codeText('state.delivery', state) : text;
}
