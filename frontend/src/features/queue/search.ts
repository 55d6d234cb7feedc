import type { OrderViewName } from '../../api';
import type { Raw } from '../../lib/address';

export const queueViews = [
  'waiting_on_us',
  'waiting_here',
  'parked',
  'open',
  'decided',
  'all',
] as const;
type QueueView = (typeof queueViews)[number];
export const sorts = ['waiting', 'newest', 'oldest', 'total', 'unit'] as const;
export const states = [
  'in_review',
  'returned',
  'approved',
  'rejected',
  'cancelled',
] as const;

/** What the queue's and the agency's list's address holds. */
export interface QueueSearch {
  view?: QueueView | undefined;
  text?: string | undefined;
  sort?: (typeof sorts)[number] | undefined;
  state?: (typeof states)[number] | undefined;
}

export function queueSearch(raw: Raw<QueueSearch>): QueueSearch {
  const text = raw.text === undefined ? '' : String(raw.text);
  return {
    view: queueViews.find(v => v === raw.view),
    text: text === '' ? undefined : text,
    sort: sorts.find(s => s === raw.sort),
    state: states.find(s => s === raw.state),
  };
}

/** The name Go knows a view by. */
export const viewOf = (v: QueueView): OrderViewName => (v === 'all' ? '' : v);
