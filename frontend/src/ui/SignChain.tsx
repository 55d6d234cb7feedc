import { Check, CircleDashed, PenLine } from 'lucide-react';
import { codeText, useT } from '../i18n';
import { cx } from '../lib/cx';
import { When } from './figures';

export interface StepLike {
  step: number;
  role: string;
  count: number;
  done: number;
}
export interface SignatureLike {
  step: number;
  role: string;
  name: string;
  forName: string;
  at: string;
}

/** Who signed, who signs next and whether that is the person here. */
export function SignChain({
  steps,
  signatures,
  roles,
  open,
}: {
  steps: readonly StepLike[];
  signatures: readonly SignatureLike[];
  /** Of the person here; its turn is marked. */
  roles: readonly string[];
  /** Whether the next signature is awaited now. */
  open: boolean;
}) {
  const { t } = useT();
  const next = open ? steps.find(s => s.done < s.count) : undefined;
  return (
    <ol className="flex flex-col gap-2 text-sm">
      {steps.map(s => {
        const done = s.done >= s.count;
        const Icon = done ? Check : s === next ? PenLine : CircleDashed;
        const mine = s === next && roles.includes(s.role);
        return (
          <li key={`${s.step}${s.role}`} className="flex gap-2">
            <Icon
              aria-hidden
              className={cx(
                'mt-0.5 size-4 shrink-0',
                done ? 'text-accent' : s === next ? 'text-wait' : 'text-ink-3',
              )}
            />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-medium first-letter:uppercase">
                  {codeText('state.role', s.role)}
                </span>
                {s.count > 1 && (
                  <span className="num text-ink-3">
                    {t('orders.chain.of', { done: s.done, count: s.count })}
                  </span>
                )}
                {s === next && (
                  <span className={cx('font-medium', mine ? 'text-alarm' : 'text-wait')}>
                    {mine ? t('orders.chain.mine') : t('orders.chain.next')}
                  </span>
                )}
              </p>
              {signatures
                .filter(x => x.role === s.role && x.step === s.step)
                .map(x => (
                  <p key={`${x.name}${x.at}`} className="text-ink-2">
                    {x.name}
                    {x.forName && `, ${t('orders.chain.for', { name: x.forName })}`} ·{' '}
                    <When at={x.at} className="text-ink-3" />
                  </p>
                ))}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
