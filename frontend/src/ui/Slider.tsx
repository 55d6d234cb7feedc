import * as A from 'react-aria-components';
import { cx } from '../lib/cx';

/** A whole number by hand or by arrows; its value in words stands beside the name. */
export function Slider({
  label,
  value,
  text,
  min = 0,
  max,
  step = 1,
  onChange,
  disabled,
  className,
}: {
  label: string;
  value: number;
  /** The value as people read it. */
  text: string;
  min?: number;
  max: number;
  step?: number;
  onChange: (value: number) => void;
  disabled?: boolean;
  className?: string;
}) {
  return (
    <A.Slider
      value={value}
      minValue={min}
      maxValue={Math.max(min, max)}
      step={step}
      isDisabled={disabled ?? false}
      onChange={onChange}
      className={cx('flex min-w-0 flex-col gap-1', className)}
    >
      <div className="flex items-baseline justify-between gap-3">
        <A.Label className="font-medium text-ink-2 text-sm">{label}</A.Label>
        <A.SliderOutput className="num font-semibold">{text}</A.SliderOutput>
      </div>
      <A.SliderTrack className="relative h-6 w-full">
        {({ state }) => (
          <>
            <div className="absolute inset-x-0 top-2.5 h-1 rounded-full bg-line-strong/50" />
            <div
              className="absolute top-2.5 h-1 rounded-full bg-accent"
              style={{ width: `${state.getThumbPercent(0) * 100}%` }}
            />
            <A.SliderThumb
              aria-label={label}
              className="top-3 size-5 rounded-full border-2 border-accent bg-surface outline-offset-2 data-dragging:bg-accent-soft data-focus-visible:outline-2 data-focus-visible:outline-accent"
            />
          </>
        )}
      </A.SliderTrack>
    </A.Slider>
  );
}
