import i18next, { type TFunction } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { currentPrefs, type Lang, onPrefs } from '../lib/prefs';
import { en } from './en';
import { type Texts, uk } from './uk';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Texts };
  }
}

/** Starts the texts in the language of the preferences and follows it. */
export function startTexts(): void {
  void i18next.use(initReactI18next).init({
    lng: currentPrefs().language,
    fallbackLng: false,
    initAsync: false,
    resources: { uk: { translation: uk }, en: { translation: en } },
    interpolation: { escapeValue: false },
    returnEmptyString: true,
  });
  onPrefs(() => {
    const { language } = currentPrefs();
    if (i18next.language !== language) void i18next.changeLanguage(language);
  });
}

/** The texts in the person's language. */
export function useT(): { t: TFunction; lang: Lang } {
  const { t, i18n } = useTranslation();
  return { t, lang: i18n.language === 'en' ? 'en' : 'uk' };
}

/**
 * The text of a code that came from Go. An unknown code (a newer server's) is
 * shown as it is: better a raw word than nothing.
 */
export function codeText(
  prefix: string,
  code: string,
  args: Record<string, unknown> = {},
): string {
  const key = `${prefix}.${code}`;
  if (!i18next.exists(key, args)) return code;
  return (i18next.t as unknown as (k: string, a: Record<string, unknown>) => string)(
    key,
    args,
  );
}

/** The one of two data names that fits the language. */
export const named = (lang: Lang, uk: string, en: string): string =>
  lang === 'en' ? en || uk : uk || en;
