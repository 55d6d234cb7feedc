import { expect, it } from 'vitest';
import type { OrderRow, ReasonView } from '../../api';
import { findingsOf, hasFinding } from './found';
import { queueSearch } from './search';

const found = (code: string, line = 0): ReasonView => ({
  code,
  severity: 'warn',
  line,
  field: '',
  have: 0,
  want: 0,
  ref: '',
});
const row = (...reasons: ReasonView[]) => ({ reasons }) as unknown as OrderRow;

it('counts an order once for each thing that was found, the most frequent first', () => {
  const rows = [
    row(found('cap_exceeded', 1), found('cap_exceeded', 2)),
    row(found('order_look_alike')),
    row(found('order_look_alike'), found('budget_share_high')),
    row(),
  ];
  expect(findingsOf(rows)).toEqual([
    { code: 'order_look_alike', count: 2 },
    { code: 'budget_share_high', count: 1 },
    { code: 'cap_exceeded', count: 1 },
  ]);
  expect(rows.filter(r => hasFinding(r, 'cap_exceeded'))).toHaveLength(1);
});

it('takes only codes for findings from the address', () => {
  expect(queueSearch({ finding: 'cap_exceeded' }).finding).toBe('cap_exceeded');
  expect(queueSearch({ finding: '<b>' }).finding).toBeUndefined();
});
