import {
  type Query,
  skipToken,
  type UseMutationResult,
  type UseQueryResult,
  useIsMutating,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { call } from './bridge';
import { later, type Topic } from './client';
import type * as c from './contract';
import { ApiError } from './errors';

export type Act<A, T> = UseMutationResult<T, ApiError, A>;

/** An act whose answer is the new view itself; other topics it touches are read again. */
export function useAct<A, T>(
  run: (args: A) => Promise<T>,
  answers: Topic | 'sync' | undefined,
  touches: readonly (Topic | 'sync')[] = [],
): Act<A, T> {
  const client = useQueryClient();
  return useMutation<T, ApiError, A>({
    mutationFn: run,
    onSuccess: data => {
      if (answers) client.setQueryData([answers], data);
      for (const t of touches) void client.invalidateQueries({ queryKey: [t] });
    },
  });
}

/**
 * Unlocking and enrolling change whose data is on screen: everything is read anew.
 * Go's event may be here before its answer, and then pages are drawn already: what
 * they show is read again in its place, because what is taken from under them
 * would never be answered.
 */
function usePhase<A>(run: (args: A) => Promise<c.StateView>): Act<A, c.StateView> {
  const client = useQueryClient();
  return useMutation<c.StateView, ApiError, A>({
    mutationFn: run,
    onSuccess: data => {
      const others = (q: Query) => q.queryKey[0] !== 'state';
      client.setQueryData(['state'], data);
      client.removeQueries({ type: 'inactive', predicate: others });
      void client.resetQueries({ predicate: others });
    },
  });
}

export const useEnrol = (): Act<c.EnrolForm, c.StateView> =>
  usePhase(f => call('Enrol', f));
export const useUnlock = (): Act<string, c.StateView> => usePhase(p => call('Unlock', p));
export const useLock = (): Act<void, c.StateView> => usePhase(() => call('Lock'));
export const useDismissNotices = (): Act<void, c.StateView> =>
  useAct(() => call('DismissNotices'), 'state');

export const useSyncNow = (): Act<void, c.SyncView> =>
  useAct(() => call('SyncNow').then(later), 'sync', ['log']);
export const useWorkOffline = (): Act<boolean, c.SyncView> =>
  useAct(on => call('SetWorkOffline', on).then(later), 'sync', ['log']);

export const usePutLine = (): Act<{ offerId: string; quantity: number }, c.CartView> =>
  useAct(a => call('PutLine', a.offerId, a.quantity), 'cart', ['catalogue']);
export const useCartForm = (): Act<c.CartForm, c.CartView> =>
  useAct(f => call('SetCartForm', f), 'cart');
export const useClearCart = (): Act<void, c.CartView> =>
  useAct(() => call('ClearCart'), 'cart', ['catalogue']);
export const useUndoCart = (): Act<void, c.CartView> =>
  useAct(() => call('UndoCart'), 'cart', ['catalogue']);
export const useOpenDraft = (): Act<string, c.CartView> =>
  useAct(id => call('OpenDraft', id), 'cart', ['catalogue']);
export const useNewDraft = (): Act<void, c.CartView> =>
  useAct(() => call('NewDraft'), 'cart', ['catalogue']);
export const useTakeDraftValue = (): Act<{ id: string; was: boolean }, c.CartView> =>
  useAct(a => call('TakeDraftValue', a.id, a.was), 'cart', ['catalogue']);
export const useReviseOrder = (): Act<string, c.CartView> =>
  useAct(id => call('ReviseOrder', id), 'cart', ['catalogue']);

/**
 * The document to be signed, drawn by Go from the very bytes: never kept, asked
 * for anew on each visit, and only once every change of the draft is saved.
 */
export function useOrderToSign(): UseQueryResult<c.SigningView, ApiError> {
  const saving = useIsMutating();
  return useQuery<c.SigningView, ApiError>({
    queryKey: ['signing'],
    queryFn: () => call('PrepareOrder'),
    enabled: saving === 0,
    gcTime: 0,
    staleTime: 0,
  });
}

/** A decision (or a cancellation) made ready to sign. */
export const usePrepareDecision = (): Act<c.DecisionForm, c.SigningView> =>
  useAct(f => call('PrepareDecision', f), undefined);
export const useSign = (): Act<{ token: string; passphrase: string }, c.SignedView> =>
  useAct(a => call('Sign', a.token, a.passphrase), undefined, [
    'orders',
    'cart',
    'budgets',
    'cases',
    'catalogue',
    'sync',
    'log',
  ]);

/**
 * What a decision would do to money and stock, drawn by Go for what is looked
 * at now. Asked for anew on each look and whenever orders change: an old answer
 * must never be signed.
 */
export function useDecision(
  form: c.DecisionForm | undefined,
): UseQueryResult<c.SigningView, ApiError> {
  return useQuery<c.SigningView, ApiError>({
    queryKey: ['orders', 'decision', form],
    queryFn: form ? () => call('PrepareDecision', form) : skipToken,
    gcTime: 0,
    staleTime: 0,
  });
}

/**
 * Signs the decision that was shown. Go keeps only what it made ready last: when
 * another look came between, the same decision is made ready again and signed
 * only if its token is the very same, so nobody signs what was not on screen.
 */
export const useSignDecision = (): Act<
  { form: c.DecisionForm; token: string; passphrase: string },
  c.SignedView
> =>
  useAct(
    async a => {
      try {
        return await call('Sign', a.token, a.passphrase);
      } catch (e) {
        if (!(e instanceof ApiError) || e.code !== 'stale_signing') throw e;
        const again = await call('PrepareDecision', a.form);
        if (again.token !== a.token) throw e;
        return await call('Sign', a.token, a.passphrase);
      }
    },
    undefined,
    ['orders', 'budgets', 'cases', 'catalogue', 'sync', 'log'],
  );

/** Saves what the person chose for this profile; silent, the page already shows it. */
export const saveSettings = (s: c.SettingsView): Promise<c.SettingsView> =>
  call('SaveSettings', s);
