import type { OrderSort, OrderViewName } from '../../api';
import type { Raw } from '../../lib/address';
import { figureIn } from '../../lib/behind';
import { orderSortIn } from '../../lib/sorting';

export const queueViews = [
  'waiting_on_us',
  'to_verify',
  'to_approve',
  'waiting_here',
  'parked',
  'open',
  'decided',
  'all',
] as const;
type QueueView = (typeof queueViews)[number];
export const sorts = ['waiting', 'newest', 'oldest', 'total', 'unit'] as const;
export const states = [
  'awaiting_signatures',
  'verifying',
  'in_review',
  'returned',
  'approved',
  'rejected',
  'cancelled',
  'expired',
] as const;

/** What the queue's and the agency's list's address holds. */
export interface QueueSearch {
  view?: QueueView | undefined;
  text?: string | undefined;
  sort?: (typeof sorts)[number] | undefined;
  state?: (typeof states)[number] | undefined;
  /** What a figure counts (figureIn). */
  of?: string | undefined;
  /** The code of what a check found; only orders with it are shown. */
  finding?: string | undefined;
}

export function queueSearch(raw: Raw<QueueSearch>): QueueSearch {
  const text = raw.text === undefined ? '' : String(raw.text);
  const finding = raw.finding === undefined ? '' : String(raw.finding);
  return {
    view: queueViews.find(v => v === raw.view),
    text: text === '' ? undefined : text,
    sort: sorts.find(s => s === raw.sort),
    state: states.find(s => s === raw.state),
    of: figureIn(raw.of),
    finding: /^[a-z_]+$/.test(finding) ? finding : undefined,
  };
}

/** The agency's list of all orders can be sorted by every column. */
export type AllOrdersSearch = Omit<QueueSearch, 'sort'> & {
  sort?: OrderSort | undefined;
};

export const allOrdersSearch = (raw: Raw<AllOrdersSearch>): AllOrdersSearch => ({
  ...queueSearch({ ...raw, sort: undefined }),
  sort: orderSortIn(raw.sort),
});

/** The name Go knows a view by. */
export const viewOf = (v: QueueView): OrderViewName => (v === 'all' ? '' : v);
