import { useNavigate } from '@tanstack/react-router';
import { LayoutGrid, ListChecks, ListFilter } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { type OrderRow, type OrderSort, useOrders, useSync } from '../../api';
import { named, useT } from '../../i18n';
import { useAddress, useAddressOf } from '../../lib/address';
import { cx } from '../../lib/cx';
import { by, byAge } from '../../lib/sorting';
import { Behind } from '../../ui/Behind';
import { Button } from '../../ui/Button';
import { type Column, DataTable } from '../../ui/DataTable';
import { SearchField } from '../../ui/fields';
import { Money, useSpanText } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page } from '../../ui/Page';
import { StateBadge } from '../../ui/StateBadge';
import { Tabs } from '../../ui/Tabs';
import { SyncBadge } from './SyncBadge';
import { type OrdersSearch, ordersSearch, type UnitView } from './search';
import { stepOf } from './step';

const views: readonly UnitView[] = [
  '',
  'waiting_on_us',
  'to_sign',
  'parked',
  'waiting_here',
  'open',
  'decided',
  'done',
];
const urgent: ReadonlySet<string> = new Set(['waiting_on_us', 'to_sign', 'parked']);

/** The unit's orders: four states kept apart, how long it waits, the next step and whose turn it is. */
export function OrdersPage() {
  const { t } = useT();
  const search = useAddressOf(ordersSearch);
  const go = useAddress<OrdersSearch>();
  const navigate = useNavigate();
  const query = {
    view: search.view ?? '',
    text: search.text ?? '',
    state: '',
    of: search.of ?? '',
    sort: search.sort ?? 'newest',
  } as const;
  const list = useOrders(useDeferredValue(query));
  const sync = useSync().data;
  const columns = useColumns();
  const counts = list.first.data?.views ?? {};
  return (
    <Page
      title={t('frame.pages.orders')}
      search={
        <SearchField
          label={t('orders.search')}
          value={search.text ?? ''}
          onChange={v => go({ text: v || undefined })}
        />
      }
      actions={
        <Button icon={LayoutGrid} onPress={() => void navigate({ to: '/catalogue' })}>
          {t('orders.toCatalogue')}
        </Button>
      }
    >
      <Tabs
        label={t('frame.pages.orders')}
        value={query.view}
        tabs={views.map(key => ({
          key,
          text: t(`orders.views.${key === '' ? 'all' : key}`),
          count: counts[key] ?? 0,
          urgent: urgent.has(key),
        }))}
        onChange={view => go({ view: view || undefined })}
      />
      <Behind of={query.of} onAll={() => go({ of: undefined })} />
      <View
        of={list.first}
        offline={
          sync?.dataAsOf === '' && sync.state === 'offline' && (sync.pending ?? 0) === 0
        }
        empty={p =>
          p.total === 0 && (
            <Nothing
              filtered={query.view !== '' || query.text !== '' || query.of !== ''}
              onAll={() => go({ view: undefined, text: undefined, of: undefined })}
            />
          )
        }
      >
        {() => (
          <DataTable
            label={t('frame.pages.orders')}
            tall
            columns={columns}
            total={list.total}
            rowAt={list.rowAt}
            rowId={o => o.id}
            onOpen={o => void navigate({ to: '/orders/$id', params: { id: o.id } })}
            onRange={list.onRange}
            sorted={query.sort}
            onSort={s => go({ sort: s as OrderSort })}
          />
        )}
      </View>
    </Page>
  );
}

function Nothing({ filtered, onAll }: { filtered: boolean; onAll: () => void }) {
  const { t } = useT();
  return filtered ? (
    <Empty
      icon={ListFilter}
      title={t('orders.nothing')}
      action={<Button onPress={onAll}>{t('orders.showAll')}</Button>}
    >
      {t('orders.nothingText')}
    </Empty>
  ) : (
    <Empty icon={ListChecks} title={t('orders.empty')}>
      {t('orders.emptyText')}
    </Empty>
  );
}

function useColumns(): Column<OrderRow>[] {
  const { t, lang } = useT();
  return useMemo(
    (): Column<OrderRow>[] => [
      {
        id: 'order',
        header: t('orders.order'),
        width: 'minmax(11rem,1.5fr)',
        sort: byAge,
        cell: o => (
          <>
            <div className="num truncate font-medium text-base">{o.number}</div>
            <div
              className="truncate text-ink-3"
              title={named(lang, o.firstUk, o.firstEn)}
            >
              {named(lang, o.firstUk, o.firstEn)}
              {o.lines > 1 && `, ${t('orders.more', { count: o.lines - 1 })}`}
            </div>
          </>
        ),
      },
      {
        id: 'total',
        header: t('orders.total'),
        width: '8rem',
        end: true,
        sort: by('total'),
        cell: o => <Money value={o.total} className="font-medium" />,
      },
      {
        id: 'decision',
        header: t('orders.decision'),
        width: '8.5rem',
        sort: by('decision'),
        cell: o => <StateBadge plain kind="decision" state={o.decision} />,
      },
      {
        id: 'delivery',
        header: t('orders.delivery'),
        width: '7.5rem',
        sort: by('delivery'),
        cell: o => <StateBadge plain kind="delivery" state={o.delivery} />,
      },
      {
        id: 'money',
        header: t('orders.money'),
        width: '8rem',
        sort: by('money'),
        cell: o => <StateBadge plain kind="money" state={o.money} />,
      },
      {
        id: 'sync',
        header: t('orders.sync'),
        width: '6.5rem',
        sort: by('sync'),
        cell: o => <SyncBadge order={o} />,
      },
      {
        id: 'next',
        header: t('orders.next'),
        width: 'minmax(10rem,1fr)',
        sort: by('waiting'),
        cell: o => <Next order={o} />,
      },
    ],
    [t, lang],
  );
}

function Next({ order }: { order: OrderRow }) {
  const { t } = useT();
  const span = useSpanText();
  const step = stepOf(order, t);
  return (
    <>
      <div
        className={cx(
          'line-clamp-2 leading-4',
          step.ours ? 'font-medium text-alarm' : 'text-ink-2',
        )}
      >
        {step.text}
      </div>
      {order.waitingSince && (
        <div className="truncate text-ink-3 text-xs">
          {t('orders.waits', { span: span(order.waitingSince) })}
        </div>
      )}
    </>
  );
}
