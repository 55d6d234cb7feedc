import { useNavigate } from '@tanstack/react-router';
import { ListFilter, Scale, Shuffle } from 'lucide-react';
import { useMemo, useState } from 'react';
import { allPapers, useRounds, useSync, useWaiting, type WaitingRow } from '../../api';
import { named, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { useAddress, useAddressOf } from '../../lib/address';
import { matches } from '../../lib/layout';
import { by, sorted } from '../../lib/sorting';
import { Button } from '../../ui/Button';
import { type Column, DataTable } from '../../ui/DataTable';
import { SearchField } from '../../ui/fields';
import { Qty, When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page } from '../../ui/Page';
import { Tabs } from '../../ui/Tabs';
import { SignedRounds } from './SignedRounds';
import { itemsOf, type RoundsSearch, roundsSearch, views } from './search';

/** What waits to be shared, and the rounds that were signed. */
export function RoundsPage() {
  const { t } = useT();
  const search = useAddressOf(roundsSearch);
  const go = useAddress<RoundsSearch>();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const view = search.view ?? 'waiting';
  const waiting = useWaiting();
  const signed = useRounds({
    ...allPapers,
    text: view === 'signed' ? text : '',
    sort: view === 'signed' ? (search.sort ?? '') : '',
  });
  const chosen = itemsOf(search);
  const asOf = signed.first.data?.asOf;
  const preview = () =>
    void navigate({
      to: '/rounds/new',
      search: { items: chosen.join(',') } satisfies RoundsSearch as never,
    });
  useActions([
    {
      id: 'rounds.preview',
      label: t('rounds.preview'),
      group: t('frame.groups.here'),
      keys: 'KeyP',
      icon: Scale,
      disabled: chosen.length === 0,
      run: preview,
    },
  ]);
  return (
    <Page
      title={t('frame.pages.rounds')}
      note={
        asOf && (
          <>
            {t('frame.truth.data')} <When at={asOf} />
          </>
        )
      }
      search={<SearchField label={t('rounds.search')} value={text} onChange={setText} />}
      actions={
        view === 'waiting' && (
          <>
            <span className="num text-ink-2 text-sm">
              {t('rounds.chosen', { count: chosen.length })}
            </span>
            <Button
              look="primary"
              icon={Scale}
              isDisabled={chosen.length === 0}
              onPress={preview}
            >
              {t('rounds.preview')}
            </Button>
          </>
        )
      }
    >
      <Tabs
        label={t('frame.pages.rounds')}
        value={view}
        tabs={views.map(key => ({
          key,
          text: t(`rounds.views.${key}`),
          count: key === 'waiting' ? (waiting.data?.length ?? 0) : signed.total,
        }))}
        onChange={key =>
          go({ view: key === 'waiting' ? undefined : key, sort: undefined })
        }
      />
      {view === 'signed' ? (
        <SignedRounds
          list={signed}
          filtered={text !== ''}
          onAll={() => setText('')}
          sort={search.sort ?? 'newest'}
          onSort={sort => go({ sort })}
        />
      ) : (
        <Waiting
          of={waiting}
          text={text}
          chosen={chosen}
          sort={search.sort ?? 'since_asc'}
          onSort={sort => go({ sort })}
          onChoose={items => go({ items: items.join(',') || undefined })}
        />
      )}
    </Page>
  );
}

function Waiting({
  of,
  text,
  chosen,
  onChoose,
  sort,
  onSort,
}: {
  of: ReturnType<typeof useWaiting>;
  text: string;
  chosen: readonly string[];
  onChoose: (items: string[]) => void;
  sort: string;
  onSort: (sort: string) => void;
}) {
  const { t } = useT();
  const sync = useSync().data;
  const columns = useColumns(chosen);
  const { lang } = useT();
  const list = sorted(
    (of.data ?? []).filter(w => matches(`${w.nameUk} ${w.nameEn}`, text)),
    sort,
    {
      since: w => w.since,
      item: w => named(lang, w.nameUk, w.nameEn),
      units: w => w.units,
      lines: w => w.lines,
      pieces: w => w.pieces,
      free: w => w.free,
      rounds: w => w.rounds,
    },
  );
  const toggle = (w: WaitingRow) =>
    onChoose(
      chosen.includes(w.itemId)
        ? chosen.filter(id => id !== w.itemId)
        : [...chosen, w.itemId],
    );
  return (
    <View
      of={of}
      offline={sync?.dataAsOf === '' && sync.state === 'offline'}
      empty={all =>
        list.length === 0 &&
        (all.length === 0 ? (
          <Empty icon={Shuffle} title={t('rounds.empty')}>
            {t('rounds.emptyText')}
          </Empty>
        ) : (
          <Empty icon={ListFilter} title={t('common.list.nothing')} />
        ))
      }
    >
      {() => (
        <DataTable
          tall
          label={t('rounds.views.waiting')}
          columns={columns}
          total={list.length}
          rowAt={i => list[i]}
          rowId={w => w.itemId}
          onOpen={toggle}
          onSelect={toggle}
          sorted={sort}
          onSort={onSort}
          selected={new Set(chosen)}
        />
      )}
    </View>
  );
}

function useColumns(chosen: readonly string[]): Column<WaitingRow>[] {
  const { t, lang } = useT();
  return useMemo((): Column<WaitingRow>[] => {
    const figure = (key: 'lines' | 'units' | 'rounds', width: string) => ({
      id: key,
      header: t(`rounds.columns.${key}`),
      width,
      end: true,
      sort: by(key),
      cell: (w: WaitingRow) => <Qty value={w[key]} />,
    });
    return [
      {
        id: 'place',
        header: t('rounds.columns.place'),
        width: '2rem',
        bare: true,
        cell: w => {
          const at = chosen.indexOf(w.itemId);
          return (
            <span
              className={
                at < 0
                  ? 'inline-block size-5 rounded border border-line-strong'
                  : 'num inline-flex size-5 items-center justify-center rounded bg-accent font-semibold text-accent-ink text-xs'
              }
            >
              {at >= 0 && at + 1}
            </span>
          );
        },
      },
      {
        id: 'item',
        header: t('rounds.columns.item'),
        width: 'minmax(14rem,1fr)',
        sort: by('item'),
        cell: w => {
          const name = named(lang, w.nameUk, w.nameEn);
          return (
            <>
              <div className="truncate font-medium text-base" title={name}>
                {name}
              </div>
              <div className="truncate text-ink-3">
                {t('rounds.since')} <When at={w.since} as="day" />
              </div>
            </>
          );
        },
      },
      figure('units', '6rem'),
      figure('lines', '6rem'),
      {
        id: 'pieces',
        header: t('rounds.columns.pieces'),
        width: '7rem',
        end: true,
        sort: by('pieces'),
        cell: w => <Qty value={w.pieces} className="font-medium" />,
      },
      {
        id: 'free',
        header: t('rounds.columns.free'),
        width: '7rem',
        end: true,
        sort: by('free'),
        cell: w => (
          <Qty
            value={w.free}
            className={
              w.free === 0
                ? 'font-semibold text-alarm'
                : w.free < w.pieces
                  ? 'font-semibold text-wait'
                  : 'font-semibold text-accent'
            }
          />
        ),
      },
      figure('rounds', '8rem'),
    ];
  }, [t, lang, chosen]);
}
