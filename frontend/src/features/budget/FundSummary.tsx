import type { BudgetView } from '../../api';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { Money } from '../../ui/figures';
import { Meter } from '../../ui/Meter';

export const parts = [
  ['paid', 'bg-ink-3'],
  ['invoiced', 'bg-info'],
  ['committed', 'bg-info/60'],
  ['reserved', 'bg-wait'],
  ['pending', 'bg-wait/60'],
] as const;

/** The share of a fund that is used, in per cent. */
export const usedOf = (b: BudgetView): number =>
  b.appropriated === 0
    ? 0
    : Math.round(((b.appropriated - b.free) / b.appropriated) * 100);

/** What is free of a fund, and in which state every other kopiyka of it is. */
export function FundSummary({ budget: b }: { budget: BudgetView }) {
  const { t } = useT();
  const used = usedOf(b);
  return (
    <div className="flex min-w-0 flex-col gap-4">
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
    </div>
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
