// The contract between the window and Go, following views.go of package app to
// the field. Plain views only: ids are text, moments RFC 3339 in UTC ("" where
// there is none), money whole kopiykas, quantities pieces. The closed sets are
// narrowed here; the generated bindings know them as text.

import type { ActForm, UnitPosture } from './contract-act';
import type {
  BudgetView,
  CartForm,
  CartView,
  SignedView,
  SigningView,
} from './contract-cart';
import type {
  CaseDryRun,
  CaseExport,
  CaseForm,
  CasePage,
  CaseQuery,
  CaseView,
  FleetPage,
  FleetQuery,
} from './contract-cases';
import type {
  CataloguePage,
  CatalogueQuery,
  ForecastAsk,
  ItemView,
} from './contract-catalogue';
import type { CourierSaved, CourierTaken, CourierView } from './contract-courier';
import type {
  AttachmentView,
  ClaimPage,
  ClaimView,
  DeliveryPage,
  DeliveryView,
  PaperQuery,
  SupplierOrderPage,
  SupplierOrderView,
} from './contract-delivery';
import type {
  BudgetDetail,
  ColleagueView,
  DashboardView,
  DelegationView,
  ForecastView,
  InvoicePage,
  InvoiceView,
  ParcelPage,
  PaymentPage,
  PolicyView,
  RegisterPage,
  RegisterQuery,
  RoundForm,
  RoundPage,
  RoundPreview,
  RoundView,
  StatementView,
  WaitingRow,
} from './contract-money';
import type { DecisionForm, OrderPage, OrderQuery, OrderView } from './contract-order';

export type * from './contract-act';
export type * from './contract-cart';
export type * from './contract-cases';
export type * from './contract-catalogue';
export type * from './contract-courier';
export type * from './contract-delivery';
export type * from './contract-draft';
export type * from './contract-money';
export type * from './contract-order';

export type Zone = '' | 'unit' | 'agency' | 'supplier' | 'admin' | 'general_staff';
export type Urgency = 'routine' | 'priority' | 'urgent';
export type Fund = 'guaranteed' | 'performance';
export type Turn = '' | 'unit' | 'agency' | 'supplier' | 'server';
export type SyncState = 'queued' | 'sent' | 'confirmed' | 'parked';
export type MoneyState = 'reserved' | 'committed' | 'invoiced' | 'paid' | 'released';
export type DecisionState =
  | 'draft'
  | 'awaiting_signatures'
  | 'signed'
  | 'submitted'
  | 'verifying'
  | 'in_review'
  | 'returned'
  | 'rejected'
  | 'approved'
  | 'cancelled'
  | 'expired'
  | 'superseded';
export type DeliveryState =
  | 'backordered'
  | 'partially_allocated'
  | 'allocated'
  | 'supplier_confirmed'
  | 'in_production'
  | 'dispatched'
  | 'delivered'
  | 'accepted'
  | 'accepted_with_remarks'
  | 'disputed'
  | 'closed';
export type CatalogueSort = 'relevance' | 'name' | 'price_asc' | 'price_desc' | 'lead';
export type OrderViewName =
  | ''
  | 'open'
  | 'waiting_on_us'
  | 'to_verify'
  | 'to_approve'
  | 'to_sign'
  | 'waiting_here'
  | 'parked'
  | 'decided'
  | 'done';
export type OrderSort =
  | 'newest'
  | 'oldest'
  | 'total'
  | 'unit'
  | 'waiting'
  | `${'total' | 'unit' | 'decision' | 'delivery' | 'money' | 'sync' | 'waiting'}_${'asc' | 'desc'}`;

/** Failure is what a failed call says. */
export interface Failure {
  /** Code is the first reason's code (the names of package fault), "internal" where it is no fault. */
  code: string;
  reasons: ReasonView[];
}

