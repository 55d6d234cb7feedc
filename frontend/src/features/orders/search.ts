import type { OrderSort, OrderViewName } from '../../api';
import type { Raw } from '../../lib/address';
import { figureIn } from '../../lib/behind';
import { orderSortIn } from '../../lib/sorting';

/** The views of a unit's orders; the agency's own are in its queue. */
export type UnitView = Exclude<OrderViewName, 'to_verify' | 'to_approve'>;

/** What the list of orders' address holds. */
export interface OrdersSearch {
  view?: UnitView | undefined;
  text?: string | undefined;
  sort?: OrderSort | undefined;
  /** What a figure counts (figureIn). */
  of?: string | undefined;
}

const views: readonly UnitView[] = [
  'open',
  'waiting_on_us',
  'to_sign',
  'waiting_here',
  'parked',
  'decided',
  'done',
];
export function ordersSearch(raw: Raw<OrdersSearch>): OrdersSearch {
  const text = raw.text === undefined ? '' : String(raw.text);
  return {
    view: views.find(v => v === raw.view),
    text: text === '' ? undefined : text,
    sort: orderSortIn(raw.sort),
    of: figureIn(raw.of),
  };
}
