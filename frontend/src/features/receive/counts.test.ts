import { describe, expect, it } from 'vitest';
import type { DeliveryLine } from '../../api';
import {
  countOf,
  lackOf,
  pieceOf,
  turned,
  uncounted,
  whole,
  withFigures,
} from './counts';

const line = (serials: string[] = []): DeliveryLine => ({
  line: 1,
  part: 1,
  nameUk: '',
  nameEn: '',
  article: '',
  uomUk: '',
  uomEn: '',
  dispatched: 10,
  delivered: 0,
  accepted: 0,
  remarked: 0,
  refused: 0,
  reason: '',
  remark: '',
  serials,
  missing: [],
  bad: [],
});

describe('a counted line', () => {
  it('never refuses or remarks more than came', () => {
    let t = withFigures(line(), uncounted, { delivered: 12 });
    t = withFigures(line(), t, { refused: 4 });
    t = withFigures(line(), t, { remarked: 9 });
    expect([t.delivered, t.refused, t.remarked]).toEqual([10, 4, 6]);
    t = withFigures(line(), t, { delivered: 3 });
    expect([t.delivered, t.refused, t.remarked]).toEqual([3, 3, 0]);
  });

  it('names every piece that did not come and every one refused, where they have numbers', () => {
    const l = line(['а', 'б', 'в', 'г', 'ґ', 'д', 'е', 'є', 'ж', 'з']);
    let t = turned(l, whole(l), 'б');
    t = turned(l, t, 'в');
    t = turned(l, t, 'в');
    expect([t.delivered, t.refused, t.missing, t.bad]).toEqual([9, 1, ['б'], ['в']]);
    expect(pieceOf(turned(l, t, 'в'), 'в')).toBe('fine');
    expect(turned(l, t, 'в').refused).toBe(0);
  });

  it('has no reason where nothing is wrong any more', () => {
    const t = {
      ...withFigures(line(), whole(line()), { refused: 2 }),
      reason: 'damaged',
    };
    expect(withFigures(line(), t, { refused: 0 }).reason).toBe('');
    expect(withFigures(line(), t, { refused: 1 }).reason).toBe('damaged');
  });

  it('is signed only with the code, every count and every reason', () => {
    const bad = withFigures(line(), whole(line()), { refused: 1 });
    expect(lackOf(false, [bad])).toBe('needCode');
    expect(lackOf(true, [bad, uncounted])).toBe('needCounts');
    expect(lackOf(true, [bad])).toBe('needReason');
    expect(lackOf(true, [{ ...bad, reason: 'damaged' }])).toBeUndefined();
    expect(countOf({ ...bad, remark: ' тріснув корпус ' })).toEqual({
      delivered: 10,
      remarked: 0,
      refused: 1,
      reason: '',
      remark: 'тріснув корпус',
      missing: [],
      bad: [],
    });
  });
});
