import type { BudgetView } from '../../api';
import type { Raw } from '../../lib/address';

/** What the address of the funds holds: those that a figure of the dashboard counts. */
export interface BudgetSearch {
  year?: number | undefined;
  fund?: string | undefined;
  posture?: string | undefined;
}

const said = (raw: unknown): string | undefined =>
  raw === undefined || raw === null || raw === '' ? undefined : String(raw);

export const budgetSearch = (raw: Raw<BudgetSearch>): BudgetSearch => {
  const year = Number(raw.year);
  return {
    year: Number.isInteger(year) && year > 0 ? year : undefined,
    fund: said(raw.fund),
    posture: said(raw.posture),
  };
};

/** Whether a fund is one of those asked for. */
export const isAsked = (b: BudgetView, of: BudgetSearch): boolean =>
  (of.year === undefined || b.year === of.year) &&
  (of.fund === undefined || b.fund === of.fund) &&
  (of.posture === undefined || b.posture === of.posture);
