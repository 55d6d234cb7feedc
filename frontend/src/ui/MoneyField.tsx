import * as A from 'react-aria-components';
import { cx } from '../lib/cx';
import { box } from './fields';

/** An amount: people write hryvnias with kopiykas, the value is whole kopiykas. NaN while nothing is written. */
export function MoneyField({
  label,
  value,
  onChange,
  min,
  max,
  bare,
  className,
}: {
  label: string;
  value: number;
  onChange: (kopiykas: number) => void;
  min?: number;
  max?: number;
  bare?: boolean;
  className?: string;
}) {
  return (
    <A.NumberField
      validationBehavior="aria"
      value={Number.isFinite(value) ? value / 100 : Number.NaN}
      onChange={v => onChange(Number.isFinite(v) ? Math.round(v * 100) : Number.NaN)}
      {...(min === undefined ? {} : { minValue: min / 100 })}
      {...(max === undefined ? {} : { maxValue: max / 100 })}
      formatOptions={{ minimumFractionDigits: 2, maximumFractionDigits: 2 }}
      {...(bare ? { 'aria-label': label } : {})}
      className={cx('flex min-w-0 flex-col gap-1', className)}
    >
      {!bare && <A.Label className="font-medium text-ink-2 text-sm">{label}</A.Label>}
      <A.Group className="relative flex min-w-0">
        <A.Input className={cx(box, 'num pe-7 text-end')} />
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-ink-3"
        >
          ₴
        </span>
      </A.Group>
    </A.NumberField>
  );
}
