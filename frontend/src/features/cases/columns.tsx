import { FolderCheck, MessageSquare, UploadCloud } from 'lucide-react';
import { useMemo } from 'react';
import type { CaseRow } from '../../api';
import { codeText, useT } from '../../i18n';
import type { Column } from '../../ui/DataTable';
import { Checkbox } from '../../ui/fields';
import { Money } from '../../ui/figures';
import { reasonText } from '../../ui/Reasons';
import { Badge } from '../../ui/StateBadge';
import type { Picked } from './usePicked';
import { Waits } from './Waits';

/** The columns of the desk; with `picked` the first one selects. */
export function useColumns(picked: Picked | undefined): Column<CaseRow>[] {
  const { t, lang } = useT();
  return useMemo((): Column<CaseRow>[] => {
    const mark: Column<CaseRow>[] = picked
      ? [
          {
            id: 'mark',
            header: t('cases.select.mark'),
            bare: true,
            width: '1.5rem',
            cell: c => <Mark row={c} picked={picked} />,
          },
        ]
      : [];
    return [...mark, ...columns(t, lang)];
  }, [t, lang, picked]);
}

type T = ReturnType<typeof useT>;

const columns = (t: T['t'], lang: T['lang']): Column<CaseRow>[] => [
  {
    id: 'what',
    header: t('cases.what'),
    width: 'minmax(10.5rem,2fr)',
    sort: { asc: 'kind' },
    cell: c => {
      const why = c.reasons[0] ? reasonText(c.reasons[0], lang) : '';
      return (
        <>
          <div className="flex items-center gap-2 font-medium text-base">
            <span className="truncate" title={codeText('cases.kind', c.kind)}>
              {codeText('cases.kind', c.kind)}
            </span>
            {c.comments > 0 && (
              <span
                className="num flex shrink-0 items-center gap-1 font-normal text-ink-3 text-xs"
                title={t('cases.comments', { count: c.comments })}
              >
                <MessageSquare aria-hidden className="size-3.5" />
                {c.comments}
              </span>
            )}
          </div>
          <div className="truncate text-ink-3" title={why}>
            {why}
          </div>
        </>
      );
    },
  },
  {
    id: 'order',
    header: t('cases.order'),
    width: '8rem',
    sort: { desc: 'total' },
    cell: c => (
      <>
        <div className="num truncate" title={c.number}>
          {c.number || t('common.none')}
        </div>
        {c.total > 0 && <Money value={c.total} className="text-ink-3" />}
      </>
    ),
  },
  {
    id: 'who',
    header: t('cases.who'),
    width: 'minmax(7.5rem,1fr)',
    sort: { asc: 'unit' },
    cell: c => (
      <>
        <div className="truncate" title={c.unitName}>
          {c.unitNo || c.unitName || t('cases.nobody')}
        </div>
        <div className="truncate text-ink-3" title={`${c.personName} · ${c.deviceName}`}>
          {c.personName || c.deviceName}
        </div>
      </>
    ),
  },
  {
    id: 'assignee',
    header: t('cases.assignee'),
    width: 'minmax(6rem,0.8fr)',
    cell: c => (
      <span className="block truncate text-ink-2" title={c.assigneeName}>
        {c.assigneeName || t('common.none')}
      </span>
    ),
  },
  {
    id: 'age',
    header: t('cases.waiting'),
    width: '10.75rem',
    sort: { desc: 'longest', asc: 'newest' },
    cell: c => <Standing row={c} />,
  },
];

/** A press beside the row's own: it selects and opens nothing. X does the same by keyboard. */
function Mark({ row, picked }: { row: CaseRow; picked: Picked }) {
  const { t } = useT();
  if (row.state !== 'open' || row.own) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keeps the press from the row; the box inside is the control.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box inside takes the keyboard.
    <div onClick={e => e.stopPropagation()}>
      <Checkbox
        label=""
        bare={`${t('cases.select.mark')}: ${codeText('cases.kind', row.kind)} ${row.number}`}
        value={picked.ids.has(row.id)}
        onChange={() => picked.toggle(row)}
      />
    </div>
  );
}

/** What it waits for and how long; a closed one says how it ended. */
function Standing({ row }: { row: CaseRow }) {
  const { t } = useT();
  if (row.state === 'closed')
    return (
      <Badge
        plain
        tone="still"
        icon={FolderCheck}
        text={row.closed ? codeText('cases.closedAs', row.closed) : t('cases.closed')}
        className="leading-4"
      />
    );
  if (row.pending)
    return (
      <Badge
        plain
        tone="wait"
        icon={UploadCloud}
        text={row.ruled ? codeText('cases.outcome', row.ruled) : t('cases.pending')}
        className="leading-4"
      />
    );
  return <Waits row={row} plain />;
}