/** ReasonView is one typed reason. Severity is "stop", "warn" or "info". */
export interface ReasonView {
  code: string;
  severity: 'stop' | 'warn' | 'info';
  /** Line is the order line from 1; 0 means the document as a whole. */
  line: number;
  field: string;
  have: number;
  want: number;
  ref: string;
}

/** StateView is what the window is drawn for. */
export interface StateView {
  /** Phase is "first_run" (not enrolled), "locked" or "open". */
  phase: 'first_run' | 'locked' | 'open';
  /** Profile is the name of the profile folder; Version is the program's. */
  profile: string;
  version: string;
  /** PersonName, Roles, Zone ("unit", "agency", "supplier", "admin") and Org are known once enrolled. */
  personName: string;
  roles: string[];
  zone: Zone;
  orgName: string;
  orgNumber: string;
  deviceName: string;
  server: string;
  /** Notices are things the start-up found and mended (store_rebuilt, journal_damaged); shown until dismissed. */
  notices: ReasonView[];
  settings: SettingsView;
  /** Demo is true in a profile that "make run" made: the lock screen may say the demo passphrase. */
  demo: boolean;
  demoPassphrase: string;
}

/** SettingsView is what a person chose for this profile. */
export interface SettingsView {
  /** Language is "uk" or "en"; Theme "light", "dark", "blackout" or "system"; Zoom a percentage from 80 to 200. */
  language: 'uk' | 'en';
  theme: 'light' | 'dark' | 'blackout' | 'system';
  zoom: number;
  /** Lists remembers filters, columns and positions, by the page's own keys. */
  lists: Record<string, string>;
}

/** EnrolForm is the first-run wizard's result. */
export interface EnrolForm {
  server: string;
  ticket: string;
  deviceName: string;
  passphrase: string;
}

/** SyncView is the truth line. It is also the payload of the "sync" event. */
export interface SyncView {
  /** Stamp counts the views drawn: a view older than the one at hand is dropped. */
  stamp: number;
  /** State is "offline", "connecting", "catching_up" or "live". */
  state: 'offline' | 'connecting' | 'catching_up' | 'live';
  /** Done and Total count documents while catching up. */
  done: number;
  total: number;
  /** Pending is how many signed commands wait here; OldestPending since when the oldest waits. */
  pending: number;
  oldestPending: string;
  /** LastContact is when the server last answered; DataAsOf the server's time the local data stands for. */
  lastContact: string;
  dataAsOf: string;
  /** OpenCases are cases a person here can act on or wait for. */
  openCases: number;
  /** Problem is why there is no connection, when there is a reason a person can act on. */
  problem: ReasonView | null;
  /** RetryAt is when the next attempt is made while offline. */
  retryAt: string;
  /** WorkOffline is true when the person switched synchronisation off by hand. */
  workOffline: boolean;
}

/** LogEntry is one line of the sync log, which persists over restarts. */
export interface LogEntry {
  at: string;
  /** Level is "info", "warn" or "error"; Kind is a closed set: connected, disconnected, sent, receipt, parked, received, loaded, scope_lost, diverged, enrolled, clock_skew, repaired, locked, unlocked, courier_saved, courier_carried, courier_answer, export, support_bundle. */
  level: 'info' | 'warn' | 'error';
  kind: string;
  device: string;
  order: string;
  count: number;
  reason: ReasonView | null;
}

/** LogQuery filters the sync log; empty fields do not filter. */
export interface LogQuery {
  level: string;
  text: string;
  offset: number;
  limit: number;
}

/** LogPage is a window of the sync log, newest first. */
export interface LogPage {
  total: number;
  entries: LogEntry[];
}

