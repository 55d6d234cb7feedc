import type { ReactNode } from 'react';
import { useT } from '../../i18n';
import { langs, setPrefs } from '../../lib/prefs';
import { Segmented } from '../../ui/fields';

/** The sheet that stands alone on the page before the frame is there. */
export function Card({
  children,
  language = true,
}: {
  children: ReactNode;
  language?: boolean;
}) {
  const { t, lang } = useT();
  return (
    <main className="flex h-full flex-col items-center overflow-y-auto p-6">
      <div className="flex w-full justify-end">
        {language && (
          <Segmented
            bare
            label={t('settings.language')}
            value={lang}
            options={langs.map(key => ({ key, text: t(`settings.languages.${key}`) }))}
            onChange={l => setPrefs({ language: l })}
          />
        )}
      </div>
      <div className="my-auto w-full max-w-md rounded border bg-surface p-8">
        {children}
      </div>
    </main>
  );
}
