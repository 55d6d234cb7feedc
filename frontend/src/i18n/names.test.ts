import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from './en';
import { uk } from './uk';

// The names are Go's: its own sources are read here, so that a name added there
// without its words fails here.

/** All Go sources of the window's program that are not tests. */
function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap(e => {
    const path = join(dir, e.name);
    if (e.isDirectory()) return e.name === 'clienttest' ? [] : sources(path);
    return e.name.endsWith('.go') && !e.name.endsWith('_test.go')
      ? [readFileSync(path, 'utf8')]
      : [];
  });
}

/** The ways a line of the sync log is written; its kind is the one that is caught. */
const writes = [
  /\blogRecord\(\d, ([\w.]+|"\w+")/g,
  /\bl\.log\(\d, ([\w.]+|"\w+")/g,
  /\bLogRecord\{[^}]*\bKind: ([\w.]+|"\w+")/g,
];

/** The kinds of line that are written to the sync log. */
function logKinds(): string[] {
  const all = sources('../desktop/internal').join('\n');
  // Where a kind is a parameter, the callers name it.
  const parameters = new Map([
    ['kind', /\bexported\((\w+), /g],
    ['event', /\ba\.begin\([^)]*, ("\w+")\)/g],
  ]);
  const value = (word: string): string[] => {
    if (word.startsWith('"')) return [word.slice(1, -1)];
    const callers = parameters.get(word);
    if (callers) return [...all.matchAll(callers)].flatMap(m => value(m[1] ?? ''));
    const constant = new RegExp(`\\b${word}\\s+= "(\\w+)"`).exec(all)?.[1];
    return constant ? [constant] : [];
  };
  const kinds = writes.flatMap(w => [...all.matchAll(w)].flatMap(m => value(m[1] ?? '')));
  return [...new Set(kinds)].sort();
}

/** The names that the String method of a zone returns. */
function zones(): string[] {
  const text = readFileSync('../shared/party/party.go', 'utf8');
  const start = text.indexOf('(z Zone) String() string {');
  expect(start).toBeGreaterThan(0);
  return [
    ...text.slice(start, text.indexOf('\n}\n', start)).matchAll(/return "([a-z_]+)"/g),
  ]
    .map(m => m[1] ?? '')
    .filter(n => n !== 'unknown')
    .sort();
}

/** The keys without their plural forms. */
const names = (texts: object): string[] =>
  [
    ...new Set(Object.keys(texts).map(k => k.replace(/_(one|few|many|other)$/, ''))),
  ].sort();

describe.each([
  ['uk', uk],
  ['en', en],
] as const)('in %s', (_, texts) => {
  it('every zone of a device has its word', () => {
    expect(zones().length).toBeGreaterThan(6);
    expect(names(texts.fleet.zones)).toEqual(zones());
  });

  it('every kind of line in the log has its sentence', () => {
    const kinds = logKinds();
    expect(kinds.length).toBeGreaterThan(15);
    // The contract lists the clock's line, too; nothing writes it today.
    expect(names(texts.log.kind)).toEqual([...new Set([...kinds, 'clock_skew'])].sort());
  });
});
