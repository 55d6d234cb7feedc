import { useSyncExternalStore } from 'react';

/**
 * How this person likes the window. The profile keeps it (Go's settings); the
 * copy in localStorage only spares the first paint a flash of another theme.
 */
export interface Prefs {
  language: Lang;
  theme: Theme;
  /** Per cent, 80 to 200. */
  zoom: number;
  /** What lists remember (filters, columns, form of the view), by the page's own keys. */
  lists: Record<string, string>;
}
export const langs = ['uk', 'en'] as const;
export type Lang = (typeof langs)[number];
export const themes = ['light', 'dark', 'blackout', 'system'] as const;
export type Theme = (typeof themes)[number];
export const zooms = [80, 90, 100, 110, 125, 150, 175, 200] as const;

const slot = 'dotchain.prefs';
const listeners = new Set<(by: 'person' | 'profile') => void>();
let prefs: Prefs = kept();

function kept(): Prefs {
  try {
    return sound(JSON.parse(localStorage.getItem(slot) ?? '{}'));
  } catch {
    return sound({});
  }
}

/** Takes what is usable and fills the rest with defaults. */
function sound(raw: unknown): Prefs {
  const k = (typeof raw === 'object' && raw !== null ? raw : {}) as Partial<Prefs>;
  const zoom = Number(k.zoom);
  return {
    language: langs.find(l => l === k.language) ?? 'uk',
    theme: themes.find(t => t === k.theme) ?? 'light',
    zoom: zoom >= 80 && zoom <= 200 ? zoom : 100,
    lists: typeof k.lists === 'object' && k.lists !== null ? k.lists : {},
  };
}

const dark = (): boolean =>
  window.matchMedia?.('(prefers-color-scheme: dark)').matches ?? false;

/** Puts the preferences on the page: theme, zoom, language of the document. */
export function applyPrefs(): void {
  const root = document.documentElement;
  root.dataset['theme'] =
    prefs.theme === 'system' ? (dark() ? 'dark' : 'light') : prefs.theme;
  root.lang = prefs.language;
  root.style.setProperty('--zoom', String(prefs.zoom / 100));
}

function put(next: Prefs, by: 'person' | 'profile'): void {
  prefs = next;
  try {
    localStorage.setItem(slot, JSON.stringify(prefs));
  } catch {
    // A full or forbidden store only means a flash at the next start.
  }
  applyPrefs();
  for (const l of listeners) l(by);
}

export const currentPrefs = (): Prefs => prefs;

/** What the person chooses now. */
export const setPrefs = (change: Partial<Prefs>): void =>
  put({ ...prefs, ...change }, 'person');

/** What the profile remembers; not written back. */
export const adoptPrefs = (settings: unknown): void => put(sound(settings), 'profile');

/** Called after each change; returns what stops it. */
export function onPrefs(listener: (by: 'person' | 'profile') => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const usePrefs = (): Prefs => useSyncExternalStore(onPrefs, currentPrefs);

/** A small choice a list remembers, e.g. cards or table. */
export function useKept(name: string, start: string): [string, (value: string) => void] {
  const { lists } = usePrefs();
  return [
    lists[name] ?? start,
    value => setPrefs({ lists: { ...currentPrefs().lists, [name]: value } }),
  ];
}
