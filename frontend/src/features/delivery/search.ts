import type { Raw } from '../../lib/address';
import { sortIn } from '../../lib/sorting';

export const views = [
  'all',
  'on_the_way',
  'to_receive',
  'to_sign',
  'late',
  'done',
] as const;
export type DeliveryViewName = (typeof views)[number];

/** What the addresses of lists of deliveries hold. */
export interface DeliverySearch {
  view?: DeliveryViewName | undefined;
  text?: string | undefined;
  /** The Monday of a week, "2026-11-30"; "none" for those without a day. */
  week?: string | undefined;
  sort?: string | undefined;
}

export function deliverySearch(raw: Raw<DeliverySearch>): DeliverySearch {
  const text = raw.text === undefined ? '' : String(raw.text);
  const week = raw.week === undefined ? '' : String(raw.week);
  return {
    view: views.find(v => v === raw.view),
    text: text === '' ? undefined : text,
    sort: sortIn(raw.sort),
    week: /^(\d{4}-\d\d-\d\d|none)$/.test(week) ? week : undefined,
  };
}
