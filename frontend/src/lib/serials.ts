/**
 * Serial numbers as people paste them: one a line, spaces around them fall away.
 * While they are being typed (`open`) an empty last line stays.
 */
export function listOf(text: string, open = false): string[] {
  const lines = text.split(/\r?\n/).map(s => s.trim());
  return lines.filter((s, i) => s !== '' || (open && i > 0 && i === lines.length - 1));
}

/** Those that stand more than once. */
export const twice = (list: readonly string[]): string[] => [
  ...new Set(list.filter((s, i) => list.indexOf(s) !== i)),
];
