import './styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { followEvents, makeClient } from './api';
import { startTexts } from './i18n';
import { localeOf } from './lib/format';
import { startShortcuts } from './lib/keys';
import { applyPrefs, usePrefs } from './lib/prefs';
import { makeRouter } from './router';

/** Draws the window: texts, theme, keyboard, Go's events, then the page. */
export function start(): void {
  applyPrefs();
  startTexts();
  startShortcuts();
  const client = makeClient();
  followEvents(client);
  const router = makeRouter();
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Locale>
          <RouterProvider router={router} />
        </Locale>
      </QueryClientProvider>
    </StrictMode>,
  );
}

/** The widgets' own words (calendar, number fields) in the person's language. */
function Locale({ children }: { children: React.ReactNode }) {
  const { language } = usePrefs();
  return <I18nProvider locale={localeOf(language)}>{children}</I18nProvider>;
}
