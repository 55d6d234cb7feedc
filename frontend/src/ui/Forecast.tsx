import { CalendarClock } from 'lucide-react';
import { useT } from '../i18n';
import { count, day, dayRange, momentLong } from '../lib/format';
import type { Lang } from '../lib/prefs';
import { When } from './figures';

/** What is likely of an item, as Go computes it from the published rounds. */
export interface ForecastLike {
  known: boolean;
  low: number;
  high: number;
  from: string;
  until: string;
  inRounds: boolean;
  rounds: number;
  asOf: string;
}

const range = (low: number, high: number): string =>
  low === high ? count(low) : `${count(low)}–${count(high)}`;

const days = (from: string, until: string, lang: Lang): string =>
  from === until || until === ''
    ? day(from, lang)
    : `${day(from, lang)} – ${day(until, lang)}`;

/** How much of a line is likely in the next round and when it is all given; nothing where who comes first is served first. */
export function Forecast({ of }: { of: ForecastLike | undefined }) {
  const { t, lang } = useT();
  if (!of?.inRounds) return null;
  return (
    <p className="flex items-start gap-1.5 text-sm">
      <CalendarClock aria-hidden className="mt-0.5 size-4 shrink-0 text-info" />
      {of.known ? (
        <span>
          <span className="num font-medium text-info">
            {t('rounds.forecast.pieces', { range: range(of.low, of.high) })}
          </span>
          {of.from && (
            <span className="num text-ink-2">
              {'; '}
              {t('rounds.forecast.days', { days: days(of.from, of.until, lang) })}
            </span>
          )}
          <span className="text-ink-3">
            {'; '}
            {t('rounds.forecast.from', { count: of.rounds })}, {t('common.asOf')}{' '}
            <When at={of.asOf} />
          </span>
        </span>
      ) : (
        <span className="text-ink-3">{t('rounds.forecast.unknown')}</span>
      )}
    </p>
  );
}

/** The same in a line, for lists: pieces and days as ranges, and the age of what they rest on; the sentence on hover. */
export function ForecastChip({ of }: { of: ForecastLike | undefined }) {
  const { t, lang } = useT();
  if (!of?.inRounds) return null;
  if (!of.known)
    return (
      <span
        title={t('rounds.forecast.unknown')}
        className="flex min-w-0 items-center gap-1.5 text-ink-3 text-sm"
      >
        <CalendarClock aria-hidden className="size-3.5 shrink-0" />
        <span className="truncate">{t('rounds.forecast.chipUnknown')}</span>
      </span>
    );
  const sentence = [
    t('rounds.forecast.pieces', { range: range(of.low, of.high) }),
    of.from && t('rounds.forecast.days', { days: days(of.from, of.until, lang) }),
    `${t('rounds.forecast.from', { count: of.rounds })}, ${t('common.asOf')} ${momentLong(of.asOf, lang)}`,
  ];
  return (
    <span
      title={sentence.filter(Boolean).join('; ')}
      className="flex min-w-0 items-center gap-1.5 text-sm"
    >
      <CalendarClock aria-hidden className="size-3.5 shrink-0 text-info" />
      <span className="num truncate">
        <span className="font-medium text-info">
          {t('rounds.forecast.chip', { range: range(of.low, of.high) })}
          {of.from &&
            `, ${
              of.until === ''
                ? t('rounds.forecast.chipFrom', { day: dayRange(of.from, '', lang) })
                : dayRange(of.from, of.until, lang)
            }`}
        </span>
        <span className="text-ink-3 text-xs">
          {' · '}
          <When at={of.asOf} as="ago" />
        </span>
      </span>
    </span>
  );
}
