import { useNavigate } from '@tanstack/react-router';
import { ChartLine, WalletCards } from 'lucide-react';
import { type BudgetView, useBudgets, useSync } from '../../api';
import { useT } from '../../i18n';
import { useAddressOf } from '../../lib/address';
import { Button } from '../../ui/Button';
import { When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page, ScrollArea } from '../../ui/Page';
import { FundSummary } from './FundSummary';
import { Only } from './Only';
import { Sums } from './Sums';
import { budgetSearch, isAsked } from './search';

/** Each fund of the year: every kopiyka in one state, and what is left. */
export function BudgetPage() {
  const { t } = useT();
  const budgets = useBudgets();
  const sync = useSync().data;
  const of = useAddressOf(budgetSearch);
  const asOf = budgets.data?.[0]?.asOf;
  return (
    <Page
      title={t('frame.pages.budget')}
      note={
        asOf && (
          <>
            {t('frame.truth.data')} <When at={asOf} />
          </>
        )
      }
    >
      <View
        of={budgets}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={list =>
          list.length === 0 && (
            <Empty icon={WalletCards} title={t('budget.empty')}>
              {t('budget.emptyText')}
            </Empty>
          )
        }
      >
        {all => {
          const list = all.filter(b => isAsked(b, of));
          return (
            <>
              <Only of={of} />
              <ScrollArea
                label={t('frame.pages.budget')}
                className="grid min-h-0 flex-1 content-start gap-4 p-4 @4xl:grid-cols-2"
              >
                {list.map(b => (
                  <Fund key={b.id} budget={b} />
                ))}
              </ScrollArea>
              <Sums list={list} />
            </>
          );
        }}
      </View>
    </Page>
  );
}

function Fund({ budget: b }: { budget: BudgetView }) {
  const { t } = useT();
  const navigate = useNavigate();
  return (
    <section className="flex flex-col gap-4 rounded border bg-surface p-5">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-semibold text-lg">
          {t(`state.fund.${b.fund}`)}, {t('budget.year', { year: b.year })}
        </h2>
        <span className="num text-ink-3 text-sm">
          {t('budget.codes', { kpkvk: b.kpkvk, kekv: b.kekv })}
        </span>
        <p className="w-full text-ink-3 text-sm">
          {b.fund === 'guaranteed'
            ? t('budget.guaranteedNote')
            : t('budget.performanceNote')}
        </p>
      </header>
      <FundSummary budget={b} />
      <Button
        className="self-start"
        icon={ChartLine}
        aria-label={`${t('budget.open')}: ${t(`state.fund.${b.fund}`)}`}
        onPress={() => void navigate({ to: '/budget/$id', params: { id: b.id } })}
      >
        {t('budget.open')}
      </Button>
    </section>
  );
}
