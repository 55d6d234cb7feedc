import { type Query, QueryClient } from '@tanstack/react-query';
import { onChanged, onSync } from './bridge';
import type { SyncView } from './contract';

/** A topic of local data, as Go names it; also the first part of every query key. */
export type Topic =
  | 'catalogue'
  | 'orders'
  | 'budgets'
  | 'cases'
  | 'cart'
  | 'log'
  | 'state'
  | 'devices'
  | 'courier'
  | 'deliveries'
  | 'money';

// What else on screen shows a topic's data.
const shownIn: Partial<Record<Topic, readonly Topic[]>> = {
  cart: ['catalogue'],
  budgets: ['cart', 'money'],
  deliveries: ['orders'],
  money: ['orders', 'deliveries'],
  orders: ['money', 'courier'],
  catalogue: ['cart'],
};

/**
 * The query client of the window. Everything is local: nothing pauses when the
 * network is off, nothing grows stale by time; Go says what has changed.
 */
export function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

let latest: SyncView | undefined;

/** The later of this truth line and the last one seen: events and answers may overtake one another. */
export function later(view: SyncView): SyncView {
  if (latest === undefined || view.stamp >= latest.stamp) latest = view;
  return latest;
}

/** Follows Go's events: what changed is read again, the truth line is replaced. Returns what stops it. */
export function followEvents(client: QueryClient): () => void {
  const after = new Set<Query>();
  const offChanged = onChanged(topics => {
    const touched = new Set<string>();
    for (const t of topics) {
      touched.add(t);
      for (const more of shownIn[t as Topic] ?? []) touched.add(more);
    }
    readAgain(client, q => touched.has(String(q.queryKey[0])), after);
  });
  const offSync = onSync(view => client.setQueryData(['sync'], later(view)));
  return () => {
    offChanged();
    offSync();
  };
}

/**
 * Reads again what is on screen of these. What is just being read for the first time
 * is let finish, so that there is something to see, and is read once more after it:
 * its answer may be of before the change. After holds what is to be read once more.
 */
function readAgain(
  client: QueryClient,
  touched: (q: Query) => boolean,
  after: Set<Query>,
): void {
  const isFirst = (q: Query) =>
    q.state.data === undefined && q.state.fetchStatus === 'fetching' && q.isActive();
  for (const q of client.getQueryCache().findAll({ predicate: touched })) {
    if (!isFirst(q) || after.has(q)) continue;
    after.add(q);
    const once = () => {
      after.delete(q);
      return client.invalidateQueries({ predicate: other => other === q });
    };
    void q.fetch().then(once, once);
  }
  void client.invalidateQueries({ predicate: q => touched(q) && !after.has(q) });
}
