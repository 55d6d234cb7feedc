import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from './en';
import { uk } from './uk';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): Map<string, string> {
  const out = new Map<string, string>();
  for (const [k, v] of Object.entries(tree)) {
    if (typeof v === 'string') out.set(prefix + k, v);
    else for (const [kk, vv] of flat(v, `${prefix + k}.`)) out.set(kk, vv);
  }
  return out;
}

const ukTexts = flat(uk);
const enTexts = flat(en);
const form = /_(one|few|many|other)$/;

/** The key without its plural form; `lines_too_many` has none. */
const base = (key: string): string => {
  const cut = key.replace(form, '');
  return ukTexts.has(`${cut}_one`) ? cut : key;
};

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap(e => {
    const path = join(dir, e.name);
    if (e.isDirectory())
      return ['i18n', 'wailsjs', 'test'].includes(e.name) ? [] : sources(path);
    return /\.tsx?$/.test(e.name) && !/\.test\.tsx?$/.test(e.name) ? [path] : [];
  });
}
const files = sources('src').map(path => ({ path, text: readFileSync(path, 'utf8') }));

/** Without comments, so that what is explained is not taken for what is shown. */
const bare = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '$1');

describe('texts', () => {
  it('has the same keys in both languages', () => {
    const bases = (m: Map<string, string>) =>
      [...new Set([...m.keys()].map(base))].sort();
    expect(bases(enTexts)).toEqual(bases(ukTexts));
  });

  it('has the four Ukrainian and the two English plural forms', () => {
    const forms = (m: Map<string, string>) => {
      const by = new Map<string, string[]>();
      for (const k of m.keys()) {
        const f = form.exec(k)?.[1];
        if (f && base(k) !== k) by.set(base(k), [...(by.get(base(k)) ?? []), f]);
      }
      return by;
    };
    for (const [k, f] of forms(ukTexts))
      expect(f.sort(), k).toEqual(['few', 'many', 'one', 'other']);
    for (const [k, f] of forms(enTexts)) expect(f.sort(), k).toEqual(['one', 'other']);
  });

  it('names the same figures in both languages', () => {
    const figures = (s: string) =>
      [...new Set([...s.matchAll(/\{\{(\w+)\}\}/g)].map(m => m[1]))].sort();
    for (const [k, text] of enTexts)
      expect(figures(ukTexts.get(k) ?? ''), k).toEqual(figures(text));
  });

  it('has no letters that are not Ukrainian and no straight apostrophe between letters', () => {
    for (const [k, text] of ukTexts) {
      expect(text, k).not.toMatch(/[ыэъёЫЭЪЁ]/);
      expect(text, k).not.toMatch(/[а-яіїєґ]'[а-яіїєґ]/i);
    }
  });

  it('has no empty text', () => {
    for (const [k, text] of [...ukTexts, ...enTexts]) expect(text.trim(), k).not.toBe('');
  });

  it('has no text that nothing shows', () => {
    const code = files.map(f => f.text).join('\n');
    const dynamic = [
      ...[...code.matchAll(/codeText\(\s*['"`]([\w.]+)['"`]/g)].map(m => `${m[1]}.`),
      ...[...code.matchAll(/`([\w.]+\.)\$\{/g)].map(m => m[1] ?? ''),
      ...[...code.matchAll(/codeText\(\s*`([\w.]+)\.\$\{/g)].map(m => `${m[1]}.`),
    ].filter(p => p.includes('.'));
    const unused = [...ukTexts.keys()]
      .map(base)
      .filter(k => !code.includes(`'${k}'`) && !dynamic.some(p => k.startsWith(p)));
    expect(unused).toEqual([]);
  });

  it('asks for no text that is not there', () => {
    const known = new Set([...ukTexts.keys()].map(base));
    const asked = files.flatMap(f =>
      [...f.text.matchAll(/\bt\('([\w.]+)'/g)].map(m => m[1] ?? ''),
    );
    expect(asked.filter(k => !known.has(k))).toEqual([]);
  });
});

describe('the pages', () => {
  it('hold no Cyrillic outside the texts', () => {
    // The layout table and ДК, the name of a classifier, are data.
    const allowed = /lib\/layout\.ts$/;
    for (const { path, text } of files) {
      if (allowed.test(path)) continue;
      const found =
        bare(text)
          .replaceAll('ДК', '')
          .match(/[а-яіїєґ]{2,}/gi) ?? [];
      expect(found, path).toEqual([]);
    }
  });

  it('hold no English sentences either', () => {
    for (const { path, text } of files.filter(f => f.path.endsWith('.tsx'))) {
      const code = bare(text);
      const between = [...code.matchAll(/>\s*([A-Za-z][A-Za-z ,.’'-]{2,})\s*</g)]
        .map(m => (m[1] ?? '').trim())
        .filter(
          s =>
            /^[A-Z]?[a-z]+( [a-z]+)+|^[A-Z][a-z]{2,}$/.test(s) &&
            !/^(Promise|Record|Partial)$/.test(s),
        );
      const attributes = [
        ...code.matchAll(
          /(?:aria-label|title|placeholder|label|alt)="([^"]*[A-Za-z]{2,}[^"]*)"/g,
        ),
      ].map(m => m[1]);
      expect([...between, ...attributes], path).toEqual([]);
    }
  });
});
