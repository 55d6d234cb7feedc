import type { CatalogueSort } from '../../api';
import type { Raw } from '../../lib/address';

/** What the catalogue's address holds: the filters, the form of the list and the open item. */
export interface CatalogueSearch {
  text?: string | undefined;
  category?: string | undefined;
  suppliers?: string[] | undefined;
  codified?: 'yes' | 'no' | undefined;
  inStock?: boolean | undefined;
  /** Also what cannot be ordered now. */
  all?: boolean | undefined;
  /** Key → "min..max" for numbers, list of choices for others. */
  specs?: Record<string, string | string[]> | undefined;
  sort?: CatalogueSort | undefined;
  /** The item whose pane is open. */
  item?: string | undefined;
  /** Items side by side. */
  compare?: string[] | undefined;
}

const sorts: readonly CatalogueSort[] = [
  'relevance',
  'name',
  'price_asc',
  'price_desc',
  'lead',
];
const text = (v: unknown): string | undefined =>
  typeof v === 'string' && v !== '' ? v : undefined;
const texts = (v: unknown): string[] | undefined => {
  const list = Array.isArray(v) ? v.filter(x => typeof x === 'string') : [];
  return list.length > 0 ? list : undefined;
};

export function catalogueSearch(raw: Raw<CatalogueSearch>): CatalogueSearch {
  const specs = raw.specs;
  return {
    text: raw.text === undefined ? undefined : text(String(raw.text)),
    category: text(raw.category),
    suppliers: texts(raw.suppliers),
    codified: raw.codified === 'yes' || raw.codified === 'no' ? raw.codified : undefined,
    inStock: raw.inStock === true || undefined,
    all: raw.all === true || undefined,
    specs:
      typeof specs === 'object' && specs !== null
        ? (specs as Record<string, string | string[]>)
        : undefined,
    sort: sorts.find(s => s === raw.sort),
    item: text(raw.item),
    compare: texts(raw.compare)?.slice(0, 4),
  };
}
