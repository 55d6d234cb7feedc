import { type ColumnDef, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useT } from '../i18n';
import { cx } from '../lib/cx';
import { usePrefs } from '../lib/prefs';

/** A column: how its cell is drawn and how wide it wants to be (a CSS grid track). */
export interface Column<R> {
  id: string;
  header: string;
  cell: (row: R) => ReactNode;
  /** `minmax(12rem,2fr)`, `7rem` … */
  width: string;
  end?: boolean;
  /** The orders this column offers: ascending, descending; "" where it has none. */
  sort?: { asc?: string; desc?: string };
  hidden?: boolean;
  /** The header is read out but not drawn. */
  bare?: boolean;
}

interface Props<R> {
  label: string;
  columns: readonly Column<R>[];
  total: number;
  rowAt: (index: number) => R | undefined;
  rowId: (row: R) => string;
  /** The row whose pane or page is open. */
  activeId?: string;
  onOpen: (row: R) => void;
  onRange?: (start: number, end: number) => void;
  /** 36 px where people process, 56 px where they decide. */
  tall?: boolean;
  sorted?: string;
  onSort?: (order: string) => void;
  /** The order of selected rows' ids, with X; absent where nothing is selected. */
  selected?: ReadonlySet<string>;
  onSelect?: (row: R) => void;
}

const features = tableFeatures({});

/**
 * A list of any length: at most some sixty rows stand in the page, whatever the
 * total. An ARIA grid with one tab stop: arrows, Page, Home and End move, Enter
 * opens, X selects.
 */
export function DataTable<R extends object>(p: Props<R>) {
  const { t } = useT();
  const { zoom } = usePrefs();
  const base = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const rowHeight = ((p.tall ? 56 : 36) * zoom) / 100;

  // The column model only: Go sorts, filters and counts the rows.
  const defs = useMemo<ColumnDef<typeof features, R>[]>(
    () => p.columns.filter(c => !c.hidden).map(c => ({ id: c.id, header: c.header })),
    [p.columns],
  );
  const table = useTable({ features, columns: defs, data: none });
  const byId = new Map(p.columns.map(c => [c.id, c]));
  const shown = table
    .getAllLeafColumns()
    .map(c => byId.get(c.id))
    .filter(c => c !== undefined);
  const tracks = shown.map(c => c.width).join(' ');

  const virtual = useVirtualizer({
    count: p.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const { onRange } = p;
  useEffect(() => onRange?.(first, last), [onRange, first, last]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of zoom or density changes every height.
  useEffect(() => virtual.measure(), [rowHeight]);

  const current = Math.min(at, Math.max(0, p.total - 1));
  const go = (to: number) => {
    const index = Math.max(0, Math.min(p.total - 1, to));
    setAt(index);
    virtual.scrollToIndex(index);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.target !== e.currentTarget) return;
    const page = Math.max(
      1,
      Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1,
    );
    const moves: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      KeyJ: current + 1,
      KeyK: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: p.total - 1,
    };
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const to = moves[e.code];
    const row = p.rowAt(current);
    if (to !== undefined) go(to);
    else if (e.code === 'Enter' && row) p.onOpen(row);
    else if ((e.code === 'KeyX' || e.code === 'Space') && row && p.onSelect)
      p.onSelect(row);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={p.label}
      aria-rowcount={p.total + 1}
      aria-colcount={shown.length}
      aria-activedescendant={p.total > 0 ? `${base}-${current}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="group/grid relative min-h-0 flex-1 overflow-auto text-sm outline-none [contain:strict]"
    >
      <div
        role="row"
        aria-rowindex={1}
        className="sticky top-0 z-10 grid min-w-fit items-center gap-x-4 border-b bg-paper px-4"
        style={{ gridTemplateColumns: tracks, height: '2.25rem' }}
      >
        {shown.map(c => (
          <Head
            key={c.id}
            column={c}
            sorted={p.sorted ?? ''}
            {...(p.onSort ? { onSort: p.onSort } : {})}
            hint={t('common.table.sortable', { column: c.header })}
          />
        ))}
      </div>
      <div
        role="presentation"
        className="relative min-w-fit"
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map(item => {
          const row = p.rowAt(item.index);
          const id = row ? p.rowId(row) : undefined;
          const open = id !== undefined && id === p.activeId;
          const picked = id !== undefined && p.selected?.has(id);
          return (
            <div
              key={item.key}
              id={`${base}-${item.index}`}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={open || picked === true}
              onClick={() => {
                setAt(item.index);
                if (row) p.onOpen(row);
              }}
              className={cx(
                'absolute inset-x-0 top-0 grid items-center gap-x-4 border-b px-4 hover:bg-hover',
                open || picked ? 'bg-selected' : 'bg-transparent',
                item.index === current &&
                  'group-focus-visible/grid:outline-2 group-focus-visible/grid:outline-accent group-focus-visible/grid:-outline-offset-2',
              )}
              style={{
                gridTemplateColumns: tracks,
                height: rowHeight,
                transform: `translateY(${item.start}px)`,
              }}
            >
              {shown.map(c => (
                <div
                  key={c.id}
                  role="gridcell"
                  className={cx('num min-w-0', c.end ? 'text-end' : 'text-start')}
                >
                  {row && c.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const none: never[] = [];

function Head<R>({
  column,
  sorted,
  onSort,
  hint,
}: {
  column: Column<R>;
  sorted: string;
  onSort?: (order: string) => void;
  hint: string;
}) {
  const { asc, desc } = column.sort ?? {};
  const up = asc !== undefined && sorted === asc;
  const down = desc !== undefined && sorted === desc;
  const sortable = onSort !== undefined && (asc !== undefined || desc !== undefined);
  // Of figures the largest come first, of names the first letters.
  const first = column.end ? (desc ?? asc) : (asc ?? desc);
  const next = up ? (desc ?? asc) : down ? (asc ?? desc) : first;
  return (
    <div
      role="columnheader"
      aria-sort={up ? 'ascending' : down ? 'descending' : sortable ? 'none' : undefined}
      className={cx('eyebrow min-w-0', column.end && 'text-end')}
    >
      {sortable ? (
        <button
          type="button"
          title={hint}
          onClick={() => next !== undefined && onSort(next)}
          className={cx(
            'inline-flex min-h-6 max-w-full items-center gap-1 rounded-sm hover:text-ink',
            (up || down) && 'text-ink',
          )}
        >
          <span className="truncate">{column.header}</span>
          {up && <ArrowUp aria-hidden className="size-3" />}
          {down && <ArrowDown aria-hidden className="size-3" />}
        </button>
      ) : (
        <span
          className={column.bare ? 'sr-only' : 'block truncate'}
          title={column.header}
        >
          {column.header}
        </span>
      )}
    </div>
  );
}
