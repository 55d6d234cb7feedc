import { useNavigate } from '@tanstack/react-router';
import { CheckCheck, ListChecks, ListFilter } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useOrders, useSync } from '../../api';
import { useT } from '../../i18n';
import { useAddress, useAddressOf } from '../../lib/address';
import { Button } from '../../ui/Button';
import { SearchField, Select } from '../../ui/fields';
import { When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page } from '../../ui/Page';
import { Tabs } from '../../ui/Tabs';
import { Desk } from './Desk';
import { type QueueSearch, queueSearch, queueViews, sorts, viewOf } from './search';

/** The agency's queue: saved views, the list at the left, the document and what a decision does at the right. */
export function QueuePage() {
  const { t } = useT();
  const search = useAddressOf(queueSearch);
  const go = useAddress<QueueSearch>();
  const navigate = useNavigate();
  const view = search.view ?? 'waiting_on_us';
  const sort = search.sort ?? 'waiting';
  const query = useDeferredValue({ view: viewOf(view), text: search.text ?? '', sort });
  const list = useOrders({ ...query, state: '' });
  const sync = useSync().data;
  const page = list.first.data;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
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
          className="w-48"
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
        onChange={key => go({ view: key === 'waiting_on_us' ? undefined : key })}
      />
      <View
        of={list.first}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={p =>
          p.total === 0 &&
          (search.text || view !== 'waiting_on_us' ? (
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
            key={`${query.view}/${query.text}/${query.sort}`}
            list={list}
            query={query}
            selected={selected}
            onSelected={setSelected}
          />
        )}
      </View>
    </Page>
  );
}
