import type { Count, DeliveryLine } from '../../api';

/** What stands of a serial number's piece. */
export type Piece = 'fine' | 'missing' | 'bad';

/** A line as it is being counted; `done` once a person has looked at it. */
export interface Tally extends Count {
  done: boolean;
}

export const uncounted: Tally = {
  delivered: 0,
  remarked: 0,
  refused: 0,
  reason: '',
  remark: '',
  missing: [],
  bad: [],
  done: false,
};

/** Everything came and is fine. */
export const whole = (l: DeliveryLine): Tally => ({
  ...uncounted,
  delivered: l.dispatched,
  done: true,
});

/** The line with figures that fit together: refused and remarked lie within what came. */
export function withFigures(
  l: DeliveryLine,
  t: Tally,
  to: Partial<Pick<Count, 'delivered' | 'remarked' | 'refused'>>,
): Tally {
  const delivered = Math.min(l.dispatched, to.delivered ?? t.delivered);
  const refused = Math.min(delivered, to.refused ?? t.refused);
  const remarked = Math.min(delivered - refused, to.remarked ?? t.remarked);
  return mended({ ...t, delivered, refused, remarked, done: true });
}

export const pieceOf = (t: Tally, serial: string): Piece =>
  t.missing.includes(serial) ? 'missing' : t.bad.includes(serial) ? 'bad' : 'fine';

const after: Record<Piece, Piece> = { fine: 'missing', missing: 'bad', bad: 'fine' };

/** The line with one piece's next standing; where pieces have numbers, the figures follow them. */
export function turned(l: DeliveryLine, t: Tally, serial: string): Tally {
  const next = after[pieceOf(t, serial)];
  const without = (list: readonly string[]) => list.filter(s => s !== serial);
  const missing = [...without(t.missing), ...(next === 'missing' ? [serial] : [])];
  const bad = [...without(t.bad), ...(next === 'bad' ? [serial] : [])];
  const delivered = l.dispatched - missing.length;
  const remarked = Math.min(t.remarked, delivered - bad.length);
  return mended({
    ...t,
    missing,
    bad,
    delivered,
    refused: bad.length,
    remarked,
    done: true,
  });
}

/** A reason stands only where something is wrong. */
const mended = (t: Tally): Tally =>
  t.refused + t.remarked > 0 ? t : { ...t, reason: '' };

export type Lack = 'needCode' | 'needCounts' | 'needReason';

/** What still has to be done before the receipt can be signed. */
export function lackOf(codeGood: boolean, list: readonly Tally[]): Lack | undefined {
  if (!codeGood) return 'needCode';
  if (list.some(t => !t.done)) return 'needCounts';
  if (list.some(t => t.refused + t.remarked > 0 && t.reason === '')) return 'needReason';
  return undefined;
}

export const countOf = ({ done: _, ...count }: Tally): Count => ({
  ...count,
  remark: count.remark.trim(),
});
