import type { OrderPage, OrderRow, Paged } from '../../api';

/** What checks found in a number of orders. */
export interface Found {
  code: string;
  count: number;
}

/** The findings of these orders by their code, the most frequent first; an order counts once. */
export function findingsOf(rows: readonly OrderRow[]): Found[] {
  const counts = new Map<string, number>();
  for (const r of rows)
    for (const code of new Set(r.reasons.map(x => x.code)))
      counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .map(([code, count]) => ({ code, count }))
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

export const hasFinding = (r: OrderRow, code: string): boolean =>
  r.reasons.some(x => x.code === code);

/** A list of the orders in which a check found this. */
export function only(
  list: Paged<OrderPage, OrderRow>,
  rows: readonly OrderRow[],
  code: string,
): Paged<OrderPage, OrderRow> {
  const kept = rows.filter(r => hasFinding(r, code));
  return { ...list, total: kept.length, rowAt: i => kept[i], onRange: () => {} };
}

/** Whether an order can be let pass, or decided on, by the agency now. */
export const isVerified = (r: OrderRow): boolean =>
  r.turn === 'agency' && r.decision === 'in_review';
export const isVerifying = (r: OrderRow): boolean =>
  r.turn === 'agency' && ['submitted', 'verifying'].includes(r.decision);
