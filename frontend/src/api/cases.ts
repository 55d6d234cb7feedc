import { skipToken, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { call } from './bridge';
import type * as c from './contract';
import type { ApiError } from './errors';
import { type Paged, usePaged } from './queries';

/** What of the desk is looked at, without the window of rows. */
export type CasesAsked = Omit<c.CaseQuery, 'offset' | 'limit'>;

export const useCases = (q: CasesAsked): Paged<c.CasePage, c.CaseRow> =>
  usePaged(
    ['cases', 'list', q],
    (offset, limit) => call('Cases', { ...q, offset, limit }),
    p => p.rows,
  );

/** Cases as data, for acts on many at once. */
export const readCases = (q: c.CaseQuery): Promise<c.CasePage> => call('Cases', q);

export const useCase = (id: string): UseQueryResult<c.CaseView, ApiError> =>
  useQuery<c.CaseView, ApiError>({
    queryKey: ['cases', 'one', id],
    queryFn: () => call('Case', id),
    enabled: id !== '',
  });

/** What one ruling over these cases would do now; asked for anew on each look, nothing is signed. */
export const useDryRun = (
  form: c.CaseForm | undefined,
): UseQueryResult<c.CaseDryRun, ApiError> =>
  useQuery<c.CaseDryRun, ApiError>({
    queryKey: ['cases', 'trial', form],
    queryFn: form ? () => call('DryRun', form) : skipToken,
    gcTime: 0,
    staleTime: 0,
  });

/** Writes the cases found as a table where the person says. */
export const exportCases = (q: c.CaseQuery): Promise<c.CaseExport> =>
  call('ExportCases', q);
/** Writes what those who mend the program need of a case, without its contents. */
export const saveSupportBundle = (id: string): Promise<c.CaseExport> =>
  call('SaveSupportBundle', id);

export const useFleet = (
  q: Omit<c.FleetQuery, 'offset' | 'limit'>,
): Paged<c.FleetPage, c.DeviceRow> =>
  usePaged(
    ['devices', 'fleet', q],
    (offset, limit) => call('Fleet', { ...q, offset, limit }),
    p => p.rows,
  );
