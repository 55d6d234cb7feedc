import { ArrowRight, Scale } from 'lucide-react';
import { codeText, useT } from '../i18n';
import { count } from '../lib/format';
import { When } from './figures';
import { Facts } from './Page';

/** The allocation slip of a line. */
export interface SlipLike {
  round: number;
  at: string;
  requested: number;
  claim: number;
  granted: number;
  tier: number;
  stockBefore: number;
  stockAfter: number;
  fromFloor: number;
  weight: number;
  place: number;
  credit: number;
  creditAfter: number;
  short: readonly { code: string; pieces: number }[];
}

/** What a round gave a line and why, so that anyone can follow it. */
export function Slip({ slip: s }: { slip: SlipLike }) {
  const { t } = useT();
  const short = s.short.reduce((n, r) => n + r.pieces, 0);
  const steps: [string, number][] = [
    [t('orders.slip.asked'), s.requested],
    [t('orders.slip.counted'), s.claim],
    [t('orders.slip.got'), s.granted],
  ];
  return (
    <section className="rounded border bg-paper px-3 py-2 text-sm">
      <h3 className="flex flex-wrap items-center gap-x-2 pb-1.5 text-ink-2">
        <Scale aria-hidden className="size-3.5" />
        <span className="font-medium">{t('orders.slip.title', { no: s.round })}</span>
        <When at={s.at} as="day" className="text-ink-3" />
      </h3>
      <p className="flex flex-wrap items-baseline gap-x-2">
        {steps.map(([name, value], i) => (
          <span key={name} className="inline-flex items-baseline gap-1.5">
            {i > 0 && (
              <ArrowRight aria-hidden className="size-3.5 self-center text-ink-3" />
            )}
            <span className="text-ink-3">{name}</span>
            <span className="num font-semibold text-base">{count(value)}</span>
          </span>
        ))}
      </p>
      {short > 0 && (
        <ul className="pt-1 text-wait">
          {s.short.map(r => (
            <li key={r.code}>
              {t('orders.slip.short', {
                qty: count(r.pieces),
                why: codeText('state.short', r.code),
              })}
            </li>
          ))}
        </ul>
      )}
      <details className="pt-1">
        <summary className="min-h-6 text-ink-2">{t('orders.slip.how')}</summary>
        <Facts
          className="pt-1"
          rows={[
            [t('orders.slip.tier'), t('orders.slip.tierText', { n: s.tier })],
            [
              t('orders.slip.stock'),
              t('orders.slip.step', {
                before: count(s.stockBefore),
                after: count(s.stockAfter),
              }),
            ],
            [t('orders.slip.floor'), count(s.fromFloor)],
            [t('orders.slip.weight'), count(s.weight)],
            [t('orders.slip.place'), count(s.place)],
            [
              t('orders.slip.credit'),
              t('orders.slip.step', {
                before: count(s.credit),
                after: count(s.creditAfter),
              }),
            ],
          ]}
        />
      </details>
    </section>
  );
}
