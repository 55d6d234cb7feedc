import i18next from 'i18next';
import type { Lang } from './prefs';

const tag: Record<Lang, string> = { uk: 'uk-UA', en: 'en-GB' };
export const localeOf = (lang: Lang): string => tag[lang];

const narrow = '\u202f';

/** The zone every date on screen is in; older systems know it by its former name. */
export const kyiv: string = (() => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: 'Europe/Kyiv' });
    return 'Europe/Kyiv';
  } catch {
    return 'Europe/Kiev';
  }
})();

/** The day in Kyiv of a moment, `2026-12-31`; so many days later. */
export const dayInKyiv = (at: Date, later = 0): string => {
  const day = new Date(
    `${new Intl.DateTimeFormat('en-CA', { timeZone: kyiv }).format(at)}T12:00:00Z`,
  );
  day.setUTCDate(day.getUTCDate() + later);
  return day.toISOString().slice(0, 10);
};

/** Whole kopiykas as `1 234 567,50 ₴`, thin spaces between the groups. */
export function money(kopiykas: number, lang: Lang): string {
  const sign = kopiykas < 0 ? '−' : '';
  const abs = Math.abs(kopiykas);
  const whole = Math.floor(abs / 100);
  const rest = String(abs % 100).padStart(2, '0');
  const point = lang === 'uk' ? ',' : '.';
  return `${sign}${group(whole)}${point}${rest}${narrow}₴`;
}

const group = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, narrow);

/** A whole number with thin spaces. */
export const count = (n: number): string => (n < 0 ? `−${group(-n)}` : group(n));

/** Hundredths of a per cent as a percentage. */
export function percent(hundredths: number, lang: Lang): string {
  return new Intl.NumberFormat(localeOf(lang), {
    style: 'percent',
    maximumFractionDigits: hundredths % 100 === 0 ? 0 : 1,
  }).format(hundredths / 10_000);
}

/** A decimal given as text ("12.5") in the language's own writing. */
export function decimal(text: string, lang: Lang): string {
  const [whole = '', rest] = text.split('.');
  if (!/^-?\d+$/.test(whole)) return text;
  const shown = count(Number(whole));
  return rest === undefined ? shown : `${shown}${lang === 'uk' ? ',' : '.'}${rest}`;
}

const cache = new Map<string, Intl.DateTimeFormat>();
function fmt(
  lang: Lang,
  name: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${lang}/${name}`;
  const had = cache.get(key);
  if (had) return had;
  const made = new Intl.DateTimeFormat(tag[lang], { timeZone: kyiv, ...options });
  cache.set(key, made);
  return made;
}

const dayKey = (d: Date): string => fmt('en', 'key', { dateStyle: 'short' }).format(d);

/** A moment in full, and whose time that is: what the short form shows on hover. */
export const momentLong = (iso: string, lang: Lang): string =>
  `${fmt(lang, 'long', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(new Date(iso))} ${i18next.t('common.kyiv', { lng: lang })}`;

/** A moment, short: the time today, day and month this year, else with the year. */
export function momentShort(iso: string, now: Date, lang: Lang): string {
  const d = new Date(iso);
  if (dayKey(d) === dayKey(now))
    return fmt(lang, 'time', { hour: '2-digit', minute: '2-digit' }).format(d);
  const sameYear =
    fmt('en', 'year', { year: 'numeric' }).format(d) ===
    fmt('en', 'year', { year: 'numeric' }).format(now);
  if (sameYear)
    return fmt(lang, 'daytime', {
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    }).format(d);
  return fmt(lang, 'dayyear', { day: 'numeric', month: 'short', year: 'numeric' }).format(
    d,
  );
}

/** The day of a moment, Kyiv time. */
export const momentDay = (iso: string, lang: Lang): string =>
  fmt(lang, 'day', { day: 'numeric', month: 'short', year: 'numeric' }).format(
    new Date(iso),
  );

/** A calendar day ("2026-12-01"), which has no zone. */
export function day(iso: string, lang: Lang, long = false): string {
  const [y, m, d] = iso.slice(0, 10).split('-').map(Number);
  const at = new Date(Date.UTC(y ?? 1970, (m ?? 1) - 1, d ?? 1, 12));
  return long
    ? fmt(lang, 'daylong', {
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        year: 'numeric',
      }).format(at)
    : fmt(lang, 'day', { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** From one calendar day to another as short as it can be said: `3–9 груд.`; `until` "" is left open. */
export function dayRange(from: string, until: string, lang: Lang): string {
  const at = (iso: string) => new Date(`${iso.slice(0, 10)}T12:00:00Z`);
  const short = fmt(lang, 'dayshort', { day: 'numeric', month: 'short' });
  return until === '' || until === from
    ? short.format(at(from))
    : short.formatRange(at(from), at(until));
}

/** How long something took or waits, in the largest fitting unit. */
export interface Span {
  unit: 'now' | 'min' | 'h' | 'd';
  n: number;
}
export function spanOf(ms: number): Span {
  const min = Math.floor(Math.max(0, ms) / 60_000);
  if (min < 1) return { unit: 'now', n: 0 };
  if (min < 60) return { unit: 'min', n: min };
  const h = Math.floor(min / 60);
  if (h < 48) return { unit: 'h', n: h };
  return { unit: 'd', n: Math.floor(h / 24) };
}
export const spanSince = (iso: string, now: Date): Span =>
  spanOf(now.getTime() - new Date(iso).getTime());
