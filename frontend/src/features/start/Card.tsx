import type { ReactNode } from 'react';
import { useT } from '../../i18n';
import { langs, setPrefs } from '../../lib/prefs';
import { productName } from '../../lib/product';
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
      <div className="flex w-full items-center justify-between">
        <Wordmark />
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

/** The product's name; a name, not a text to translate. */
function Wordmark() {
  return (
    <span translate="no" className="flex items-center gap-2 font-semibold text-lg">
      <span aria-hidden className="flex items-center gap-0.5 text-accent">
        <span className="size-2.5 rounded-full bg-accent" />
        <span className="h-0.5 w-2 bg-accent" />
        <span className="size-2.5 rounded-full border-2 border-accent" />
      </span>
      {productName}
    </span>
  );
}