/** The methods Go binds, all local and quick; only Enrol waits for the network. */
export interface Bridge {
  State(): Promise<StateView>;
  Enrol(form: EnrolForm): Promise<StateView>;
  Unlock(passphrase: string): Promise<StateView>;
  Lock(): Promise<StateView>;
  DismissNotices(): Promise<StateView>;
  SaveSettings(settings: SettingsView): Promise<SettingsView>;
  Sync(): Promise<SyncView>;
  SyncNow(): Promise<SyncView>;
  SetWorkOffline(on: boolean): Promise<SyncView>;
  SyncLog(query: LogQuery): Promise<LogPage>;
  Catalogue(query: CatalogueQuery): Promise<CataloguePage>;
  Item(itemID: string): Promise<ItemView>;
  Cart(): Promise<CartView>;
  PutLine(offerID: string, quantity: number): Promise<CartView>;
  SetCartForm(form: CartForm): Promise<CartView>;
  ClearCart(): Promise<CartView>;
  UndoCart(): Promise<CartView>;
  ReviseOrder(orderID: string): Promise<CartView>;
  OpenDraft(draftID: string): Promise<CartView>;
  NewDraft(): Promise<CartView>;
  TakeDraftValue(changeID: string, was: boolean): Promise<CartView>;
  PrepareOrder(): Promise<SigningView>;
  PrepareDecision(form: DecisionForm): Promise<SigningView>;
  Sign(token: string, passphrase: string): Promise<SignedView>;
  Orders(query: OrderQuery): Promise<OrderPage>;
  Order(orderID: string): Promise<OrderView>;
  Budgets(): Promise<BudgetView[]>;
  Cases(query: CaseQuery): Promise<CasePage>;
  Case(caseID: string): Promise<CaseView>;
  DryRun(form: CaseForm): Promise<CaseDryRun>;
  ExportCases(query: CaseQuery): Promise<CaseExport>;
  SaveSupportBundle(caseID: string): Promise<CaseExport>;
  Fleet(query: FleetQuery): Promise<FleetPage>;

  PrepareAct(form: ActForm): Promise<SigningView>;
  Deliveries(query: PaperQuery): Promise<DeliveryPage>;
  Delivery(id: string): Promise<DeliveryView>;
  Claims(query: PaperQuery): Promise<ClaimPage>;
  Claim(id: string): Promise<ClaimView>;
  SupplierOrders(query: PaperQuery): Promise<SupplierOrderPage>;
  SupplierOrder(id: string): Promise<SupplierOrderView>;
  NewHandover(): Promise<string>;
  CheckHandover(deliveryID: string, code: string): Promise<boolean>;
  Forecasts(asks: ForecastAsk[]): Promise<ForecastView[]>;
  Forecast(itemID: string, quantity: number, urgency: string): Promise<ForecastView>;
  Waiting(): Promise<WaitingRow[]>;
  PreviewRound(form: RoundForm): Promise<RoundPreview>;
  Rounds(query: PaperQuery): Promise<RoundPage>;
  Round(id: string): Promise<RoundView>;
  Budget(id: string): Promise<BudgetDetail>;
  Units(): Promise<UnitPosture[]>;
  Invoices(query: PaperQuery): Promise<InvoicePage>;
  Invoice(id: string): Promise<InvoiceView>;
  Payments(query: PaperQuery): Promise<PaymentPage>;
  ReadStatement(): Promise<StatementView>;
  Register(query: RegisterQuery): Promise<RegisterPage>;
  Parcels(query: PaperQuery): Promise<ParcelPage>;
  Policy(): Promise<PolicyView>;
  Delegations(): Promise<DelegationView[]>;
  Colleagues(): Promise<ColleagueView[]>;
  Dashboard(): Promise<DashboardView>;
  SavePaper(kind: string, id: string, format: string): Promise<string>;
  AddAttachment(): Promise<AttachmentView>;
  FetchAttachment(hash: string): Promise<boolean>;
  SaveAttachment(hash: string, name: string): Promise<string>;
  Courier(): Promise<CourierView>;
  SaveCourier(fresh: boolean): Promise<CourierSaved>;
  OpenCourier(): Promise<CourierTaken>;
  TakeCourier(content: string): Promise<CourierTaken>;
  SaveCourierAnswer(file: string): Promise<string>;
  ForgetCourier(file: string): Promise<boolean>;
}
