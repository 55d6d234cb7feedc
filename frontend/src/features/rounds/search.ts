import type { Raw } from '../../lib/address';
import { sortIn } from '../../lib/sorting';

export const views = ['waiting', 'signed'] as const;

/** What the address of the rounds holds: which list, and the items that were chosen. */
export interface RoundsSearch {
  view?: (typeof views)[number] | undefined;
  /** Ids in the sequence in which they are shared, with commas between. */
  items?: string | undefined;
  sort?: string | undefined;
}

export const roundsSearch = (raw: Raw<RoundsSearch>): RoundsSearch => ({
  view: views.find(v => v === raw.view),
  sort: sortIn(raw.sort),
  items: raw.items === undefined || raw.items === '' ? undefined : String(raw.items),
});

export const itemsOf = (s: RoundsSearch): string[] =>
  (s.items ?? '').split(',').filter(id => id !== '');
