import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const parts = [
  '',
  '_act',
  '_cart',
  '_cases',
  '_catalogue',
  '_courier',
  '_draft',
  '_delivery',
  '_money',
  '_order',
];
const views = parts.map(p => `../desktop/internal/app/views${p}.go`);
const contract = parts.map(p => `src/api/contract${p.replace('_', '-')}.ts`);
const read = (files: string[]) => files.map(f => readFileSync(f, 'utf8')).join('\n');

/** The fields of each view as Go writes them. */
function ofGo(text: string): Map<string, string[]> {
  const found = [...text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)];
  return new Map(
    found.map(([, name = '', body = '']) => [
      name,
      [...body.matchAll(/json:"(\w+)/g)].map(m => m[1] ?? ''),
    ]),
  );
}

/** The fields of each view as the window knows them. */
function ofWindow(text: string): Map<string, string[]> {
  const found = [...text.matchAll(/^export interface (\w+) \{\n([\s\S]*?)^\}/gm)];
  return new Map(
    found.map(([, name = '', body = '']) => [
      name,
      [...body.matchAll(/^ {2}(\w+):/gm)].map(m => m[1] ?? ''),
    ]),
  );
}

it('is the contract of views.go to the field', () => {
  expect(views.every(v => existsSync(v))).toBe(true);
  const go = ofGo(read(views));
  const here = ofWindow(read(contract));
  here.delete('Bridge');
  expect(Object.fromEntries(here)).toEqual(Object.fromEntries(go));
});

it('has a sentence for every fault code', async () => {
  const { uk } = await import('../i18n/uk');
  const text = readFileSync('../shared/fault/code.go', 'utf8');
  const names = text.slice(
    text.indexOf('var names'),
    text.indexOf('func (c Code) String'),
  );
  const codes = [...names.matchAll(/\w+:\s+"(\w+)"/g)].map(m => m[1] ?? '');
  expect(codes.length).toBeGreaterThan(50);
  expect(codes.filter(c => !(c in uk.fault.says))).toEqual([]);
});

it('calls the methods that are bound, and no other', () => {
  const bound = readFileSync('src/wailsjs/go/app/App.d.ts', 'utf8');
  const names = [...bound.matchAll(/^export function (\w+)\(/gm)].map(m => m[1] ?? '');
  const text = readFileSync('src/api/contract.ts', 'utf8');
  const bridge = text.slice(text.indexOf('export interface Bridge'));
  const here = [...bridge.matchAll(/^ {2}(\w+)\(/gm)].map(m => m[1] ?? '');
  expect(here.sort()).toEqual(names.sort());
});

it('sorts by columns that Go knows', () => {
  const known = readdirSync('../desktop/internal/client')
    .filter(f => f.endsWith('.go') && !f.endsWith('_test.go'))
    .map(f => readFileSync(`../desktop/internal/client/${f}`, 'utf8'))
    .join('\n');
  const pages = readdirSync('src/features', { recursive: true, encoding: 'utf8' })
    .filter(f => f.endsWith('.tsx') && !f.endsWith('RoundsPage.tsx'))
    .map(f => readFileSync(`src/features/${f}`, 'utf8'));
  const asked = new Set(
    pages.flatMap(p => [...p.matchAll(/sort: by\('(\w+)'\)/g)].map(m => m[1] ?? '')),
  );
  expect(asked.size).toBeGreaterThan(10);
  expect([...asked].filter(c => !known.includes(`"${c}"`))).toEqual([]);
});
