import { useNavigate } from '@tanstack/react-router';
import { CheckCheck, ListChecks, ListFilter } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useOrders, useOrdersAtOnce, useSync } from '../../api';
import { useT } from '../../i18n';
import { useAddress, useAddressOf } from '../../lib/address';
import { Behind } from '../../ui/Behind';
import { Button } from '../../ui/Button';
import { SearchField, Select } from '../../ui/fields';
import { When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page } from '../../ui/Page';
import { Tabs } from '../../ui/Tabs';
import { Desk, type Marked } from './Desk';
import { FindingChips } from './FindingChips';
import { findingsOf, only } from './found';
import { type QueueSearch, queueSearch, queueViews, sorts, viewOf } from './search';

/** As many orders as are grouped by what was found in them. */
const grouped = 500;

/** The agency's queue: saved views, the list at the left, the document and what a decision does at the right. */
export function QueuePage() {
  const { t } = useT();
  const search = useAddressOf(queueSearch);
  const go = useAddress<QueueSearch>();
  const navigate = useNavigate();
  const of = search.of ?? '';
  const own = of === '' ? 'waiting_on_us' : 'all';
  const view = search.view ?? own;
  const sort = search.sort ?? 'waiting';
  const text = search.text ?? '';
  const query = useDeferredValue({
    view: viewOf(view),
    state: search.state ?? '',
    of,
    text,
    sort,
  });
  const list = useOrders(query);
  const rows = useOrdersAtOnce(query, grouped).data?.rows;
  const found = useMemo(() => findingsOf(rows ?? []), [rows]);
  const finding = found.some(f => f.code === search.finding)
    ? (search.finding ?? '')
    : '';
  const shown = useMemo(
    () => (finding === '' ? list : only(list, rows ?? [], finding)),
    [finding, list, rows],
  );
  const sync = useSync().data;
  const page = list.first.data;
  const [selected, setSelected] = useState<Marked>(new Map());
  return (
    <Page
      title={t('frame.pages.queue')}
      note={
        page?.asOf && (
          <>
            {t('frame.truth.data')} <When at={page.asOf} />
            {selected.size > 0 && (
              <span className="ms-3 font-medium text-accent">
                {t('queue.selected', { count: selected.size })}
              </span>
            )}
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
          className="w-48 @max-3xl:w-44"
          label={t('queue.sort')}
          value={sort}
          options={sorts.map(key => ({ key, text: t(`queue.sorts.${key}`) }))}
          onChange={key => go({ sort: key === 'waiting' ? undefined : key })}
        />
      }
    >
      <Tabs
        label={t('frame.pages.queue')}
        value={view}
        tabs={queueViews.map(key => ({
          key,
          text: t(`queue.views.${key}`),
          count: page?.views[viewOf(key)] ?? 0,
          urgent: key === 'parked',
        }))}
        onChange={key => go({ view: key === own ? undefined : key, finding: undefined })}
      />
      <Behind of={of} onAll={() => go({ of: undefined })} />
      <FindingChips
        list={found}
        value={finding}
        onChange={code => go({ finding: code || undefined })}
      />
      <View
        of={list.first}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={p =>
          p.total === 0 &&
          (search.text || search.state || view !== 'waiting_on_us' ? (
            <Empty
              icon={ListFilter}
              title={t('queue.nothing')}
              action={
                <Button
                  icon={ListChecks}
                  onPress={() => void navigate({ to: '/queue', search: {} as never })}
                >
                  {t('queue.toWaiting')}
                </Button>
              }
            >
              {t('queue.nothingText')}
            </Empty>
          ) : (
            <Empty icon={CheckCheck} title={t('queue.empty')}>
              {t('queue.emptyText')}
            </Empty>
          ))
        }
      >
        {() => (
          <Desk
            key={`${query.view}/${query.state}/${query.of}/${query.text}/${query.sort}/${finding}`}
            list={shown}
            query={query}
            finding={finding}
            selected={selected}
            onSelected={setSelected}
          />
        )}
      </View>
    </Page>
  );
}
