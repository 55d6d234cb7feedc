import type { OrderQuery, OrderViewName } from '../../api';
import type { Raw } from '../../lib/address';

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
    finding: /^[a-z_]+$/.test(finding) ? finding : undefined,
  };
}

/** What Go is asked for a view: its own saved view, and a state where the view is of one. */
export function askedOf(v: QueueView): Pick<OrderQuery, 'view' | 'state'> {
  switch (v) {
    case 'to_verify':
      return { view: 'waiting_on_us', state: 'verifying' };
    case 'to_approve':
      return { view: 'waiting_on_us', state: 'in_review' };
    default:
      return { view: viewOf(v), state: '' };
  }
}

/** The name Go counts a view by. */
export const viewOf = (v: QueueView): OrderViewName =>
  v === 'all' ? '' : v === 'to_verify' || v === 'to_approve' ? 'waiting_on_us' : v;
