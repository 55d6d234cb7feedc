import { useNavigate } from '@tanstack/react-router';
import { Archive, ArrowRight, ChartLine, ListFilter, WalletCards } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type BudgetView, useAppState, useBudgets, useSync } from '../../api';
import { useT } from '../../i18n';
import { useAddressOf } from '../../lib/address';
import { cx } from '../../lib/cx';
import { matches } from '../../lib/layout';
import { Button } from '../../ui/Button';
import { type Column, DataTable } from '../../ui/DataTable';
import { SearchField } from '../../ui/fields';
import { Money, When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Meter } from '../../ui/Meter';
import { Facts, Page, Pane } from '../../ui/Page';
import { Tabs } from '../../ui/Tabs';
import { parts, usedOf } from './FundSummary';
import { MoneyDialog } from './MoneyDialog';
import { Only } from './Only';
import { Sums } from './Sums';
import { budgetSearch, isAsked } from './search';

const filters = {
  all: () => true,
  changing: (b: BudgetView) => b.pending !== 0,
  low: (b: BudgetView) => b.free * 10 < b.appropriated,
};
type Filter = keyof typeof filters;
/** What the server has free: what waits here is taken off in `free`. */
const before = (b: BudgetView): number => b.free + b.pending;

/** Every fund of every unit: what is free now and after what was signed here has gone. */
export function BudgetsPage() {
  const { t } = useT();
  const budgets = useBudgets();
  const sync = useSync().data;
  const [text, setText] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const [openId, setOpenId] = useState('');
  const [closing, setClosing] = useState(false);
  const finance = useAppState().data?.roles.includes('finance') ?? false;
  const columns = useColumns();
  const of = useAddressOf(budgetSearch);
  const all = (budgets.data ?? []).filter(
    b => isAsked(b, of) && matches(`${b.unitName} ${b.kpkvk} ${b.kekv}`, text),
  );
  const list = all.filter(filters[filter]);
  const open = budgets.data?.find(b => b.id === openId);
  const asOf = budgets.data?.[0]?.asOf;
  return (
    <Page
      title={t('frame.pages.budgets')}
      note={
        asOf && (
          <>
            {t('frame.truth.data')} <When at={asOf} />
          </>
        )
      }
      search={
        <SearchField label={t('queue.budgets.search')} value={text} onChange={setText} />
      }
      actions={
        finance &&
        list.length > 0 && (
          <Button icon={Archive} onPress={() => setClosing(true)}>
            {t('budget.acts.closeAll')}
          </Button>
        )
      }
      pane={open && <FundPane budget={open} onClose={() => setOpenId('')} />}
    >
      <Tabs
        label={t('frame.pages.budgets')}
        value={filter}
        tabs={(Object.keys(filters) as Filter[]).map(key => ({
          key,
          text: t(`queue.budgets.${key}`),
          count: all.filter(filters[key]).length,
          urgent: key === 'low',
        }))}
        onChange={setFilter}
      />
      <Only of={of} />
      <View
        of={budgets}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={data =>
          list.length === 0 &&
          (data.length === 0 ? (
            <Empty icon={WalletCards} title={t('queue.budgets.empty')}>
              {t('queue.budgets.emptyText')}
            </Empty>
          ) : (
            <Empty icon={ListFilter} title={t('queue.budgets.nothing')} />
          ))
        }
      >
        {() => (
          <>
            <DataTable
              tall
              label={t('frame.pages.budgets')}
              columns={columns}
              total={list.length}
              rowAt={i => list[i]}
              rowId={b => b.id}
              activeId={openId}
              onOpen={b => setOpenId(b.id)}
            />
            <Sums list={list} />
          </>
        )}
      </View>
      {closing && list[0] && (
        <MoneyDialog
          act="budget.close_year"
          budget={list[0]}
          all={list}
          onClose={() => setClosing(false)}
        />
      )}
    </Page>
  );
}

function useColumns(): Column<BudgetView>[] {
  const { t } = useT();
  return useMemo((): Column<BudgetView>[] => {
    const sum = (key: 'appropriated' | 'reserved' | 'committed' | 'paid') => ({
      id: key,
      header: t(`budget.${key}`),
      width: '8.5rem',
      end: true,
      cell: (b: BudgetView) => <Money value={b[key]} />,
    });
    return [
      {
        id: 'unit',
        header: t('queue.budgets.unit'),
        width: 'minmax(13rem,1fr)',
        cell: b => (
          <>
            <div className="truncate font-medium text-base" title={b.unitName}>
              {b.unitName}
            </div>
            <div className="truncate text-ink-3">
              {t(`state.fund.${b.fund}`)}, {b.year}
            </div>
          </>
        ),
      },
      sum('appropriated'),
      sum('reserved'),
      sum('committed'),
      sum('paid'),
      {
        id: 'free',
        header: t('budget.free'),
        width: '9.5rem',
        end: true,
        cell: b => <Free budget={b} />,
      },
    ];
  }, [t]);
}

/** Free now → free after; one figure where nothing signed here changes it. */
function Free({ budget: b }: { budget: BudgetView }) {
  const tone = filters.low(b) ? 'text-alarm' : 'text-accent';
  if (b.pending === 0)
    return <Money value={b.free} className={cx('font-semibold', tone)} />;
  return (
    <>
      <div className="flex items-center justify-end gap-1.5 text-ink-3">
        <Money value={before(b)} />
        <ArrowRight aria-hidden className="size-3.5" />
      </div>
      <Money value={b.free} className={cx('font-semibold', tone)} />
    </>
  );
}

function FundPane({ budget: b, onClose }: { budget: BudgetView; onClose: () => void }) {
  const { t } = useT();
  const navigate = useNavigate();
  return (
    <Pane
      title={b.unitName}
      above={
        <p className="eyebrow pb-1">
          {t(`state.fund.${b.fund}`)}, {b.year}
        </p>
      }
      onClose={onClose}
      footer={
        <Button
          icon={ChartLine}
          onPress={() => void navigate({ to: '/budget/$id', params: { id: b.id } })}
        >
          {t('budget.open')}
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        <p className="num text-ink-3 text-sm">
          {t('budget.codes', { kpkvk: b.kpkvk, kekv: b.kekv })}
        </p>
        <Meter
          whole={b.appropriated}
          label={t('budget.share', { percent: usedOf(b) })}
          parts={parts.map(([key, className]) => ({
            value: b[key],
            label: t(`budget.${key}`),
            className,
          }))}
        />
        <Facts
          className="grid-cols-[1fr_auto]"
          rows={[
            [t('budget.appropriated'), <Money key="a" value={b.appropriated} />],
            ...parts.map(([key]): [string, React.ReactNode] => [
              t(`budget.${key}`),
              <Money key={key} value={b[key]} />,
            ]),
            [t('queue.budgets.free'), <Money key="b" value={before(b)} />],
            [
              t('queue.budgets.after'),
              <Money key="f" value={b.free} className="font-semibold" />,
            ],
          ]}
        />
      </div>
    </Pane>
  );
}
