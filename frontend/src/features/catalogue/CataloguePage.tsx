import { LayoutGrid, ListFilter, PackageOpen, SearchX, Table2 } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import {
  type CatalogueSort,
  type ForecastView,
  type ItemCard,
  useCatalogue,
  useSync,
} from '../../api';
import { named, useT } from '../../i18n';
import { useAddress, useAddressOf } from '../../lib/address';
import { useKept } from '../../lib/prefs';
import { toast } from '../../lib/toasts';
import { Button } from '../../ui/Button';
import { type Column, DataTable } from '../../ui/DataTable';
import { Dialog } from '../../ui/Dialog';
import { Checkbox, SearchField, Segmented, Select } from '../../ui/fields';
import { When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page } from '../../ui/Page';
import { Cards } from './Cards';
import { Compare } from './Compare';
import { Facets } from './Facets';
import { useForecastsInSight } from './forecasts';
import { ItemPane } from './ItemPane';
import { AddButton, CodifiedBadge, Price, Supply } from './parts';
import { isNarrowed, queryOf } from './query';
import { type CatalogueSearch, catalogueSearch } from './search';

const sorts: readonly CatalogueSort[] = [
  'relevance',
  'name',
  'price_asc',
  'price_desc',
  'lead',
];

/** What the unit may order: found by words, narrowed by typed specs, compared, put in the cart. */
export function CataloguePage() {
  const { t } = useT();
  const search = useAddressOf(catalogueSearch);
  const go = useAddress<CatalogueSearch>();
  const [form, setForm] = useKept('catalogue.form', 'cards');
  const [filtering, setFiltering] = useState(false);
  const query = queryOf(search);
  const list = useCatalogue(useDeferredValue(query));
  const sync = useSync().data;
  const page = list.first.data;
  const compare = search.compare ?? [];
  const onCompare = (item: ItemCard, on: boolean) => {
    if (on && compare.length >= 4) toast(t('catalogue.compareFull'), { tone: 'info' });
    else
      go({ compare: on ? [...compare, item.id] : compare.filter(id => id !== item.id) });
  };
  const onOpen = (item: ItemCard) => go({ item: item.id }, !search.item);
  const likely = useForecastsInSight(list.total, list.rowAt);
  const [readRows, readForecasts] = [list.onRange, likely.onRange];
  const onRange = useCallback(
    (start: number, end: number) => {
      readRows(start, end);
      readForecasts(start, end);
    },
    [readRows, readForecasts],
  );
  const shared = {
    total: list.total,
    rowAt: list.rowAt,
    forecastOf: likely.forecastOf,
    onRange,
    onOpen,
    compare,
    onCompare,
  };
  return (
    <Page
      title={t('frame.pages.catalogue')}
      note={
        page && (
          <>
            {t('catalogue.found', { count: page.total })}
            {page.asOf && (
              <>
                {' '}
                · {t('frame.truth.data')} <When at={page.asOf} />
              </>
            )}
          </>
        )
      }
      search={
        <SearchField
          label={t('catalogue.search')}
          value={search.text ?? ''}
          onChange={v => go({ text: v || undefined })}
        />
      }
      actions={
        <>
          {page && (
            <Button
              icon={ListFilter}
              className="@3xl:hidden"
              onPress={() => setFiltering(true)}
            >
              {t('catalogue.filters')}
            </Button>
          )}
          <Select
            bare
            label={t('catalogue.sort')}
            className="w-48"
            value={query.sort}
            options={sorts.map(key => ({ key, text: t(`catalogue.sorts.${key}`) }))}
            onChange={sort => go({ sort })}
          />
          <Segmented
            bare
            label={t('catalogue.view')}
            value={form}
            options={[
              {
                key: 'cards',
                text: t('catalogue.cards'),
                icon: <LayoutGrid aria-hidden className="size-4" />,
              },
              {
                key: 'table',
                text: t('catalogue.table'),
                icon: <Table2 aria-hidden className="size-4" />,
              },
            ]}
            onChange={setForm}
          />
        </>
      }
      side={
        page &&
        (page.total > 0 || isNarrowed(search)) && <Facets page={page} search={search} />
      }
      pane={
        search.item && (
          <ItemPane id={search.item} onClose={() => go({ item: undefined })} />
        )
      }
    >
      <View
        of={list.first}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={p => p.total === 0 && <Nothing search={search} />}
      >
        {p =>
          form === 'table' ? (
            <ItemTable
              {...shared}
              openId={search.item ?? ''}
              sort={query.sort}
              onSort={s => go({ sort: sorts.find(x => x === s) })}
            />
          ) : (
            <Cards {...shared} openId={search.item ?? ''} asOf={p.asOf} />
          )
        }
      </View>
      {page && (
        <Dialog
          title={t('catalogue.filters')}
          open={filtering}
          onClose={() => setFiltering(false)}
        >
          <Facets page={page} search={search} />
        </Dialog>
      )}
      <Compare
        ids={compare}
        onChange={ids => go({ compare: ids.length > 0 ? ids : undefined })}
      />
    </Page>
  );
}

