import { useNavigate } from '@tanstack/react-router';
import { BookText, FileCode2, FileDown } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { useSavePaper } from '../../acts/Papers';
import { type RegisterRow, useRegister, useSync } from '../../api';
import { codeText, named, useT } from '../../i18n';
import { type Raw, useAddress, useAddressOf } from '../../lib/address';
import { cx } from '../../lib/cx';
import { byAge, sortIn } from '../../lib/sorting';
import { IconButton } from '../../ui/Button';
import type { Column } from '../../ui/DataTable';
import { Select } from '../../ui/fields';
import { Money, When } from '../../ui/figures';
import { ListPage } from '../../ui/ListPage';

/** What the register's address holds. */
interface RegisterSearch {
  series?: string | undefined;
  year?: number | undefined;
  text?: string | undefined;
  sort?: string | undefined;
}

export function registerSearch(raw: Raw<RegisterSearch>): RegisterSearch {
  const year = Number(raw.year);
  const said = (v: unknown) => (v === undefined || v === '' ? undefined : String(v));
  return {
    series: said(raw.series),
    year: Number.isInteger(year) && year > 2000 ? year : undefined,
    text: said(raw.text),
    sort: sortIn(raw.sort),
  };
}

/** Every document that has a number, by series and year; each opens as it is printed. */
export function RegisterPage() {
  const { t, lang } = useT();
  const search = useAddressOf(registerSearch);
  const go = useAddress<RegisterSearch>();
  const navigate = useNavigate();
  const sync = useSync().data;
  const list = useRegister(
    useDeferredValue({
      series: search.series ?? '',
      year: search.year ?? 0,
      text: search.text ?? '',
      sort: search.sort ?? '',
    }),
  );
  const columns = useColumns();
  const page = list.first.data;
  const series = page?.series ?? [];
  const years = page?.years ?? [];
  const year = search.year ?? years[0];
  return (
    <ListPage
      title={t('frame.pages.register')}
      list={list}
      columns={columns}
      rowId={r => `${r.kind}/${r.id}`}
      sorted={search.sort ?? 'newest'}
      onSort={sort => go({ sort })}
      onOpen={r =>
        void navigate({ to: '/paper/$kind/$id', params: { kind: r.kind, id: r.id } })
      }
      tabs={[
        {
          key: '',
          text: t('registry.all'),
          count: series.reduce((s, f) => s + f.count, 0),
        },
        ...series.map(f => ({
          key: f.key,
          text: named(lang, f.labelUk, f.labelEn) || f.key,
          count: f.count,
        })),
      ]}
      view={search.series ?? ''}
      onView={key => go({ series: key || undefined })}
      search={{
        label: t('registry.search'),
        value: search.text ?? '',
        onChange: text => go({ text: text || undefined }),
      }}
      actions={
        year !== undefined &&
        years.length > 1 && (
          <Select
            bare
            className="w-28"
            label={t('registry.year')}
            value={String(year)}
            options={years.map(y => ({ key: String(y), text: String(y) }))}
            onChange={y => go({ year: Number(y) })}
          />
        )
      }
      filtered={!!search.series || !!search.text}
      onAll={() => go({ series: undefined, text: undefined })}
      offline={sync?.dataAsOf === '' && sync.state === 'offline'}
      empty={{
        icon: BookText,
        title: t('registry.empty'),
        text: t('registry.emptyText'),
      }}
    />
  );
}

function useColumns(): Column<RegisterRow>[] {
  const { t } = useT();
  const save = useSavePaper();
  return useMemo(
    (): Column<RegisterRow>[] => [
      {
        id: 'number',
        header: t('registry.columns.number'),
        width: 'minmax(12rem,1fr)',
        cell: r => (
          <>
            <div className={cx('font-medium text-base', r.cancelled && 'line-through')}>
              {r.number}
            </div>
            <div
              className="truncate text-ink-3"
              title={r.cancelled ? t('registry.cancelled') : undefined}
            >
              {codeText('state.paper', r.kind)}
              {r.cancelled && `, ${t('registry.cancelled')}`}
            </div>
          </>
        ),
      },
      {
        id: 'at',
        header: t('registry.columns.at'),
        width: '9rem',
        sort: byAge,
        cell: r => <When at={r.at} />,
      },
      {
        id: 'order',
        header: t('registry.columns.order'),
        width: '10rem',
        cell: r => r.orderNumber || t('common.none'),
      },
      {
        id: 'party',
        header: t('registry.columns.party'),
        width: 'minmax(10rem,1fr)',
        cell: r => (
          <div className="truncate" title={r.party}>
            {r.party || t('common.none')}
          </div>
        ),
      },
      {
        id: 'amount',
        header: t('registry.columns.amount'),
        width: '9rem',
        end: true,
        cell: r => (r.amount === 0 ? t('common.none') : <Money value={r.amount} />),
      },
      {
        id: 'save',
        header: t('registry.columns.save'),
        width: '7rem',
        bare: true,
        cell: r => (
          <span className="flex justify-end">
            {(
              [
                ['pdf', FileDown],
                ['xml', FileCode2],
              ] as const
            ).map(([format, icon]) => (
              <IconButton
                key={format}
                icon={icon}
                label={t('delivery.paper.save', {
                  name: r.number,
                  format: format.toUpperCase(),
                })}
                onPress={() => save(r, format)}
              />
            ))}
          </span>
        ),
      },
    ],
    [t, save],
  );
}
