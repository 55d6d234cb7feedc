import { expect, it } from 'vitest';
import type { PartView, ResponseLine } from '../../api';
import { isLater, isReady, withStatus } from './RespondDialog';

const part = (promisedOn: string) =>
  ({ line: 1, part: 0, quantity: 9, dropped: 1, dispatched: 0, promisedOn }) as PartView;
const word = (promisedOn: string, status = 'changed'): ResponseLine => ({
  line: 1,
  part: 0,
  status,
  confirmed: 8,
  promisedOn,
  inProduction: false,
});

it.each([
  ['the day that stands', '2026-07-05', '2026-07-05', true],
  ['a nearer day', '2026-07-05', '2026-06-30', true],
  ['a later day', '2026-07-05', '2026-07-06', false],
  ['no day', '2026-07-05', '', false],
  ['any day where none stands', '', '2027-01-01', true],
])('signs %s', (_, stands, said, ready) => {
  expect(isReady([part(stands)], [word(said)])).toBe(ready);
  expect(isLater(part(stands), word(said))).toBe(!ready && said !== '');
});

it('asks for no day of what is refused', () => {
  const p = part('2026-07-05');
  expect(isReady([p], [withStatus(p, word('2026-08-01'), 'not_accepted')])).toBe(true);
});
