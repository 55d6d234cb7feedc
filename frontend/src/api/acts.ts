import {
  skipToken,
  type UseMutationResult,
  type UseQueryResult,
  useQuery,
} from '@tanstack/react-query';
import { call } from './bridge';
import type * as c from './contract';
import { ApiError } from './errors';
import { useAct } from './mutations';

/** An act of which nothing is set yet but its kind. */
export const actForm = (act: string, more: Partial<c.ActForm> = {}): c.ActForm => ({
  act,
  orders: [],
  id: '',
  comment: '',
  release: false,
  agrees: false,
  outcome: '',
  reason: '',
  delegate: null,
  policy: null,
  money: null,
  posture: null,
  round: null,
  response: null,
  dispatch: null,
  receive: null,
  claim: null,
  case: null,
  invoices: [],
  statement: '',
  ...more,
});

/** What an act would do, drawn by Go for what is looked at now; asked for anew on each look. */
export function usePreparedAct(
  form: c.ActForm | undefined,
): UseQueryResult<c.SigningView, ApiError> {
  return useQuery<c.SigningView, ApiError>({
    queryKey: ['orders', 'act', form],
    queryFn: form ? () => call('PrepareAct', form) : skipToken,
    gcTime: 0,
    staleTime: 0,
  });
}

/** Signs the act that was shown; as with decisions, only the very same bytes. */
export const useSignAct = (): UseMutationResult<
  c.SignedView,
  ApiError,
  { form: c.ActForm; token: string; passphrase: string }
> =>
  useAct(
    async a => {
      try {
        return await call('Sign', a.token, a.passphrase);
      } catch (e) {
        if (!(e instanceof ApiError) || e.code !== 'stale_signing') throw e;
        const again = await call('PrepareAct', a.form);
        if (again.token !== a.token) throw e;
        return await call('Sign', a.token, a.passphrase);
      }
    },
    undefined,
    ['orders', 'deliveries', 'money', 'budgets', 'cases', 'catalogue', 'sync', 'log'],
  );
