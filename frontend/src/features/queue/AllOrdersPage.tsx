import { useNavigate } from '@tanstack/react-router';
import { ListChecks, ListFilter } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { type OrderRow, type OrderSort, useOrders, useSync } from '../../api';
import { codeText, named, useT } from '../../i18n';
import { useAddress, useAddressOf } from '../../lib/address';
import { by, byAge } from '../../lib/sorting';
import { Behind } from '../../ui/Behind';
import { Button } from '../../ui/Button';
import { type Column, DataTable } from '../../ui/DataTable';
import { SearchField, Select } from '../../ui/fields';
import { Money, useSpanText, When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page } from '../../ui/Page';
import { StateBadge } from '../../ui/StateBadge';
import { Tabs } from '../../ui/Tabs';
import {
  type AllOrdersSearch,
  allOrdersSearch,
  queueViews,
  states,
  viewOf,
} from './search';

const order = [
  'all',
  ...queueViews.filter(v => v !== 'all' && v !== 'to_verify' && v !== 'to_approve'),
] as const;

/** All orders of all units: four states kept apart, whose turn it is and since when. */
export function AllOrdersPage() {
  const { t } = useT();
  const search = useAddressOf(allOrdersSearch);
  const go = useAddress<AllOrdersSearch>();
  const navigate = useNavigate();
  const view = search.view ?? 'all';
  const sort = search.sort ?? 'newest';
  const list = useOrders(
    useDeferredValue({
      view: viewOf(view),
      text: search.text ?? '',
      state: search.state ?? '',
      of: search.of ?? '',
      sort,
    }),
  );
  const sync = useSync().data;
  const columns = useColumns();
  const page = list.first.data;
  const filtered = view !== 'all' || search.text || search.state || search.of;
  return (
    <Page
      title={t('frame.pages.orders')}
      note={
        page?.asOf && (
          <>
            {t('frame.truth.data')} <When at={page.asOf} />
          </>
        )
      }
      search={
        <SearchField
          label={t('queue.search')}
          value={search.text ?? ''}
          onChange={v => go({ text: v || undefined })}
        />
      }
      actions={
        <Select
          bare
          className="w-48"
          label={t('queue.state')}
          value={search.state ?? 'any'}
          options={[
            { key: 'any' as const, text: t('queue.anyState') },
            ...states.map(key => ({ key, text: t(`state.decision.${key}`) })),
          ]}
          onChange={key => go({ state: key === 'any' ? undefined : key })}
        />
      }
    >
      <Tabs
        label={t('frame.pages.orders')}
        value={view}
        tabs={order.map(key => ({
          key,
          text: t(`queue.views.${key}`),
          count: page?.views[viewOf(key)] ?? 0,
          urgent: key === 'parked',
        }))}
        onChange={key => go({ view: key === 'all' ? undefined : key })}
      />
      <Behind of={search.of ?? ''} onAll={() => go({ of: undefined })} />
      <View
        of={list.first}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={p =>
          p.total === 0 &&
          (filtered ? (
            <Empty
              icon={ListFilter}
              title={t('queue.nothing')}
              action={
                <Button
                  onPress={() =>
                    go({
                      view: undefined,
                      text: undefined,
                      state: undefined,
                      of: undefined,
                    })
                  }
                >
                  {t('orders.showAll')}
                </Button>
              }
            >
              {t('queue.nothingText')}
            </Empty>
          ) : (
            <Empty icon={ListChecks} title={t('orders.empty')}>
              {t('queue.emptyText')}
            </Empty>
          ))
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
            sorted={sort}
            onSort={s => go({ sort: s as OrderSort })}
          />
        )}
      </View>
    </Page>
  );
}

function useColumns(): Column<OrderRow>[] {
  const { t, lang } = useT();
  return useMemo(
    (): Column<OrderRow>[] => [
      {
        id: 'order',
        header: t('queue.order'),
        width: 'minmax(13rem,1fr)',
        sort: byAge,
        cell: o => (
          <>
            <div
              className="num truncate font-medium text-base"
              title={named(lang, o.firstUk, o.firstEn)}
            >
              {o.number}
            </div>
            <div className="truncate text-ink-3" title={o.unitName}>
              {o.unitName}
            </div>
          </>
        ),
      },
      {
        id: 'total',
        header: t('queue.total'),
        width: '8rem',
        end: true,
        sort: by('total'),
        cell: o => <Money value={o.total} className="font-medium" />,
      },
      {
        id: 'decision',
        header: t('orders.decision'),
        width: '8rem',
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
        width: '6rem',
        sort: by('sync'),
        cell: o => <StateBadge plain kind="sync" state={o.sync} />,
      },
      {
        id: 'turn',
        header: t('queue.turn'),
        width: '7rem',
        sort: by('waiting'),
        cell: o => <TurnCell order={o} />,
      },
    ],
    [t, lang],
  );
}

function TurnCell({ order }: { order: OrderRow }) {
  const { t } = useT();
  const span = useSpanText();
  return (
    <>
      <div>{order.turn ? codeText('state.turn', order.turn) : t('common.none')}</div>
      {order.turn && order.waitingSince && (
        <div className="truncate text-ink-3 text-xs">
          {t('queue.waits', { span: span(order.waitingSince) })}
        </div>
      )}
    </>
  );
}
