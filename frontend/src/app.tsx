import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { saveSettings, useAppState, useCart, useOrders, useSync, type Zone } from './api';
import { Frame, type FramePage } from './features/frame/Frame';
import { FirstRun } from './features/start/FirstRun';
import { Unlock } from './features/start/Unlock';
import { useT } from './i18n';
import { adoptPrefs, currentPrefs, onPrefs } from './lib/prefs';
import { View } from './ui/forms';
import { pagesOf } from './zones';

/** What the window is drawn for: first run, locked, or the zone's pages in their frame. */
export function App() {
  const state = useAppState();
  const settings = state.data?.settings;
  useEffect(() => {
    if (settings) adoptPrefs(settings);
  }, [settings]);
  useEffect(() => onPrefs(by => by === 'person' && remember()), []);
  return (
    <View of={state}>
      {s =>
        s.phase === 'first_run' ? (
          <FirstRun state={s} />
        ) : s.phase === 'locked' ? (
          <Unlock state={s} />
        ) : (
          <ZonePages />
        )
      }
    </View>
  );
}

/** Keeps what the person chose; where there is no profile yet, the page alone remembers it. */
function remember(): void {
  saveSettings(currentPrefs()).catch(() => {});
}

function ZonePages() {
  const { t } = useT();
  const state = useAppState().data;
  const navigate = useNavigate();
  const here = useRouterState({ select: s => s.location.pathname });
  const zone = state?.zone ?? '';
  const pages = pagesOf(zone);
  const counts = useCounts(zone);
  const first = pages[0]?.path ?? '/settings';
  useEffect(() => {
    if (here === '/') void navigate({ to: first, replace: true });
  }, [here, first, navigate]);
  if (!state) return null;
  return (
    <Frame
      state={state}
      here={here}
      logPath="/log"
      onGo={path => void navigate({ to: path })}
      pages={pages.map(
        (p): FramePage => ({
          path: p.path,
          label: t(`frame.pages.${p.name}`),
          icon: p.icon,
          ...counts[p.path],
        }),
      )}
    >
      <Outlet />
    </Frame>
  );
}

/** The small counts beside the pages: the cart's lines, what waits for the people here, open cases. */
function useCounts(zone: Zone): Record<string, { count: number; urgent?: boolean }> {
  const unit = zone === 'unit';
  const cart = useCart(unit).data;
  const orders = useOrders({ view: '', text: '', state: '', of: '', sort: 'newest' })
    .first.data;
  const cases = { '/cases': { count: useSync().data?.openCases ?? 0, urgent: true } };
  const onUs = orders?.views['waiting_on_us'] ?? 0;
  if (zone === 'agency') return { ...cases, '/queue': { count: onUs } };
  if (!unit) return cases;
  return {
    ...cases,
    '/cart': { count: cart?.lines.length ?? 0 },
    '/orders': { count: onUs + (orders?.views['parked'] ?? 0), urgent: true },
  };
}
