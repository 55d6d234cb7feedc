import { useT } from '../i18n';
import { cx } from '../lib/cx';
import * as f from '../lib/format';
import { useNow } from '../lib/now';

/** An amount in whole kopiykas. The only way money gets on screen. */
export function Money({ value, className }: { value: number; className?: string }) {
  const { lang } = useT();
  return (
    <data value={value} className={cx('num whitespace-nowrap', className)}>
      {f.money(value, lang)}
    </data>
  );
}

/** A quantity with its unit of measure. */
export function Qty({
  value,
  uom,
  className,
}: {
  value: number;
  uom?: string;
  className?: string;
}) {
  return (
    <data value={value} className={cx('num whitespace-nowrap', className)}>
      {f.count(value)}
      {uom ? `\u00a0${uom}` : ''}
    </data>
  );
}

/**
 * A moment, short, Kyiv time; in full on hover. `as="day"` leaves the hour out, `as="ago"` says how long ago,
 * `as="span"` how long it has lasted.
 */
export function When({
  at,
  as = 'clock',
  className,
}: {
  at: string;
  as?: 'clock' | 'day' | 'ago' | 'span';
  className?: string;
}) {
  const { lang } = useT();
  const now = useNow();
  const span = useSpanText();
  const ago = useAgoText();
  if (at === '') return null;
  const text =
    as === 'clock'
      ? f.momentShort(at, now, lang)
      : as === 'day'
        ? f.momentDay(at, lang)
        : as === 'ago'
          ? ago(at)
          : span(at);
  return (
    <time
      dateTime={at}
      title={f.momentLong(at, lang)}
      className={cx('num whitespace-nowrap', className)}
    >
      {text}
    </time>
  );
}

/** A calendar day, which has no hour. */
export function Day({ on, className }: { on: string; className?: string }) {
  const { lang } = useT();
  if (on === '') return null;
  return (
    <time
      dateTime={on}
      title={f.day(on, lang, true)}
      className={cx('num whitespace-nowrap', className)}
    >
      {f.day(on, lang)}
    </time>
  );
}

/** How long ago, as text for sentences. */
export function useAgoText(): (iso: string) => string {
  const { t } = useT();
  const now = useNow();
  return iso => {
    const s = f.spanSince(iso, now);
    return t(`common.ago.${s.unit}`, { n: s.n });
  };
}

/** How long since, as text for sentences. */
export function useSpanText(): (iso: string) => string {
  const { t } = useT();
  const now = useNow();
  return iso => {
    const s = f.spanSince(iso, now);
    return t(`common.span.${s.unit}`, { n: s.n });
  };
}
