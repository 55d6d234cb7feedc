import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reasonText } from '../ui/Reasons';
import { en } from './en';
import { uk } from './uk';

// The codes are Go's: its own sources are read here, so that a code added there
// without its sentence fails here.
const shared = '../shared';
const source = readFileSync(join(shared, 'fault/code.go'), 'utf8');

/** code → what its comment says of it. */
const comments = new Map<string, string>();
let said = '';
for (const line of source.split('\n')) {
  const comment = /^\t\/\/ (.*)/.exec(line)?.[1];
  const constant = /^\t(\w+)\s+Code\s*=/.exec(line)?.[1];
  if (comment !== undefined) said += ` ${comment}`;
  else if (constant !== undefined) {
    comments.set(constant, said.trim());
    said = '';
  } else said = '';
}
const names = new Map(
  [...source.matchAll(/(\w+): "([a-z_]+)"/g)].map(m => [m[1] ?? '', m[2] ?? '']),
);
const codes = [...names.values()];
const says: Record<string, Record<string, string>> = {
  uk: uk.fault.says,
  en: en.fault.says,
};

const bare = {
  severity: 'stop',
  line: 0,
  field: '',
  have: 0,
  want: 0,
  ref: '',
};

describe('every code of a fault', () => {
  it('is found in its source', () => {
    expect(codes.length).toBeGreaterThan(60);
    expect(new Set(names.keys())).toEqual(new Set(comments.keys()));
  });

  it.each(['uk', 'en'])(
    'has its sentence in %s, and no sentence is without a code',
    l => {
      expect(Object.keys(says[l] ?? {}).sort()).toEqual([...codes].sort());
    },
  );

  it('has remedies for known codes only', () => {
    for (const remedy of [uk.fault.remedy, en.fault.remedy])
      expect(Object.keys(remedy).filter(k => !codes.includes(k))).toEqual([]);
  });

  it.each(['uk', 'en'])('writes its figures in their own units in %s', l => {
    for (const [constant, comment] of comments) {
      const text = says[l]?.[names.get(constant) ?? ''] ?? '';
      if (/kopiykas/.test(comment)) expect(text, constant).toMatch(/\{\{haveMoney\}\}/);
      if (/Unix milliseconds/.test(comment))
        expect(text, constant).toMatch(/\{\{have(When|Day)\}\}/);
      if (/how many milliseconds/.test(comment))
        expect(text, constant).toMatch(/\{\{haveSpan\}\}/);
      if (/how many bytes/.test(comment))
        expect(text, constant).toMatch(/\{\{haveSize\}\}/);
      if (/are years/.test(comment)) expect(text, constant).toMatch(/\{\{haveNo\}\}/);
      if (/Have and Want (count|are pieces)/.test(comment)) {
        expect(text, constant).toMatch(/\{\{have\}\}/);
        expect(text, constant).toMatch(/\{\{want\}\}/);
      }
    }
  });

  it('leaves nothing unfilled in a sentence', () => {
    for (const code of codes)
      for (const reason of [
        { ...bare, code },
        {
          ...bare,
          code,
          line: 2,
          field: 'quantity',
          have: 1764000000000,
          want: 7,
          ref: 'in_review',
        },
      ]) {
        const text = reasonText(reason, 'uk');
        expect(text, code).not.toMatch(/\{\{|undefined|NaN|\(\s*\)|«\s*»|: ?\.$/);
        expect(text, code).toMatch(/[.!]$/);
      }
  });
});

function goFiles(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap(e => {
    const path = join(dir, e.name);
    if (e.isDirectory()) return goFiles(path);
    return e.name.endsWith('.go') && !e.name.endsWith('_test.go') ? [path] : [];
  });
}

/** The names a Go String method returns. */
function namesOf(path: string, receiver: string): string[] {
  const text = readFileSync(join(shared, path), 'utf8');
  const start = text.indexOf(`${receiver}) String() string {`);
  const body = text.slice(start, text.indexOf('\n}\n', start));
  return [...body.matchAll(/return "([a-z_.]+)"/g)]
    .map(m => m[1] ?? '')
    .filter(n => n !== 'unknown');
}

describe('every name Go gives the window', () => {
  it('of a field has its word', () => {
    const fields = new Set(
      goFiles(shared).flatMap(path =>
        [...readFileSync(path, 'utf8').matchAll(/\bField: "([a-z0-9_]+)"/g)].map(
          m => m[1] ?? '',
        ),
      ),
    );
    expect(fields.size).toBeGreaterThan(20);
    expect([...fields].filter(f => !(f in uk.state.field))).toEqual([]);
  });

  it('of a fact of an act has its word', () => {
    const text = readFileSync('../desktop/internal/client/facts.go', 'utf8');
    const names = [...text.matchAll(/\bf\.[a-z]+\("([a-z_]+)"/g)].map(m => m[1] ?? '');
    expect(new Set(names).size).toBeGreaterThan(20);
    for (const texts of [uk.act, en.act])
      expect(names.filter(n => !(n in texts.facts))).toEqual([]);
  });

  it('of a kind of case has its name and its rule', () => {
    const kinds = namesOf('conflict/case.go', '(k Kind');
    expect(kinds.length).toBeGreaterThan(14);
    for (const texts of [uk.cases, en.cases]) {
      expect(Object.keys(texts.kind).sort()).toEqual([...kinds].sort());
      expect(Object.keys(texts.rule).sort()).toEqual([...kinds].sort());
    }
  });

  it('of a command that a case may be about has its word', () => {
    const kinds = namesOf('seal/command.go', '(k Kind');
    expect(kinds.length).toBeGreaterThan(30);
    for (const texts of [uk.cases, en.cases]) {
      const named = Object.entries(texts.commands).flatMap(([group, all]) =>
        Object.keys(all).map(name => `${group}.${name}`),
      );
      expect(kinds.filter(k => !named.includes(k))).toEqual([]);
    }
  });

  it('of an outcome, a reason, an end and a wait of a case has its word', () => {
    const sorted = (all: readonly string[]) => all.filter(n => n !== '').toSorted();
    const outcomes = sorted(namesOf('conflict/outcome.go', '(o Outcome'));
    expect(outcomes.length).toBeGreaterThan(8);
    for (const texts of [uk.cases, en.cases]) {
      expect(sorted(Object.keys(texts.outcome))).toEqual(outcomes);
      expect(sorted(Object.keys(texts.about))).toEqual(outcomes);
      expect(sorted(Object.keys(texts.reason))).toEqual(
        sorted(namesOf('conflict/outcome.go', '(g Ground')),
      );
      expect(sorted(Object.keys(texts.closedAs))).toEqual(
        sorted(namesOf('conflict/case.go', '(c Closure')),
      );
      expect(sorted(Object.keys(texts.waits))).toEqual(
        sorted(namesOf('conflict/ruling.go', '(w Waits')),
      );
    }
  });
});
