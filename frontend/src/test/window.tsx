import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { I18nProvider } from 'react-aria-components';
import { followEvents, makeClient } from '../api';
import { adoptPrefs } from '../lib/prefs';
import { makeRouter } from '../router';
import type { FakeStart } from './fake/bridge';
import { installFake } from './fake/install';

/** The whole window over the stand-in, at an address. */
export function openWindow(address: string, start: FakeStart = {}) {
  adoptPrefs({ language: start.lang ?? 'uk' });
  const fake = installFake(start);
  window.location.hash = `#${address}`;
  const client = makeClient();
  const stop = followEvents(client);
  const view = render(
    <QueryClientProvider client={client}>
      <I18nProvider locale="uk-UA">
        <RouterProvider router={makeRouter()} />
      </I18nProvider>
    </QueryClientProvider>,
  );
  return { ...view, fake, stop };
}
