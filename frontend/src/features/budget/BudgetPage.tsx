import { WalletCards } from 'lucide-react';
import { type BudgetView, useBudgets, useSync } from '../../api';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { Money, When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Meter } from '../../ui/Meter';
import { Page, ScrollArea } from '../../ui/Page';

const parts = [
  ['paid', 'bg-ink-3'],
  ['invoiced', 'bg-info'],
  ['committed', 'bg-info/60'],
  ['reserved', 'bg-wait'],
  ['pending', 'bg-wait/60'],
] as const;

/** Each fund of the year: every kopiyka in one state, and what is left. */
export function BudgetPage() {
  const { t } = useT();
  const budgets = useBudgets();
  const sync = useSync().data;
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
        {list => (
          <ScrollArea
            label={t('frame.pages.budget')}
            className="grid min-h-0 flex-1 content-start gap-4 p-4 @4xl:grid-cols-2"
          >
            {list.map(b => (
              <Fund key={b.id} budget={b} />
            ))}
          </ScrollArea>
        )}
      </View>
    </Page>
  );
}

function Fund({ budget: b }: { budget: BudgetView }) {
  const { t } = useT();
  const used =
    b.appropriated === 0
      ? 0
      : Math.round(((b.appropriated - b.free) / b.appropriated) * 100);
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
      <div>
        <div className="flex flex-wrap items-baseline justify-between gap-3">
          <Money
            value={b.free}
            className={cx(
              'font-semibold text-2xl',
              b.free > 0 ? 'text-accent' : 'text-alarm',
            )}
          />
          <span className="text-ink-3 text-sm">
            {t('budget.share', { percent: used })}
          </span>
        </div>
        <span className="text-ink-2">{t('budget.free')}</span>
      </div>
      <Meter
        whole={b.appropriated}
        label={t('budget.share', { percent: used })}
        parts={parts.map(([key, className]) => ({
          value: b[key],
          label: t(`budget.${key}`),
          className,
        }))}
      />
      <dl className="flex flex-col text-sm">
        <Row name={t('budget.appropriated')} value={b.appropriated} strong />
        {parts.map(([key, mark]) => (
          <Row key={key} name={t(`budget.${key}`)} value={b[key]} mark={mark} />
        ))}
      </dl>
    </section>
  );
}

function Row({
  name,
  value,
  mark,
  strong,
}: {
  name: string;
  value: number;
  mark?: string;
  strong?: boolean;
}) {
  return (
    <div
      className={cx('flex min-h-8 items-center gap-2 border-t', strong && 'font-medium')}
    >
      <dt className="flex flex-1 items-center gap-2">
        {mark && <span aria-hidden className={cx('size-2.5 rounded-[2px]', mark)} />}
        {name}
      </dt>
      <dd>
        <Money value={value} />
      </dd>
    </div>
  );
}
