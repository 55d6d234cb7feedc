import { Check, CircleCheck, Minus, Plus, RotateCcw, X } from 'lucide-react';
import * as A from 'react-aria-components';
import type { DeliveryLine } from '../../api';
import { codeText, named, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Select, TextField } from '../../ui/fields';
import {
  type Piece,
  pieceOf,
  type Tally,
  turned,
  uncounted,
  whole,
  withFigures,
} from './counts';

const reasons = ['damaged', 'quality', 'wrong_item', 'quantity', 'paperwork'] as const;

/** One line of the delivery, counted with big targets: for people who stand. */
export function CountLine({
  n,
  line: l,
  value: v,
  onChange,
}: {
  n: number;
  line: DeliveryLine;
  value: Tally;
  onChange: (to: Tally) => void;
}) {
  const { t, lang } = useT();
  const wrong = v.refused + v.remarked > 0;
  const short = l.dispatched - v.delivered;
  return (
    <section
      aria-label={named(lang, l.nameUk, l.nameEn)}
      className={cx(
        'flex flex-col gap-3 rounded border border-s-4 bg-surface p-4',
        !v.done ? 'border-s-line-strong' : wrong ? 'border-s-alarm' : 'border-s-accent',
      )}
    >
      <header className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <h3 className="font-semibold text-lg">
            {n}. {named(lang, l.nameUk, l.nameEn)}
          </h3>
          <p className="text-ink-2">
            {l.article} ·{' '}
            {t('delivery.receiving.sent', {
              qty: `${count(l.dispatched)}\u00a0${named(lang, l.uomUk, l.uomEn)}`,
            })}
          </p>
        </div>
        {v.done ? (
          <Button look="quiet" large icon={RotateCcw} onPress={() => onChange(uncounted)}>
            {t('delivery.receiving.again')}
          </Button>
        ) : (
          <Button large icon={CircleCheck} onPress={() => onChange(whole(l))}>
            {t('delivery.receiving.allOne', { qty: count(l.dispatched) })}
          </Button>
        )}
      </header>
      {l.serials.length > 0 ? (
        <Serials line={l} value={v} onChange={onChange} />
      ) : (
        <div className="grid gap-3 @xl:grid-cols-3">
          <Figure
            label={t('delivery.receiving.delivered')}
            value={v.delivered}
            max={l.dispatched}
            onChange={delivered => onChange(withFigures(l, v, { delivered }))}
          />
          <Figure
            label={t('delivery.receiving.refused')}
            value={v.refused}
            max={v.delivered}
            onChange={refused => onChange(withFigures(l, v, { refused }))}
          />
          <Figure
            label={t('delivery.receiving.remarked')}
            value={v.remarked}
            max={v.delivered - v.refused}
            onChange={remarked => onChange(withFigures(l, v, { remarked }))}
          />
        </div>
      )}
      {l.serials.length > 0 && v.done && (
        <Figure
          className="max-w-64"
          label={t('delivery.receiving.remarked')}
          value={v.remarked}
          max={v.delivered - v.refused}
          onChange={remarked => onChange(withFigures(l, v, { remarked }))}
        />
      )}
      {v.done && short > 0 && (
        <p className="text-wait">
          {t('delivery.receiving.short', { qty: count(short) })}
        </p>
      )}
      {wrong && (
        <div className="grid gap-3 @xl:grid-cols-[16rem_1fr]">
          <Select
            className="[&_button]:min-h-12"
            label={t('delivery.receiving.reason')}
            value={reasons.find(r => r === v.reason) ?? ''}
            options={reasons.map(key => ({
              key,
              text: t(`state.claim_reason.${key}`),
            }))}
            onChange={reason => onChange({ ...v, reason })}
          />
          <TextField
            className="[&_input]:min-h-12"
            label={t('delivery.receiving.remark')}
            value={v.remark}
            onChange={remark => onChange({ ...v, remark })}
          />
          {v.refused > 0 && (
            <p className="text-alarm @xl:col-span-2">
              {t('delivery.receiving.claimText')}
            </p>
          )}
        </div>
      )}
    </section>
  );
}

const marks: Record<Piece, [typeof Check, string]> = {
  fine: [Check, 'text-accent'],
  missing: [Minus, 'bg-wait-soft font-medium text-wait'],
  bad: [X, 'bg-alarm-soft font-medium text-alarm'],
};

/** A button a piece: each press gives it its next standing. */
function Serials({
  line: l,
  value: v,
  onChange,
}: {
  line: DeliveryLine;
  value: Tally;
  onChange: (to: Tally) => void;
}) {
  const { t } = useT();
  return (
    <div className="flex flex-col gap-2">
      <p className="text-ink-2 text-sm">{t('delivery.receiving.serialsText')}</p>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-1.5">
        {l.serials.map(s => {
          const standing = pieceOf(v, s);
          const [Icon, tone] = marks[standing];
          return (
            <li key={s}>
              <button
                type="button"
                aria-label={`${s}: ${t(`delivery.receiving.serial.${standing}`)}`}
                onClick={() =>
                  onChange(turned(l, v.done ? v : { ...whole(l), remark: v.remark }, s))
                }
                className={cx(
                  'flex min-h-11 w-full items-center gap-2 rounded border px-3 text-start hover:bg-hover',
                  v.done ? tone : 'text-ink-2',
                )}
              >
                {v.done && <Icon aria-hidden className="size-4 shrink-0" />}
                <span className="min-w-0 flex-1 break-all font-mono text-sm">{s}</span>
                {v.done && standing !== 'fine' && (
                  <span className="text-xs">
                    {codeText('delivery.receiving.serial', standing)}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** A whole number with targets a gloved finger hits. */
function Figure(p: {
  label: string;
  value: number;
  max: number;
  onChange: (value: number) => void;
  className?: string;
}) {
  const { t } = useT();
  const step =
    'inline-flex w-12 shrink-0 items-center justify-center text-ink-2 hover:bg-hover disabled:text-ink-3 disabled:opacity-50';
  return (
    <A.NumberField
      validationBehavior="aria"
      value={p.value}
      minValue={0}
      maxValue={Math.max(0, p.max)}
      onChange={n => p.onChange(Number.isNaN(n) ? 0 : n)}
      className={cx('flex min-w-0 flex-col gap-1', p.className)}
    >
      <A.Label className="font-medium text-ink-2 text-sm">{p.label}</A.Label>
      <A.Group className="flex min-h-12 overflow-hidden rounded border border-line-strong/60 bg-surface focus-within:border-accent">
        <A.Button slot="decrement" aria-label={t('common.decrease')} className={step}>
          <Minus aria-hidden className="size-5" />
        </A.Button>
        <A.Input className="num min-w-0 flex-1 border-line border-x bg-transparent text-center font-semibold text-lg outline-none" />
        <A.Button slot="increment" aria-label={t('common.increase')} className={step}>
          <Plus aria-hidden className="size-5" />
        </A.Button>
      </A.Group>
    </A.NumberField>
  );
}
