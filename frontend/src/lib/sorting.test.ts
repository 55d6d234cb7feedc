import { expect, it } from 'vitest';
import { by, sorted, sortIn } from './sorting';

const rows = [
  { name: 'Їжак 10', n: 2 },
  { name: 'Їжак 9', n: 3 },
  { name: 'Ґанок', n: 1 },
];
const columns = {
  name: (r: (typeof rows)[number]) => r.name,
  n: (r: (typeof rows)[number]) => r.n,
};

it('puts a list in the order of a column, both ways, in the order of letters', () => {
  const names = (sort?: string) => sorted(rows, sort, columns).map(r => r.name);
  expect(names(by('name').asc)).toEqual(['Ґанок', 'Їжак 9', 'Їжак 10']);
  expect(names(by('n').desc)).toEqual(['Їжак 9', 'Їжак 10', 'Ґанок']);
  expect(names('unheard_asc')).toEqual(rows.map(r => r.name));
  expect(names()).toEqual(rows.map(r => r.name));
});

it('reads only orders from an address', () => {
  expect(sortIn('total_desc')).toBe('total_desc');
  expect(sortIn('<b>')).toBeUndefined();
  expect(sortIn(7)).toBeUndefined();
});
