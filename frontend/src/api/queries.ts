import {
  keepPreviousData,
  type UseQueryResult,
  useQueries,
  useQuery,
} from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { call } from './bridge';
import { later, type Topic } from './client';
import type * as c from './contract';
import type { ApiError } from './errors';

type Result<T> = UseQueryResult<T, ApiError>;

export function useLocal<T>(
  key: readonly [Topic | 'sync', ...unknown[]],
  read: () => Promise<T>,
  on = true,
): Result<T> {
  return useQuery<T, ApiError>({
    queryKey: key,
    queryFn: read,
    enabled: on,
    placeholderData: keepPreviousData,
  });
}

/** Who sits here and in which phase the profile is. */
export const useAppState = (): Result<c.StateView> =>
  useLocal(['state'], () => call('State'));

/** The truth line; replaced by every "sync" event. */
export const useSync = (): Result<c.SyncView> =>
  useLocal(['sync'], () => call('Sync').then(later));

export const useItem = (id: string): Result<c.ItemView> =>
  useQuery<c.ItemView, ApiError>({
    queryKey: ['catalogue', 'item', id],
    queryFn: () => call('Item', id),
    enabled: id !== '',
  });

/** Several items at once, for the comparison. */
export const useItems = (ids: readonly string[]): Result<c.ItemView>[] =>
  useQueries({
    queries: ids.map(id => ({
      queryKey: ['catalogue', 'item', id],
      queryFn: () => call('Item', id),
    })),
  }) as Result<c.ItemView>[];

export const useCart = (on = true): Result<c.CartView> =>
  useLocal(['cart'], () => call('Cart'), on);

export const useOrder = (id: string): Result<c.OrderView> =>
  useQuery<c.OrderView, ApiError>({
    queryKey: ['orders', 'one', id],
    queryFn: () => call('Order', id),
    enabled: id !== '',
  });

export const useBudgets = (): Result<c.BudgetView[]> =>
  useLocal(['budgets'], () => call('Budgets'));

/** A list of which only windows are read: the first page always, others when they come into sight. */
export interface Paged<P, R> {
  /** The first page with its totals and facets; its status is the status of the list. */
  first: Result<P>;
  total: number;
  rowAt: (index: number) => R | undefined;
  /** Tell it which rows are in sight. */
  onRange: (start: number, end: number) => void;
}

const pageSize = 100;

export function usePaged<P extends { total: number }, R>(
  key: readonly [Topic, ...unknown[]],
  read: (offset: number, limit: number) => Promise<P>,
  rowsOf: (page: P) => readonly R[],
): Paged<P, R> {
  const [range, setRange] = useState({ from: 0, to: 0 });
  const first = useQuery<P, ApiError>({
    queryKey: [...key, 0],
    queryFn: () => read(0, pageSize),
    placeholderData: keepPreviousData,
  });
  const wanted: number[] = [];
  for (let p = Math.max(1, range.from); p <= range.to; p++) wanted.push(p);
  const rest = useQueries({
    queries: wanted.map(p => ({
      queryKey: [...key, p],
      queryFn: () => read(p * pageSize, pageSize),
      placeholderData: keepPreviousData,
    })),
  });
  const rowAt = (index: number): R | undefined => {
    const p = Math.floor(index / pageSize);
    const page = p === 0 ? first.data : rest[wanted.indexOf(p)]?.data;
    return page === undefined ? undefined : rowsOf(page)[index - p * pageSize];
  };
  const onRange = useCallback((start: number, end: number) => {
    const from = Math.floor(start / pageSize);
    const to = Math.floor(end / pageSize);
    setRange(r => (r.from === from && r.to === to ? r : { from, to }));
  }, []);
  return { first, total: first.data?.total ?? 0, rowAt, onRange };
}

export const useCatalogue = (
  q: Omit<c.CatalogueQuery, 'offset' | 'limit'>,
): Paged<c.CataloguePage, c.ItemCard> =>
  usePaged(
    ['catalogue', 'list', q],
    (offset, limit) => call('Catalogue', { ...q, offset, limit }),
    p => p.items,
  );

export const useOrders = (
  q: Omit<c.OrderQuery, 'offset' | 'limit'>,
): Paged<c.OrderPage, c.OrderRow> =>
  usePaged(
    ['orders', 'list', q],
    (offset, limit) => call('Orders', { ...q, offset, limit }),
    p => p.rows,
  );

/** As many orders of a view as can be decided at once, to group them by what was found. */
export const useOrdersAtOnce = (
  q: Omit<c.OrderQuery, 'offset' | 'limit'>,
  limit: number,
): Result<c.OrderPage> =>
  useLocal(['orders', 'all', q, limit], () => call('Orders', { ...q, offset: 0, limit }));

/** Orders of a view as data, for acts on many at once. */
export const readOrders = (q: c.OrderQuery): Promise<c.OrderPage> => call('Orders', q);

export const useSyncLog = (
  q: Omit<c.LogQuery, 'offset' | 'limit'>,
): Paged<c.LogPage, c.LogEntry> =>
  usePaged(
    ['log', q],
    (offset, limit) => call('SyncLog', { ...q, offset, limit }),
    p => p.entries,
  );

/** The newest lines of the log as data, for copying. */
export const readSyncLog = (q: c.LogQuery): Promise<c.LogPage> => call('SyncLog', q);
