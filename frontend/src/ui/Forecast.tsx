import { CalendarClock } from 'lucide-react';
import { useT } from '../i18n';
import { count, day } from '../lib/format';
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
