import type { CatalogueQuery, SpecFilter } from '../../api';
import type { CatalogueSearch } from './search';

/** A number's range as the address writes it: "5..", "..20", "5..20". */
export function rangeOf(value: string | string[] | undefined): {
  min: number | null;
  max: number | null;
} {
  const [min = '', max = ''] = typeof value === 'string' ? value.split('..') : [];
  const read = (s: string) => (s === '' || Number.isNaN(Number(s)) ? null : Number(s));
  return { min: read(min), max: read(max) };
}

export const rangeText = (min: number | null, max: number | null): string | undefined =>
  min === null && max === null ? undefined : `${min ?? ''}..${max ?? ''}`;

/** What Go is asked for, from what the address says. */
export function queryOf(s: CatalogueSearch): Omit<CatalogueQuery, 'offset' | 'limit'> {
  return {
    text: s.text ?? '',
    category: s.category ?? '',
    suppliers: s.suppliers ?? [],
    codified: s.codified ?? '',
    inStock: s.inStock ?? false,
    orderable: !s.all,
    specs: Object.entries(s.specs ?? {}).map(
      ([key, v]): SpecFilter => ({
        key,
        ...rangeOf(v),
        choice: Array.isArray(v) ? v : [],
      }),
    ),
    sort: s.sort ?? (s.text ? 'relevance' : 'name'),
  };
}

/** Whether anything narrows the list besides the words. */
export const isNarrowed = (s: CatalogueSearch): boolean =>
  Boolean(s.category || s.suppliers || s.codified || s.inStock || s.all || s.specs);
