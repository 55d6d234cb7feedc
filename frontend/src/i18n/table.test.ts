import { describe, expect, it } from 'vitest';
import { en } from './en';
import { uk } from './uk';

// Tables that Go saves speak in the words of the window. Go has them in files of its
// own (desktop/internal/client/words): after a change of these texts `npx vitest run
// src/i18n/table.test.ts -u` writes them anew.

const used = [
  'cases.kind',
  'cases.waits',
  'cases.closedAs',
  'cases.outcome',
  'cases.reason',
  'cases.open',
  'cases.closed',
  'common.line',
  'common.span',
  'fault.says',
  'fault.part',
  'state.role',
  'state.decision',
  'state.field',
];

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree | string, path: string): [string, string][] {
  if (typeof tree === 'string') return [[path, tree]];
  return Object.entries(tree).flatMap(([k, v]) => flat(v, `${path}.${k}`));
}

const at = (texts: Tree, path: string): Tree | string =>
  path.split('.').reduce<Tree | string>((t, k) => (t as Tree)[k] ?? '', texts);

describe.each([
  ['uk', uk],
  ['en', en],
] as const)('in %s', (lang, texts) => {
  it('the words of saved tables are those of the window', async () => {
    const words = used.flatMap(p => flat(at(texts, p), p)).sort();
    expect(words.every(([, word]) => word !== '')).toBe(true);
    await expect(
      `${JSON.stringify(Object.fromEntries(words), null, 2)}\n`,
    ).toMatchFileSnapshot(`../../../desktop/internal/client/words/${lang}.json`);
  });
});
