import { useNavigate } from '@tanstack/react-router';
import { ListChecks } from 'lucide-react';
import { useDeferredValue } from 'react';
import { allPapers, useSupplierOrders, useSync } from '../../api';
import { useT } from '../../i18n';
import { useAddress, useAddressOf } from '../../lib/address';
import { type PaperSearch, paperSearch } from '../../lib/papers';
import { ListPage } from '../../ui/ListPage';
import { useSupplierColumns } from './useSupplierColumns';

const tabs = ['all', 'to_confirm', 'to_dispatch', 'late', 'on_time', 'done'] as const;

/** The supplier's orders, without the units and the places they go to. */
export function SupplierOrdersPage() {
  const { t } = useT();
  const search = useAddressOf<PaperSearch>(paperSearch);
  const go = useAddress<PaperSearch>();
  const navigate = useNavigate();
  const view = tabs.find(v => v === search.view) ?? 'all';
  const list = useSupplierOrders(
    useDeferredValue({
      ...allPapers,
      view: view === 'all' ? '' : view,
      text: search.text ?? '',
      sort: search.sort ?? '',
    }),
  );
  const sync = useSync().data;
  const columns = useSupplierColumns();
  const page = list.first.data;
  return (
    <ListPage
      title={t('frame.pages.supplierOrders')}
      list={list}
      columns={columns}
      rowId={o => o.id}
      sorted={search.sort ?? 'newest'}
      onSort={sort => go({ sort })}
      onOpen={o => void navigate({ to: '/supplier-orders/$id', params: { id: o.id } })}
      tabs={tabs.map(key => ({
        key,
        text: t(`supplier.views.${key}`),
        count: page?.views[key === 'all' ? '' : key] ?? 0,
        urgent: key === 'late',
      }))}
      view={view}
      onView={key => go({ view: key === 'all' ? undefined : key })}
      search={{
        label: t('supplier.search'),
        value: search.text ?? '',
        onChange: v => go({ text: v || undefined }),
      }}
      filtered={view !== 'all' || search.text !== undefined}
      onAll={() => go({ view: undefined, text: undefined })}
      offline={sync?.dataAsOf === '' && sync.state === 'offline'}
      empty={{
        icon: ListChecks,
        title: t('supplier.empty'),
        text: t('supplier.emptyText'),
      }}
    />
  );
}
