import type * as c from '../../api/contract';

/** What an order has once it is on its way; empty before. */
export const noPapers: Pick<
  c.OrderView,
  | 'progress'
  | 'findings'
  | 'signing'
  | 'approving'
  | 'signatures'
  | 'takenBy'
  | 'takenUntil'
  | 'holdUntil'
  | 'awaits'
  | 'deliveries'
  | 'invoices'
  | 'claims'
  | 'documents'
  | 'canCosign'
  | 'canVerify'
  | 'canTake'
  | 'takenByMe'
> = {
  progress: [],
  findings: [],
  signing: [],
  approving: [],
  signatures: [],
  takenBy: '',
  takenUntil: '',
  holdUntil: '',
  awaits: [],
  deliveries: [],
  invoices: [],
  claims: [],
  documents: [],
  canCosign: false,
  canVerify: false,
  canTake: false,
  takenByMe: false,
};

/** The moment the fakes' data stand for. */
export const asOf = '2026-11-20T12:05:00Z';

/** A list in the order that was asked for, by the rows' own fields. */
export function inOrder<R extends object>(rows: readonly R[], sort: string): R[] {
  const [, field = '', way] = /^(.*)_(asc|desc)$/.exec(sort) ?? [];
  const value = (r: R): unknown => (r as Record<string, unknown>)[field];
  return rows.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)];
    const order =
      typeof x === 'number' && typeof y === 'number'
        ? x - y
        : String(x ?? '').localeCompare(String(y ?? ''), 'uk');
    return way === 'desc' ? -order : order;
  });
}
