import { skipToken, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { call } from './bridge';
import type * as c from './contract';
import type { ApiError } from './errors';
import { type Act, useAct } from './mutations';
import { type Paged, useLocal, usePaged } from './queries';

type Result<T> = UseQueryResult<T, ApiError>;
type Asked = Omit<c.PaperQuery, 'offset' | 'limit'>;

/** A query of papers that filters nothing. */
export const allPapers: Asked = { view: '', text: '', order: '', sort: '' };

export const useDeliveries = (q: Asked): Paged<c.DeliveryPage, c.DeliveryRow> =>
  usePaged(
    ['deliveries', 'list', q],
    (offset, limit) => call('Deliveries', { ...q, offset, limit }),
    p => p.rows,
  );
/** As many deliveries as a board can group by itself. */
export const useDeliveriesAtOnce = (q: Asked): Result<c.DeliveryPage> =>
  useLocal(['deliveries', 'board', q], () =>
    call('Deliveries', { ...q, offset: 0, limit: 2000 }),
  );
export const useDelivery = (id: string): Result<c.DeliveryView> =>
  useLocal(['deliveries', 'one', id], () => call('Delivery', id), id !== '');

export const useClaims = (q: Asked): Paged<c.ClaimPage, c.ClaimRow> =>
  usePaged(
    ['deliveries', 'claims', q],
    (offset, limit) => call('Claims', { ...q, offset, limit }),
    p => p.rows,
  );
export const useClaim = (id: string): Result<c.ClaimView> =>
  useLocal(['deliveries', 'claim', id], () => call('Claim', id), id !== '');

export const useSupplierOrders = (
  q: Asked,
): Paged<c.SupplierOrderPage, c.SupplierOrderRow> =>
  usePaged(
    ['deliveries', 'orders', q],
    (offset, limit) => call('SupplierOrders', { ...q, offset, limit }),
    p => p.rows,
  );
export const useSupplierOrder = (id: string): Result<c.SupplierOrderView> =>
  useLocal(['deliveries', 'order', id], () => call('SupplierOrder', id), id !== '');

/** A fresh one-time handover code, and whether a code that was typed belongs to a delivery. */
export const newHandover = (): Promise<string> => call('NewHandover');
export const checkHandover = (id: string, code: string): Promise<boolean> =>
  call('CheckHandover', id, code);

export const useForecast = (
  item: string,
  quantity: number,
  urgency: string,
): Result<c.ForecastView> =>
  useLocal(
    ['money', 'forecast', item, quantity, urgency],
    () => call('Forecast', item, quantity, urgency),
    item !== '' && quantity > 0,
  );

/** What is likely of the items that a list shows, by their ids: one call for all of them. */
export const useForecasts = (
  asks: readonly c.ForecastAsk[],
): Result<ReadonlyMap<string, c.ForecastView>> =>
  useLocal(
    ['money', 'forecasts', asks],
    async () => {
      const all = await call('Forecasts', [...asks]);
      return new Map(
        asks.flatMap((a, i) => {
          const of = all[i];
          return of ? [[a.itemId, of] as const] : [];
        }),
      );
    },
    asks.length > 0,
  );

export const useWaiting = (): Result<c.WaitingRow[]> =>
  useLocal(['money', 'waiting'], () => call('Waiting'));
export const useRoundPreview = (form: c.RoundForm | undefined): Result<c.RoundPreview> =>
  useQuery<c.RoundPreview, ApiError>({
    queryKey: ['money', 'preview', form],
    queryFn: form ? () => call('PreviewRound', form) : skipToken,
    placeholderData: before => before,
    gcTime: 0,
  });
export const useRounds = (q: Asked): Paged<c.RoundPage, c.RoundRow> =>
  usePaged(
    ['money', 'rounds', q],
    (offset, limit) => call('Rounds', { ...q, offset, limit }),
    p => p.rows,
  );
export const useRound = (id: string): Result<c.RoundView> =>
  useLocal(['money', 'round', id], () => call('Round', id), id !== '');

export const useBudget = (id: string): Result<c.BudgetDetail> =>
  useLocal(['budgets', 'one', id], () => call('Budget', id), id !== '');
export const useUnits = (): Result<c.UnitPosture[]> =>
  useLocal(['money', 'units'], () => call('Units'));

export const useInvoices = (q: Asked): Paged<c.InvoicePage, c.InvoiceRow> =>
  usePaged(
    ['money', 'invoices', q],
    (offset, limit) => call('Invoices', { ...q, offset, limit }),
    p => p.rows,
  );
export const useInvoice = (id: string): Result<c.InvoiceView> =>
  useLocal(['money', 'invoice', id], () => call('Invoice', id), id !== '');
export const usePayments = (q: Asked): Paged<c.PaymentPage, c.PaymentRow> =>
  usePaged(
    ['money', 'payments', q],
    (offset, limit) => call('Payments', { ...q, offset, limit }),
    p => p.rows,
  );
/** Asks for a bank's file and reads it; nothing is signed yet. */
export const readStatement = (): Promise<c.StatementView> => call('ReadStatement');

export const useRegister = (
  q: Omit<c.RegisterQuery, 'offset' | 'limit'>,
): Paged<c.RegisterPage, c.RegisterRow> =>
  usePaged(
    ['money', 'register', q],
    (offset, limit) => call('Register', { ...q, offset, limit }),
    p => p.rows,
  );
export const useParcels = (q: Asked): Paged<c.ParcelPage, c.ParcelRow> =>
  usePaged(
    ['money', 'parcels', q],
    (offset, limit) => call('Parcels', { ...q, offset, limit }),
    p => p.rows,
  );

export const usePolicy = (): Result<c.PolicyView> =>
  useLocal(['money', 'policy'], () => call('Policy'));
export const useDelegations = (): Result<c.DelegationView[]> =>
  useLocal(['money', 'delegations'], () => call('Delegations'));
export const useColleagues = (): Result<c.ColleagueView[]> =>
  useLocal(['state', 'colleagues'], () => call('Colleagues'));
export const useDashboard = (): Result<c.DashboardView> =>
  useLocal(['money', 'dashboard'], () => call('Dashboard'));

/** Writes a document where the person says; the path, "" when they cancelled. */
export const savePaper = (
  kind: string,
  id: string,
  format: 'pdf' | 'xml',
): Promise<string> => call('SavePaper', kind, id, format);

/** Where the window draws a document. */
export const paperAddress = (
  kind: string,
  id: string,
  format: 'pdf' | 'xml' = 'pdf',
): string => `/paper/${kind}/${id}.${format}`;

/** Asks for a photo or a PDF and keeps it on this laptop; the hash is "" when they cancelled. */
export const addAttachment = (): Promise<c.AttachmentView> => call('AddAttachment');
/** Asks for a file that is not here; the papers are read again when it came. */
export const useFetchAttachment = (): Act<string, boolean> =>
  useAct(hash => call('FetchAttachment', hash), undefined, ['deliveries']);
/** Writes a file where the person says; the path, "" when they cancelled. */
export const saveAttachment = (hash: string, name: string): Promise<string> =>
  call('SaveAttachment', hash, name);
/** Where the window draws a file that is on this laptop. */
export const attachmentAddress = (hash: string): string => `/attachment/${hash}`;
