const latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const cyrillic = 'йцукенгшщзхїфівапролджєячсмитьбю';

const table = new Map<string, string>();
for (let i = 0; i < latin.length; i++) {
  const [l, c] = [latin[i], cyrillic[i]];
  if (l === undefined || c === undefined) continue;
  table.set(l, c);
  table.set(c, l);
}

/** The same key presses on the other layout: `rjibr` is `кошик`. */
export const otherLayout = (text: string): string =>
  [...text.toLowerCase()].map(ch => table.get(ch) ?? ch).join('');

/** Whether every word of the query stands in the text, on either layout. */
export function matches(text: string, query: string): boolean {
  const hay = text.toLowerCase();
  const all = (q: string) => q.split(/\s+/).every(word => hay.includes(word));
  const q = query.trim().toLowerCase();
  return q === '' || all(q) || all(otherLayout(q));
}
