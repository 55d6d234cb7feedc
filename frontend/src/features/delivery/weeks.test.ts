import { expect, it } from 'vitest';
import type { DeliveryRow } from '../../api';
import { listOf, twice } from '../../lib/serials';
import { mondayOf, weeksOf } from './weeks';

const row = (promisedOn: string, receivedAt: string, daysLate = 0) =>
  ({ promisedOn, receivedAt, daysLate }) as unknown as DeliveryRow;

it('finds the Monday of a week, over the ends of months and years', () => {
  expect(mondayOf('2026-11-22')).toBe('2026-11-16');
  expect(mondayOf('2026-11-23')).toBe('2026-11-23');
  expect(mondayOf('2027-01-01')).toBe('2026-12-28');
  expect(mondayOf('')).toBe('none');
});

it('counts what came, what is on its way and what is late, week by week', () => {
  const weeks = weeksOf([
    row('2026-11-24', ''),
    row('', ''),
    row('2026-11-20', '', 2),
    row('2026-11-18', '2026-11-19T10:00:00Z', 1),
  ]);
  expect(weeks.map(w => [w.monday, w.done, w.way, w.late])).toEqual([
    ['2026-11-16', 1, 0, 1],
    ['2026-11-23', 0, 1, 0],
    ['none', 0, 1, 0],
  ]);
});

it('reads serial numbers one a line and finds those pasted twice', () => {
  expect(listOf(' A-1\r\nA-2 \n\nA-1\n')).toEqual(['A-1', 'A-2', 'A-1']);
  expect(listOf('A-1\n', true)).toEqual(['A-1', '']);
  expect(twice(['A-1', 'A-2', 'A-1', 'A-1'])).toEqual(['A-1']);
});
