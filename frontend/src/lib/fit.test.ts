import { describe, expect, it } from 'vitest';
import { lettersLeft, upTo } from './fit';

describe('a text of a person', () => {
  it('leaves a text that fits as it is', () => {
    expect(upTo('їжак', 8)).toBe('їжак');
    expect(upTo('', 0)).toBe('');
  });

  it('cuts by bytes and between letters', () => {
    expect(upTo('їжак', 7)).toBe('їжа');
    expect(upTo('a😀b', 4)).toBe('a');
    expect(upTo('a😀b', 5)).toBe('a😀');
  });

  it('counts a letter as it is stored, whole', () => {
    expect(upTo('\u0456\u0308', 2)).toBe('\u0456\u0308');
    expect(upTo('\u0456\u0308\u0456\u0308', 3)).toBe('\u0457');
  });

  it('says how many letters surely fit', () => {
    expect(lettersLeft('їжак', 11)).toBe(1);
    expect(lettersLeft('їжак', 7)).toBe(0);
  });
});
