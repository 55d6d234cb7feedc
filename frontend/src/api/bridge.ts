import type { Bridge, SyncView } from './contract';
import { toApiError } from './errors';

// The generated bindings (src/wailsjs) are one-line calls of window.go; they are
// called here directly, because their models are not plain types. A test holds
// contract.ts to views.go and to the names of the generated methods.
interface WailsWindow {
  go?: { app?: { App?: Bridge } };
  runtime?: {
    EventsOn: (name: string, callback: (...data: unknown[]) => void) => () => void;
    ClipboardSetText?: (text: string) => Promise<boolean>;
  };
}

const host = (): WailsWindow => window as unknown as WailsWindow;

// In these fields null says "there is none"; Go writes an empty list or map as
// null too, which everywhere else becomes the empty list or map again.
const nullable = new Set([
  'problem',
  'offer',
  'order',
  'signed',
  'said',
  'standing',
  'terms',
  'reason',
  'min',
  'max',
  'slip',
  'delegate',
  'policy',
  'money',
  'posture',
  'round',
  'response',
  'dispatch',
  'receive',
  'claim',
  'of',
  'ended',
]);
const maps = new Set(['lists', 'answers', 'views']);

/** Gives every list and map its empty form back, so that no view meets a null it does not expect. */
export function withoutNulls<T>(value: T): T {
  return clean(value, '') as T;
}

function clean(value: unknown, key: string): unknown {
  if (value === null) return nullable.has(key) ? null : maps.has(key) ? {} : [];
  if (Array.isArray(value)) return value.map(v => clean(v, key));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, clean(v, k)]));
}

type Method = keyof Bridge;

/** Calls one bound method; rejects with an ApiError only. */
export async function call<M extends Method>(
  method: M,
  ...args: Parameters<Bridge[M]>
): Promise<Awaited<ReturnType<Bridge[M]>>> {
  const app = host().go?.app?.App;
  if (!app) throw toApiError(new Error('no bridge'));
  try {
    const bound = app[method] as (
      ...a: unknown[]
    ) => Promise<Awaited<ReturnType<Bridge[M]>>>;
    return withoutNulls(await bound(...args));
  } catch (e) {
    throw toApiError(e);
  }
}

export const onChanged = (heard: (topics: string[]) => void): (() => void) =>
  host().runtime?.EventsOn('changed', topics => {
    if (Array.isArray(topics)) heard(topics.filter(t => typeof t === 'string'));
  }) ?? (() => {});

export const onSync = (heard: (view: SyncView) => void): (() => void) =>
  host().runtime?.EventsOn('sync', view => heard(withoutNulls(view as SyncView))) ??
  (() => {});

/** Puts text on the clipboard, by the window's own way where there is one. */
export async function copyText(text: string): Promise<void> {
  const own = host().runtime?.ClipboardSetText;
  if (own) await own(text);
  else await navigator.clipboard.writeText(text);
}
