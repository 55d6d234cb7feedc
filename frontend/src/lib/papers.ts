import type { Raw } from './address';
import { sortIn } from './sorting';

/** What the address of a list of papers holds: a saved view, a search, one order's papers, the order of rows. */
export interface PaperSearch {
  view?: string | undefined;
  text?: string | undefined;
  order?: string | undefined;
  sort?: string | undefined;
}

const said = (raw: unknown): string | undefined =>
  raw === undefined || raw === null || raw === '' ? undefined : String(raw);

export const paperSearch = (raw: Raw<PaperSearch>): PaperSearch => ({
  view: said(raw.view),
  text: said(raw.text),
  order: said(raw.order),
  sort: sortIn(raw.sort),
});
