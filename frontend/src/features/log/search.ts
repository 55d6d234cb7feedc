import type { Raw } from '../../lib/address';

/** The log's address: which level and which words. */
export interface LogSearch {
  level?: 'warn' | 'error' | 'info' | undefined;
  text?: string | undefined;
}

export function logSearch(raw: Raw<LogSearch>): LogSearch {
  const found: LogSearch = {};
  if (raw.level === 'warn' || raw.level === 'error' || raw.level === 'info')
    found.level = raw.level;
  if (typeof raw.text === 'string' && raw.text !== '') found.text = raw.text;
  return found;
}
