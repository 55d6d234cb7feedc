/** The two ways in which Go puts a list in order of a column. */
export const by = (column: string) => ({
  asc: `${column}_asc`,
  desc: `${column}_desc`,
});

/** Lists are in order of their moment where nothing else is asked for: the newest first. */
export const byAge = { asc: 'oldest', desc: 'newest' } as const;

/** An order of rows from an address; Go knows which columns a list has. */
export const sortIn = (raw: unknown): string | undefined =>
  typeof raw === 'string' && /^[a-z_]+$/.test(raw) ? raw : undefined;

type Value = string | number;

/** The same for a list that the window holds whole: its own order where none is asked for. */
export function sorted<R>(
  list: readonly R[],
  sort: string | undefined,
  columns: Record<string, (row: R) => Value>,
): readonly R[] {
  const [, column = '', way] = /^(.*)_(asc|desc)$/.exec(sort ?? '') ?? [];
  const value = columns[column];
  if (!value) return list;
  const turn = way === 'desc' ? -1 : 1;
  const letters = new Intl.Collator('uk', { numeric: true });
  const compare = (a: Value, b: Value): number =>
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : letters.compare(String(a), String(b));
  return list.toSorted((a, b) => turn * compare(value(a), value(b)));
}

const orderColumns = [
  'total',
  'unit',
  'decision',
  'delivery',
  'money',
  'sync',
  'waiting',
] as const;
const orderSorts = [
  ...(['newest', 'oldest', 'total', 'unit', 'waiting'] as const),
  ...orderColumns.flatMap(c => [`${c}_asc`, `${c}_desc`] as const),
] as const;
export type OrderSorted = (typeof orderSorts)[number];

/** An order of orders from an address. */
export const orderSortIn = (raw: unknown): OrderSorted | undefined =>
  orderSorts.find(s => s === raw);
