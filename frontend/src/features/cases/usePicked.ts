import { useState } from 'react';
import { type CaseRow, type CasesAsked, readCases } from '../../api';
import { useT } from '../../i18n';
import { toast } from '../../lib/toasts';

/** One signature covers at most so many cases. */
const most = 500;

export interface Picked {
  rows: readonly CaseRow[];
  ids: ReadonlySet<string>;
  toggle: (row: CaseRow) => void;
  all: () => void;
  clear: () => void;
}

/** The cases picked for one ruling: open ones only, and nobody picks their own. */
export function usePicked(query: CasesAsked, on: boolean): Picked {
  const { t } = useT();
  const [rows, setRows] = useState<readonly CaseRow[]>([]);
  const toggle = (row: CaseRow) => {
    if (row.own) toast(t('cases.select.own'), { tone: 'info' });
    if (!on || row.own || row.state !== 'open') return;
    setRows(old =>
      old.some(r => r.id === row.id)
        ? old.filter(r => r.id !== row.id)
        : [...old, row].slice(0, most),
    );
  };
  const all = () =>
    void readCases({ ...query, state: 'open', offset: 0, limit: most }).then(page =>
      setRows(page.rows.filter(r => r.state === 'open' && !r.own)),
    );
  return {
    rows,
    ids: new Set(rows.map(r => r.id)),
    toggle,
    all,
    clear: () => setRows([]),
  };
}
