import { useNavigate } from '@tanstack/react-router';
import { FileCheck, ListFilter } from 'lucide-react';
import { useMemo } from 'react';
import { type RoundRow, type useRounds, useSync } from '../../api';
import { named, useT } from '../../i18n';
import { percent } from '../../lib/format';
import { by, byAge } from '../../lib/sorting';
import { Button } from '../../ui/Button';
import { type Column, DataTable } from '../../ui/DataTable';
import { Money, Qty, When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';

/** The rounds that were signed, the newest first. */
export function SignedRounds({
  list,
  filtered,
  onAll,
  sort,
  onSort,
}: {
  list: ReturnType<typeof useRounds>;
  filtered: boolean;
  onAll: () => void;
  sort: string;
  onSort: (sort: string) => void;
}) {
  const { t } = useT();
  const sync = useSync().data;
  const navigate = useNavigate();
  const columns = useColumns();
  return (
    <View
      of={list.first}
      offline={sync?.dataAsOf === '' && sync.state === 'offline'}
      empty={p =>
        p.total === 0 &&
        (filtered ? (
          <Empty
            icon={ListFilter}
            title={t('common.list.nothing')}
            action={<Button onPress={onAll}>{t('common.list.all')}</Button>}
          />
        ) : (
          <Empty icon={FileCheck} title={t('rounds.none')}>
            {t('rounds.noneText')}
          </Empty>
        ))
      }
    >
      {() => (
        <DataTable
          tall
          label={t('rounds.views.signed')}
          columns={columns}
          total={list.total}
          rowAt={list.rowAt}
          rowId={r => r.id}
          onRange={list.onRange}
          sorted={sort}
          onSort={onSort}
          onOpen={r => void navigate({ to: '/rounds/$id', params: { id: r.id } })}
        />
      )}
    </View>
  );
}

function useColumns(): Column<RoundRow>[] {
  const { t, lang } = useT();
  return useMemo(
    (): Column<RoundRow>[] => [
      {
        id: 'number',
        header: t('rounds.columns.number'),
        width: 'minmax(14rem,1fr)',
        sort: by('number'),
        cell: r => {
          const first = named(lang, r.firstUk, r.firstEn);
          const name =
            r.items > 1 ? t('rounds.andMore', { name: first, n: r.items - 1 }) : first;
          return (
            <>
              <div className="font-medium text-base">{r.number}</div>
              <div className="truncate text-ink-3" title={name}>
                {name}
              </div>
            </>
          );
        },
      },
      {
        id: 'signed',
        header: t('rounds.columns.signed'),
        width: '11rem',
        sort: byAge,
        cell: r => (
          <>
            <When at={r.signedAt} />
            <div className="truncate text-ink-3" title={r.signedBy}>
              {r.signedBy}
            </div>
          </>
        ),
      },
      {
        id: 'granted',
        header: t('rounds.columns.granted'),
        width: '9rem',
        sort: by('granted'),
        end: true,
        cell: r => (
          <>
            <Qty value={r.granted} className="font-medium" />
            <div className="text-ink-3">
              {t('rounds.ofAsked', {
                percent: percent(
                  r.asked === 0 ? 0 : Math.round((r.granted * 10_000) / r.asked),
                  lang,
                ),
              })}
            </div>
          </>
        ),
      },
      {
        id: 'value',
        header: t('rounds.columns.value'),
        width: '9.5rem',
        sort: by('value'),
        end: true,
        cell: r => <Money value={r.value} />,
      },
    ],
    [t, lang],
  );
}