function Nothing({ search }: { search: CatalogueSearch }) {
  const { t } = useT();
  const go = useAddress<CatalogueSearch>();
  if (!search.text && !isNarrowed(search)) {
    return (
      <Empty icon={PackageOpen} title={t('catalogue.empty')}>
        {t('catalogue.emptyText')}
      </Empty>
    );
  }
  return (
    <Empty
      icon={SearchX}
      title={t('catalogue.nothing')}
      action={
        <Button
          onPress={() =>
            go({
              text: undefined,
              category: undefined,
              suppliers: undefined,
              codified: undefined,
              inStock: undefined,
              specs: undefined,
            })
          }
        >
          {t('catalogue.reset')}
        </Button>
      }
    >
      {t('catalogue.nothingText')}
    </Empty>
  );
}

interface TableProps {
  total: number;
  rowAt: (i: number) => ItemCard | undefined;
  forecastOf: (item: ItemCard) => ForecastView | undefined;
  onRange: (start: number, end: number) => void;
  onOpen: (item: ItemCard) => void;
  openId: string;
  sort: string;
  onSort: (s: string) => void;
  compare: readonly string[];
  onCompare: (item: ItemCard, on: boolean) => void;
}

function ItemTable(p: TableProps) {
  const { t, lang } = useT();
  const { compare, onCompare, forecastOf } = p;
  const columns = useMemo(
    (): Column<ItemCard>[] => [
      {
        id: 'compare',
        header: t('catalogue.compare'),
        bare: true,
        width: '1.5rem',
        cell: i => (
          // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: keeps the row from opening; the checkbox inside is the control.
          <span onClick={e => e.stopPropagation()}>
            <Checkbox
              label=""
              bare={`${t('catalogue.toCompare')}: ${named(lang, i.nameUk, i.nameEn)}`}
              value={compare.includes(i.id)}
              onChange={on => onCompare(i, on)}
            />
          </span>
        ),
      },
      {
        id: 'name',
        header: t('catalogue.name'),
        width: 'minmax(10rem,2fr)',
        sort: { asc: 'name' },
        cell: i => (
          <>
            <div
              className="truncate font-medium text-base"
              title={named(lang, i.nameUk, i.nameEn)}
            >
              {named(lang, i.nameUk, i.nameEn)}
            </div>
            <div className="truncate text-ink-3">
              {i.article} · {i.manufacturer}
            </div>
          </>
        ),
      },
      {
        id: 'code',
        header: t('catalogue.codification'),
        width: '7.5rem',
        cell: i => <CodifiedBadge nsn={i.nsn} plain />,
      },
      {
        id: 'supply',
        header: t('catalogue.stock'),
        width: 'minmax(12.5rem,1fr)',
        sort: { asc: 'lead' },
        cell: i => i.offer && <Supply instead offer={i.offer} forecast={forecastOf(i)} />,
      },
      {
        id: 'price',
        header: t('catalogue.price'),
        width: '8.5rem',
        end: true,
        sort: { asc: 'price_asc', desc: 'price_desc' },
        cell: i => (i.offer ? <Price stacked offer={i.offer} /> : t('catalogue.noOffer')),
      },
      {
        id: 'add',
        header: t('catalogue.add'),
        bare: true,
        width: '2.5rem',
        end: true,
        cell: i => (
          // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: keeps the row from opening; the button inside is the control.
          <span onClick={e => e.stopPropagation()}>
            <AddButton item={i} small />
          </span>
        ),
      },
    ],
    [t, lang, compare, onCompare, forecastOf],
  );
  return (
    <DataTable
      label={t('frame.pages.catalogue')}
      tall
      columns={columns}
      total={p.total}
      rowAt={p.rowAt}
      rowId={i => i.id}
      activeId={p.openId}
      onOpen={p.onOpen}
      onRange={p.onRange}
      sorted={p.sort}
      onSort={p.onSort}
    />
  );
}
