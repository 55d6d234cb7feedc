import { useNavigate } from '@tanstack/react-router';
import { PackageCheck } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { allPapers, type DeliveryRow, useDeliveries, useSync } from '../../api';
import { codeText, named, useT } from '../../i18n';
import { useAddress, useAddressOf } from '../../lib/address';
import { count } from '../../lib/format';
import { type PaperSearch, paperSearch } from '../../lib/papers';
import { by, byAge } from '../../lib/sorting';
import type { Column } from '../../ui/DataTable';
import { Day, When } from '../../ui/figures';
import { ListPage } from '../../ui/ListPage';
import { StateBadge } from '../../ui/StateBadge';

const tabs = ['to_receive', 'to_sign', 'on_the_way', 'late', 'done', 'all'] as const;
const urgent: ReadonlySet<string> = new Set(['to_receive', 'to_sign', 'late']);

/** The unit's deliveries: to receive, to sign, on their way. */
export function ReceivePage() {
  const { t } = useT();
  const search = useAddressOf<PaperSearch>(paperSearch);
  const go = useAddress<PaperSearch>();
  const navigate = useNavigate();
  const view = tabs.find(v => v === search.view) ?? 'to_receive';
  const list = useDeliveries(
    useDeferredValue({
      ...allPapers,
      view: view === 'all' ? '' : view,
      text: search.text ?? '',
      sort: search.sort ?? '',
    }),
  );
  const sync = useSync().data;
  const columns = useColumns();
  const page = list.first.data;
  const none = (page?.views[''] ?? 0) === 0;
  return (
    <ListPage
      title={t('frame.pages.receive')}
      list={list}
      columns={columns}
      rowId={d => d.id}
      sorted={search.sort ?? 'newest'}
      onSort={sort => go({ sort })}
      onOpen={d => void navigate({ to: '/deliveries/$id', params: { id: d.id } })}
      tabs={tabs.map(key => ({
        key,
        text: t(`delivery.views.${key}`),
        count: page?.views[key === 'all' ? '' : key] ?? 0,
        urgent: urgent.has(key),
      }))}
      view={view}
      onView={key => go({ view: key === 'to_receive' ? undefined : key })}
      search={{
        label: t('delivery.search'),
        value: search.text ?? '',
        onChange: v => go({ text: v || undefined }),
      }}
      filtered={!none}
      onAll={() => go({ view: 'all', text: undefined })}
      offline={sync?.dataAsOf === '' && sync.state === 'offline'}
      empty={{
        icon: PackageCheck,
        title: t('delivery.empty'),
        text: t('delivery.emptyText'),
      }}
    />
  );
}

function useColumns(): Column<DeliveryRow>[] {
  const { t, lang } = useT();
  return useMemo(
    (): Column<DeliveryRow>[] => [
      {
        id: 'goods',
        header: t('delivery.goods'),
        width: 'minmax(13rem,1.6fr)',
        sort: byAge,
        cell: d => (
          <>
            <div
              className="truncate font-medium text-base"
              title={named(lang, d.firstUk, d.firstEn)}
            >
              {named(lang, d.firstUk, d.firstEn)}
              {d.lines > 1 && `, ${t('delivery.more', { count: d.lines - 1 })}`}
            </div>
            <div className="truncate text-ink-3" title={d.supplier}>
              {d.supplier} · {d.orderNumber}
            </div>
          </>
        ),
      },
      {
        id: 'pieces',
        header: t('delivery.quantity'),
        width: '6rem',
        sort: by('pieces'),
        end: true,
        cell: d => t('delivery.pieces', { qty: count(d.pieces) }),
      },
      {
        id: 'note',
        header: t('delivery.note'),
        width: 'minmax(8rem,10rem)',
        sort: by('number'),
        cell: d => (
          <>
            <div className="truncate" title={d.note}>
              {d.note}
            </div>
            <div className="text-ink-3">{d.pointCode}</div>
          </>
        ),
      },
      {
        id: 'promised',
        header: t('delivery.promised'),
        width: '9rem',
        sort: by('promised'),
        cell: d => (
          <>
            <Day on={d.promisedOn} />
            {d.daysLate > 0 ? (
              <div className="font-medium text-alarm">
                {t('delivery.daysLate', { count: d.daysLate })}
              </div>
            ) : (
              d.receivedAt && (
                <div className="text-ink-3">
                  {t('delivery.delivered')} <When at={d.receivedAt} as="day" />
                </div>
              )
            )}
          </>
        ),
      },
      {
        id: 'state',
        header: t('delivery.state'),
        width: 'minmax(12rem,1fr)',
        sort: by('state'),
        cell: d => (
          <>
            <StateBadge
              plain
              kind={d.sync === 'confirmed' ? 'shipment' : 'sync'}
              state={d.sync === 'confirmed' ? d.state : d.sync}
            />
            {d.needs && (
              <div className="truncate text-ink-3">
                {t('delivery.needs', { role: codeText('state.role', d.needs) })}
              </div>
            )}
          </>
        ),
      },
    ],
    [t, lang],
  );
}
