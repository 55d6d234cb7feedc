import { useVirtualizer } from '@tanstack/react-virtual';
import { CircleHelp, Clock, Flame, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import type { OrderRow } from '../../api';
import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { usePrefs } from '../../lib/prefs';
import { Money, useSpanText, When } from '../../ui/figures';
import { StateBadge } from '../../ui/StateBadge';

interface Props {
  total: number;
  rowAt: (i: number) => OrderRow | undefined;
  onRange: (start: number, end: number) => void;
  at: number;
  onFocus: (at: number) => void;
  selected: { has: (id: string) => boolean };
  onSelect: (row: OrderRow) => void;
}

/** The queue: only the rows in sight stand in the page; arrows, Home and End move, X selects. */
export function QueueList(p: Props) {
  const { t } = useT();
  const { zoom } = usePrefs();
  const base = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const height = (76 * zoom) / 100;
  const virtual = useVirtualizer({
    count: p.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 6,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of zoom changes every height.
  useEffect(() => virtual.measure(), [height]);
  useEffect(() => {
    if (p.at >= 0) virtual.scrollToIndex(p.at);
  }, [p.at, virtual]);
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const { onRange } = p;
  useEffect(() => onRange(first, last), [onRange, first, last]);
  const onKeyDown = (e: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowDown: p.at + 1,
      ArrowUp: p.at - 1,
      PageDown: p.at + 8,
      PageUp: p.at - 8,
      Home: 0,
      End: p.total - 1,
    };
    const to = moves[e.code];
    if (to === undefined || e.ctrlKey || e.altKey || e.metaKey) return;
    e.preventDefault();
    p.onFocus(to);
  };
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={t('frame.pages.queue')}
      aria-multiselectable
      aria-activedescendant={p.at >= 0 ? `${base}-${p.at}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="group/list relative min-h-0 flex-1 overflow-y-auto outline-none"
    >
      <div
        role="presentation"
        className="relative"
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map(item => {
          const row = p.rowAt(item.index);
          const here = item.index === p.at;
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the list is the one tab stop; it names its active row.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the list's.
            <div
              key={item.key}
              id={`${base}-${item.index}`}
              role="option"
              aria-selected={row !== undefined && p.selected.has(row.id)}
              aria-current={here ? 'true' : undefined}
              aria-posinset={item.index + 1}
              aria-setsize={p.total}
              onClick={() => p.onFocus(item.index)}
              className={cx(
                'absolute inset-x-0 top-0 flex gap-2.5 overflow-hidden border-b border-s-4 py-2 ps-2 pe-3',
                here
                  ? 'border-s-accent bg-selected'
                  : 'border-s-transparent hover:bg-hover',
                here &&
                  'group-focus-visible/list:outline-2 group-focus-visible/list:outline-accent group-focus-visible/list:-outline-offset-2',
              )}
              style={{ height, transform: `translateY(${item.start}px)` }}
            >
              {row && (
                <Row
                  row={row}
                  selected={p.selected.has(row.id)}
                  onSelect={() => p.onSelect(row)}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Row({
  row,
  selected,
  onSelect,
}: {
  row: OrderRow;
  selected: boolean;
  onSelect: () => void;
}) {
  const { t } = useT();
  const span = useSpanText();
  const warnings = row.reasons.length;
  return (
    <>
      <span
        aria-hidden
        data-testid="mark"
        onClick={e => {
          e.stopPropagation();
          onSelect();
        }}
        className="-m-1 flex size-6 shrink-0 items-center justify-center"
      >
        <span
          className={cx(
            'flex size-4 items-center justify-center rounded-[3px] border text-xs',
            selected
              ? 'border-accent bg-accent text-accent-ink'
              : 'border-line-strong bg-surface',
          )}
        >
          {selected && '✓'}
        </span>
      </span>
      <div className="min-w-0 flex-1 text-sm">
        <div className="flex items-baseline justify-between gap-2">
          <span className="num truncate font-semibold text-base">{row.number}</span>
          <Money value={row.total} className="font-medium text-base" />
        </div>
        <div className="truncate text-ink-2" title={row.unitName}>
          {row.unitNo} · {row.unitName}
        </div>
        <div className="flex items-center gap-2 overflow-hidden whitespace-nowrap text-ink-3 text-xs">
          {row.decision !== 'in_review' || row.sync !== 'confirmed' ? (
            <StateBadge
              plain
              className="shrink-0"
              kind={row.sync === 'confirmed' ? 'decision' : 'sync'}
              state={row.sync === 'confirmed' ? row.decision : row.sync}
            />
          ) : null}
          {row.urgency !== 'routine' && (
            <span
              className={cx(
                'inline-flex items-center gap-1 font-medium',
                row.urgency === 'urgent' ? 'text-alarm' : 'text-wait',
              )}
            >
              <Flame aria-hidden className="size-3.5" />
              {codeText('state.urgency', row.urgency)}
            </span>
          )}
          {row.waitingSince && (
            <span
              title={t('queue.waits', { span: span(row.waitingSince) })}
              className="inline-flex items-center gap-1"
            >
              <Clock aria-hidden className="size-3.5" />
              <span className="sr-only">{t('queue.waits', { span: '' })}</span>
              {span(row.waitingSince)}
            </span>
          )}
          {row.questions > 0 && (
            <span className="inline-flex items-center gap-1 font-medium text-info">
              <CircleHelp aria-hidden className="size-3.5" />
              {t('queue.questions', { count: row.questions })}
            </span>
          )}
          {warnings > 0 && (
            <span
              title={t('queue.warnings', { count: warnings })}
              className="inline-flex min-w-0 items-center gap-1 font-medium text-wait"
            >
              <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
              <span className="sr-only">{t('queue.warnings', { count: warnings })}</span>
              <span aria-hidden className="num">
                {warnings}
              </span>
            </span>
          )}
          {!row.waitingSince && row.changedAt && <When at={row.changedAt} />}
        </div>
      </div>
    </>
  );
}
