/** The name of what a figure counts, as an address holds it. */
export const figureIn = (raw: unknown): string | undefined =>
  typeof raw === 'string' && /^[a-z_.]+$/.test(raw) ? raw : undefined;
