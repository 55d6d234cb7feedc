import { Signature } from 'lucide-react';
import type { CartView } from '../../api';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { Button } from '../../ui/Button';
import { Money, When } from '../../ui/figures';
import { Meter } from '../../ui/Meter';
import { Reasons } from '../../ui/Reasons';

/** Free now, this cart, left after: always in sight, and the way on. */
export function BudgetPanel({ cart, onSign }: { cart: CartView; onSign: () => void }) {
  const { t } = useT();
  const fund = cart.funds.find(f => f.id === cart.details.fund);
  const short = cart.freeAfter < 0;
  const whole = cart.problems.filter(p => p.line === 0 && p.code !== 'answer_missing');
  const stops = cart.problems.filter(p => p.severity === 'stop').length;
  return (
    <section
      aria-label={t('cart.budget')}
      className="flex flex-col gap-3 p-4 @max-3xl:gap-1.5 @max-3xl:py-2"
    >
      <header className="flex items-baseline justify-between gap-2">
        <h2 className="font-semibold">
          {fund
            ? t('cart.fundOf', { fund: t(`state.fund.${fund.fund}`) })
            : t('cart.budget')}
        </h2>
        {cart.budgetAsOf && (
          <span className="text-ink-3 text-xs">
            {t('frame.truth.data')} <When at={cart.budgetAsOf} />
          </span>
        )}
      </header>
      <dl className="flex flex-col gap-1 @max-3xl:grid @max-3xl:grid-cols-3 @max-3xl:gap-3">
        <Row name={t('cart.freeNow')} value={cart.freeBefore} />
        <Row name={t('cart.thisCart')} value={-cart.total} />
        <div className="flex items-baseline justify-between text-ink-3 text-sm @max-3xl:hidden">
          <dt className="ps-3">{t('cart.vat')}</dt>
          <dd>
            <Money value={cart.vat} />
          </dd>
        </div>
        <div className="mt-1 flex items-baseline justify-between border-t pt-2 @max-3xl:mt-0 @max-3xl:flex-col @max-3xl:border-t-0 @max-3xl:pt-0">
          <dt className="font-medium">{short ? t('cart.over') : t('cart.leftAfter')}</dt>
          <dd>
            <Money
              value={Math.abs(cart.freeAfter)}
              className={cx(
                'font-semibold text-lg',
                short ? 'text-alarm' : 'text-accent',
              )}
            />
          </dd>
        </div>
      </dl>
      <Meter
        whole={Math.max(cart.freeBefore, cart.total)}
        label={t('cart.thisCart')}
        parts={[
          {
            value: cart.total,
            label: t('cart.thisCart'),
            className: short ? 'bg-alarm' : 'bg-wait',
          },
          {
            value: Math.max(0, cart.freeAfter),
            label: t('cart.leftAfter'),
            className: 'bg-accent',
          },
        ]}
      />
      {whole.length > 0 && <Reasons list={whole} className="text-sm" />}
      <Button
        look="primary"
        large
        icon={Signature}
        isDisabled={!cart.ready}
        onPress={onSign}
      >
        {t('cart.sign')}
      </Button>
      <p className={cx('text-sm', cart.ready ? 'text-ink-3' : 'text-alarm')}>
        {cart.ready ? t('cart.ready') : t('cart.notReady', { count: Math.max(1, stops) })}
      </p>
    </section>
  );
}

function Row({ name, value }: { name: string; value: number }) {
  return (
    <div className="flex items-baseline justify-between @max-3xl:flex-col">
      <dt className="text-ink-2">{name}</dt>
      <dd>
        <Money value={value} />
      </dd>
    </div>
  );
}
