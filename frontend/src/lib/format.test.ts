import { describe, expect, it } from 'vitest';
import * as f from './format';
import { matches } from './layout';

const thin = '\u202f';

describe('money', () => {
  it('is whole kopiykas with thin spaces and the sign behind', () => {
    expect(f.money(123456750, 'uk')).toBe(`1${thin}234${thin}567,50${thin}₴`);
    expect(f.money(5, 'en')).toBe(`0.05${thin}₴`);
    expect(f.money(-100, 'uk')).toBe(`−1,00${thin}₴`);
  });

  it('is exact to the last kopiyka of what a number can hold', () => {
    expect(f.money(Number.MAX_SAFE_INTEGER, 'uk').replaceAll(thin, '')).toBe(
      '90071992547409,91₴',
    );
  });
});

describe('moments', () => {
  it('are in Kyiv time whatever the machine says', () => {
    const at = '2026-11-22T22:30:00Z';
    expect(f.momentShort(at, new Date('2026-11-22T23:00:00Z'), 'uk')).toBe('00:30');
    expect(f.momentShort(at, new Date('2026-11-22T12:00:00Z'), 'uk')).toMatch(/^23 лист/);
  });

  it('say in full whose time it is, in summer and in winter', () => {
    expect(f.momentLong('2026-11-22T22:30:05Z', 'uk')).toBe(
      '23 листопада 2026 р. о 00:30:05 за Києвом',
    );
    expect(f.momentLong('2026-07-22T22:30:05Z', 'en')).toBe(
      '23 July 2026 at 01:30:05 Kyiv time',
    );
  });

  it('of a calendar day have no zone', () => {
    expect(f.day('2026-12-01', 'uk')).toMatch(/^1 груд/);
  });
});

describe('spans', () => {
  it('use the largest unit that fits', () => {
    expect(f.spanOf(30_000)).toEqual({ unit: 'now', n: 0 });
    expect(f.spanOf(59 * 60_000)).toEqual({ unit: 'min', n: 59 });
    expect(f.spanOf(47 * 3_600_000)).toEqual({ unit: 'h', n: 47 });
    expect(f.spanOf(72 * 3_600_000)).toEqual({ unit: 'd', n: 3 });
  });
});

describe('matches', () => {
  it('finds words typed on the other layout', () => {
    expect(matches('Кошик', 'rjibr')).toBe(true);
    expect(matches('Cart', 'сфке')).toBe(true);
    expect(matches('Кошик', 'xyz')).toBe(false);
  });
});

it('tells the day as it is in Kyiv, whatever it is elsewhere', () => {
  expect(f.dayInKyiv(new Date('2026-11-22T21:59:59Z'))).toBe('2026-11-22');
  expect(f.dayInKyiv(new Date('2026-11-22T22:00:00Z'))).toBe('2026-11-23');
  expect(f.dayInKyiv(new Date('2026-07-22T21:00:00Z'))).toBe('2026-07-23');
  expect(f.dayInKyiv(new Date('2026-12-31T22:30:00Z'), 14)).toBe('2027-01-15');
  expect(f.dayInKyiv(new Date('2026-10-20T12:00:00Z'), 14), 'the clocks go back').toBe(
    '2026-11-03',
  );
});
