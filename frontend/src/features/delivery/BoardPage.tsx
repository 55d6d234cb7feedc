import { useNavigate } from '@tanstack/react-router';
import { Truck } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { allPapers, type DeliveryRow, useDeliveriesAtOnce, useSync } from '../../api';
import { useT } from '../../i18n';
import { useAddress, useAddressOf } from '../../lib/address';
import { cx } from '../../lib/cx';
import { count, dayInKyiv } from '../../lib/format';
import { useNow } from '../../lib/now';
import { Day } from '../../ui/figures';
import { ListPage } from '../../ui/ListPage';
import { Meter } from '../../ui/Meter';
import { useDeliveryColumns } from './columns';
import { type DeliverySearch, deliverySearch } from './search';
import { mondayOf, type Week, weeksOf } from './weeks';

const tabs = ['all', 'on_the_way', 'late', 'done'] as const;
const nothing = () => {};

/** The agency's delivery board: weeks by the promised day above, promised against real below. */
export function BoardPage() {
  const { t } = useT();
  const search = useAddressOf(deliverySearch);
  const go = useAddress<DeliverySearch>();
  const navigate = useNavigate();
  const view = tabs.find(v => v === search.view) ?? 'all';
  const query = useDeferredValue({
    ...allPapers,
    view: view === 'all' ? '' : view,
    text: search.text ?? '',
    sort: search.sort ?? '',
  });
  const all = useDeliveriesAtOnce(query);
  const sync = useSync().data;
  const columns = useDeliveryColumns();
  const weeks = useMemo(() => weeksOf(all.data?.rows ?? []), [all.data]);
  const week = weeks.find(w => w.monday === search.week);
  const rows: readonly DeliveryRow[] = week?.rows ?? all.data?.rows ?? [];
  const page = all.data;
  return (
    <ListPage
      title={t('frame.pages.deliveries')}
      list={{
        first: all,
        total: rows.length,
        rowAt: i => rows[i],
        onRange: nothing,
      }}
      columns={columns}
      rowId={d => d.id}
      sorted={search.sort ?? 'newest'}
      onSort={sort => go({ sort })}
      onOpen={d => void navigate({ to: '/deliveries/$id', params: { id: d.id } })}
      tabs={tabs.map(key => ({
        key,
        text: t(`delivery.views.${key}`),
        count: page?.views[key === 'all' ? '' : key] ?? 0,
        urgent: key === 'late',
      }))}
      view={view}
      onView={key => go({ view: key === 'all' ? undefined : key, week: undefined })}
      search={{
        label: t('delivery.search'),
        value: search.text ?? '',
        onChange: v => go({ text: v || undefined }),
      }}
      filtered={view !== 'all' || search.text !== undefined}
      onAll={() => go({ view: undefined, text: undefined, week: undefined })}
      offline={sync?.dataAsOf === '' && sync.state === 'offline'}
      empty={{ icon: Truck, title: t('delivery.empty'), text: t('delivery.emptyText') }}
      above={
        weeks.length > 0 && (
          <Weeks
            list={weeks}
            value={week?.monday ?? ''}
            onChange={monday => go({ week: monday || undefined })}
          />
        )
      }
      below={
        page &&
        page.rows.length < page.total && (
          <p className="border-t px-4 py-2 text-ink-2 text-sm">
            {t('delivery.cut', {
              shown: count(page.rows.length),
              total: count(page.total),
            })}
          </p>
        )
      }
    />
  );
}

/** A card a week: how many came, are on their way and late; a press shows only that week. */
function Weeks({
  list,
  value,
  onChange,
}: {
  list: readonly Week[];
  value: string;
  onChange: (monday: string) => void;
}) {
  const { t } = useT();
  const now = mondayOf(dayInKyiv(useNow()));
  const row = useRef<HTMLElement>(null);
  // The board opens at the week it is, not at the first that ever was.
  useEffect(() => {
    row.current
      ?.querySelector('[data-now]')
      ?.scrollIntoView?.({ inline: 'start', block: 'nearest' });
  }, []);
  return (
    <nav
      ref={row}
      aria-label={t('delivery.weeks')}
      className="flex shrink-0 gap-2 overflow-x-auto border-b px-4 py-2.5"
    >
      {list.map(w => {
        const label = [
          w.done > 0 && t('delivery.weekDone', { qty: count(w.done) }),
          w.way > 0 && t('delivery.weekWay', { qty: count(w.way) }),
          w.late > 0 && t('delivery.weekLate', { qty: count(w.late) }),
        ]
          .filter(Boolean)
          .join(' · ');
        return (
          <button
            key={w.monday}
            type="button"
            {...(w.monday === now ? { 'data-now': true } : {})}
            aria-pressed={w.monday === value}
            onClick={() => onChange(w.monday === value ? '' : w.monday)}
            className={cx(
              '-outline-offset-2 flex w-60 shrink-0 flex-col gap-1.5 rounded border px-3 py-2 text-start text-sm',
              w.monday === value
                ? 'border-accent bg-selected'
                : 'bg-surface hover:bg-hover',
            )}
          >
            <span className="flex items-baseline justify-between gap-2">
              <span className="font-medium">
                {w.monday === 'none' ? (
                  t('delivery.noPromise')
                ) : (
                  <>
                    {t('delivery.weekOf')} <Day on={w.monday} />
                  </>
                )}
              </span>
              <span className="num text-ink-3">{count(w.rows.length)}</span>
            </span>
            <Meter
              whole={w.rows.length}
              label={label}
              parts={[
                {
                  value: w.done,
                  label: t('delivery.weekDone', { qty: count(w.done) }),
                  className: 'bg-accent',
                },
                {
                  value: w.way,
                  label: t('delivery.weekWay', { qty: count(w.way) }),
                  className: 'bg-info/60',
                },
                {
                  value: w.late,
                  label: t('delivery.weekLate', { qty: count(w.late) }),
                  className: 'bg-alarm',
                },
              ]}
            />
            <span className={w.late > 0 ? 'text-alarm' : 'text-ink-2'}>{label}</span>
          </button>
        );
      })}
    </nav>
  );
}
