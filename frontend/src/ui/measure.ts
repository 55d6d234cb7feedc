import { useT } from '../i18n';
import { count, localeOf, money, percent } from '../lib/format';
import type { Lang } from '../lib/prefs';

/** Tenths as a decimal, without a needless nought. */
const tenths = (value: number, lang: Lang): string =>
  new Intl.NumberFormat(localeOf(lang), { maximumFractionDigits: 1 }).format(value / 10);

const compact = (value: number, lang: Lang): string =>
  new Intl.NumberFormat(localeOf(lang), {
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(value);

/** How figures of each kind are written, in full and short (on the axis of a plot). */
export function useMeasure(): {
  full: (kind: string, value: number) => string;
  short: (kind: string, value: number) => string;
} {
  const { t, lang } = useT();
  const full = (kind: string, value: number): string => {
    switch (kind) {
      case 'days':
        return t('common.span.d', { n: tenths(value, lang) });
      case 'hours':
        return value < 48
          ? t('common.span.h', { n: count(value) })
          : t('common.span.d', { n: tenths(Math.round((value * 10) / 24), lang) });
      case 'money':
        return money(value, lang);
      case 'percent':
        return percent(value, lang);
      default:
        return count(value);
    }
  };
  const short = (kind: string, value: number): string => {
    switch (kind) {
      case 'days':
        return tenths(value, lang);
      case 'money':
        return compact(value / 100, lang);
      case 'percent':
        return percent(value, lang);
      default:
        return compact(value, lang);
    }
  };
  return { full, short };
}
