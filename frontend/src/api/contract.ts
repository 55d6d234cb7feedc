// The contract between the window and Go, following views.go of package app to
// the field. Plain views only: ids are text, moments RFC 3339 in UTC ("" where
// there is none), money whole kopiykas, quantities pieces. The closed sets are
// narrowed here; the generated bindings know them as text.

import type { ActForm, Fact, UnitPosture } from './contract-act';
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
import type { CourierSaved, CourierTaken, CourierView } from './contract-courier';
import type {
  AttachmentView,
  ClaimPage,
  ClaimRow,
  ClaimView,
  DeliveryPage,
  DeliveryRow,
  DeliveryView,
  LineProgress,
  PaperQuery,
  SignatureView,
  StepView,
  SupplierOrderPage,
  SupplierOrderView,
} from './contract-delivery';
import type { DraftView } from './contract-draft';
import type {
  BudgetDetail,
  ColleagueView,
  DashboardView,
  DelegationView,
  ForecastView,
  InvoicePage,
  InvoiceRow,
  InvoiceView,
  ParcelPage,
  PaymentPage,
  PolicyView,
  RegisterPage,
  RegisterQuery,
  RegisterRow,
  RoundForm,
  RoundPage,
  RoundPreview,
  RoundView,
  StatementView,
  WaitingRow,
} from './contract-money';

export type * from './contract-act';
export type * from './contract-cases';
export type * from './contract-courier';
export type * from './contract-delivery';
export type * from './contract-draft';
export type * from './contract-money';

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
  /** Level is "info", "warn" or "error"; Kind is a closed set: connected, disconnected, sent, receipt, parked, received, loaded, scope_lost, diverged, enrolled, clock_skew, repaired, locked, unlocked, courier_saved, courier_carried, courier_answer. */
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

/** CatalogueQuery asks for items. Text may be Ukrainian or English words, an NSN, an article or a ДК 021 code. */
export interface CatalogueQuery {
  text: string;
  category: string;
  /** Suppliers filters by supplier id; Codified "" (all), "yes", "no"; InStock only with free stock. */
  suppliers: string[];
  codified: '' | 'yes' | 'no';
  inStock: boolean;
  /** Orderable leaves out what cannot be ordered now (withdrawn, no valid offer). The default of the window is true. */
  orderable: boolean;
  specs: SpecFilter[];
  /** Sort is "relevance", "name", "price_asc", "price_desc", "lead". */
  sort: CatalogueSort;
  offset: number;
  limit: number;
}

/** SpecFilter keeps items of which the spec lies in a range or is one of the texts. */
export interface SpecFilter {
  key: string;
  min: number | null;
  max: number | null;
  choice: string[];
}

/** CataloguePage is a window of the found items and the facets of all found. */
export interface CataloguePage {
  total: number;
  items: ItemCard[];
  categories: FacetCount[];
  suppliers: FacetCount[];
  specs: SpecFacet[];
  /** AsOf is the server's time the catalogue stands for; Micros is how long the search took. */
  asOf: string;
  micros: number;
}

/** FacetCount is one choice of a facet. Label is a name in both languages where it is data, "" where the window has the text. */
export interface FacetCount {
  key: string;
  labelUk: string;
  labelEn: string;
  count: number;
}

/** SpecFacet is a typed spec that the found items have. */
export interface SpecFacet {
  key: string;
  labelUk: string;
  labelEn: string;
  /** Kind is "number", "text", "flag" or "choice"; UnitUk/UnitEn its unit. */
  kind: 'number' | 'text' | 'flag' | 'choice';
  unitUk: string;
  unitEn: string;
  min: number;
  max: number;
  choices: FacetCount[];
}

/** SpecView is one spec of an item. */
export interface SpecView {
  key: string;
  labelUk: string;
  labelEn: string;
  kind: 'number' | 'text' | 'flag' | 'choice';
  number: number;
  /** Text is in Ukrainian where it is a choice of a list, TextEn the same in English. */
  text: string;
  textEn: string;
  unitUk: string;
  unitEn: string;
}

/** ItemCard is an item in a list, with its best offer. */
export interface ItemCard {
  id: string;
  nameUk: string;
  nameEn: string;
  categoryUk: string;
  categoryEn: string;
  category: string;
  article: string;
  nsn: string;
  dk021: string;
  /** Manufacturer is a name; Specs the three or four that matter in its category. */
  manufacturer: string;
  specs: SpecView[];
  offer: OfferView | null;
  offers: number;
  withdrawn: boolean;
  /** InCart is how many pieces of it are in the cart now. */
  inCart: number;
}

/** ForecastAsk asks what is likely of so many pieces of an item that a list shows. */
export interface ForecastAsk {
  itemId: string;
  quantity: number;
}

/** OfferView is a supplier's offer of an item. */
export interface OfferView {
  id: string;
  supplierId: string;
  supplierName: string;
  /** Price is without VAT, PriceWithVAT with it, a piece; VATRate in basis points (2000 is 20 %). */
  price: number;
  priceWithVat: number;
  vatRate: number;
  uomUk: string;
  uomEn: string;
  /** Free is the stock not reserved by anyone as of the page's AsOf. */
  free: number;
  minimum: number;
  pack: number;
  leadDays: number;
  validUntil: string;
  withdrawn: boolean;
}

/** ItemView is an item in full. */
export interface ItemView {
  card: ItemCard;
  specs: SpecView[];
  offers: OfferView[];
  /** Description is running text as the supplier wrote it, "" without. */
  description: string;
  asOf: string;
}

/** CartView is the draft order in the cart of this device; the unit's other laptops share it. */
export interface CartView {
  /** OrderID is set when the cart revises an order that exists; Revision is the one that would be signed. */
  orderId: string;
  number: string;
  revision: number;
  lines: CartLine[];
  details: CartForm;
  /** Questions are the agency's, to be answered before the revision is signed. */
  questions: QuestionView[];
  /** Points, Funds: what the unit can choose from. */
  points: PointView[];
  funds: BudgetView[];
  /** Problems are all reasons the rules would give now; Ready is true when none of them stops. */
  problems: ReasonView[];
  ready: boolean;
  /** Net, VAT, Total are kopiykas; FreeBefore and FreeAfter are of the chosen fund, as of BudgetAsOf. */
  net: number;
  vat: number;
  total: number;
  freeBefore: number;
  freeAfter: number;
  budgetAsOf: string;
  asOf: string;
  /** CanUndo says whether Undo would take back the last change of the cart. */
  canUndo: boolean;
  /** Draft is how the unit's laptops share it (views_draft.go). */
  draft: DraftView;
}

/** CartLine is a line of the draft. */
export interface CartLine {
  line: number;
  itemId: string;
  nameUk: string;
  nameEn: string;
  article: string;
  nsn: string;
  offer: OfferView;
  quantity: number;
  net: number;
  total: number;
  /** PriceSeen is the price when it was put in the cart; it differs from the offer's when that changed since. */
  priceSeen: number;
}

/** CartForm is what stands beside the lines of a draft. */
export interface CartForm {
  /** Fund is a budget id, Point a delivery point id; both preset when the unit has one. */
  fund: string;
  point: string;
  /** NeededBy is a date, "2026-12-31". Urgency is "routine", "priority" or "urgent". */
  neededBy: string;
  urgency: Urgency;
  note: string;
  /** Answers are the unit's answers to the questions, by question id. */
  answers: Record<string, string>;
}

/** PointView is a delivery point of the unit. */
export interface PointView {
  id: string;
  code: string;
  name: string;
}

/** BudgetView is a fund of a year. Free = Appropriated − Reserved − Committed − Invoiced − Paid − Pending. */
export interface BudgetView {
  id: string;
  unitId: string;
  unitName: string;
  /** Posture is that of the unit which counts now, "" where the unit is not known here. */
  posture: string;
  year: number;
  /** Fund is "guaranteed" or "performance". */
  fund: Fund;
  kpkvk: string;
  kekv: string;
  appropriated: number;
  reserved: number;
  committed: number;
  invoiced: number;
  paid: number;
  /** Pending is what signed orders on this device, not yet at the server, would reserve. */
  pending: number;
  free: number;
  asOf: string;
}

/** SigningView is the document a person is about to sign, drawn from the very bytes to be signed. */
export interface SigningView {
  /** Token names these bytes; Sign refuses with stale_signing when they would differ. */
  token: string;
  /** Kind is the command: "order.submit", "order.cancel", "order.approve", "order.return", "order.reject". */
  kind:
    | 'order.submit'
    | 'order.cancel'
    | 'order.approve'
    | 'order.return'
    | 'order.reject';
  /** Hash is the SHA-256 of the content, hex. */
  hash: string;
  order: OrderDocument | null;
  changes: ChangeView[];
  /** Decisions lists the orders of a decision (one or many), with what each does. */
  decisions: DecisionEffect[];
  /** Effects on money and stock, all together. */
  budgets: BudgetEffect[];
  stocks: StockEffect[];
  /** Problems that stop are why it cannot be signed; warnings may be signed over. */
  problems: ReasonView[];
  ready: boolean;
  /** NeedPassphrase is false when the passphrase was given within the last five minutes. */
  needPassphrase: boolean;
  signerName: string;
  signerRole: string;
  /** NextSigner is the role that signs after this one, "" when this is the last. */
  nextSigner: string;
  /** Facts say what an act does that has no document of its own. */
  facts: Fact[];
}

/** OrderDocument is a revision as it was or will be signed. */
export interface OrderDocument {
  orderId: string;
  number: string;
  revision: number;
  unitName: string;
  unitNo: string;
  fund: Fund;
  year: number;
  kpkvk: string;
  kekv: string;
  pointCode: string;
  pointName: string;
  neededBy: string;
  urgency: Urgency;
  note: string;
  lines: DocumentLine[];
  net: number;
  vat: number;
  total: number;
  signedAt: string;
  signedBy: string;
  hash: string;
  answers: AnswerView[];
}

/** DocumentLine is a line of a revision. */
export interface DocumentLine {
  line: number;
  itemId: string;
  nameUk: string;
  nameEn: string;
  article: string;
  nsn: string;
  dk021: string;
  supplierName: string;
  quantity: number;
  uomUk: string;
  uomEn: string;
  price: number;
  vatRate: number;
  net: number;
  vat: number;
  total: number;
  /** Fulfilment is the line's delivery state (names of order.Fulfilment). */
  fulfilment: DeliveryState | '';
}

/** ChangeView is one difference between two revisions. Field is "quantity", "item", "unit_price", "needed_by" …; Line 0 is the document. Kind is "added", "removed" or "changed". */
export interface ChangeView {
  line: number;
  field: string;
  kind: 'added' | 'removed' | 'changed';
  before: string;
  after: string;
}

/** BudgetEffect is what an act does to a fund. */
export interface BudgetEffect {
  unitName: string;
  fund: Fund;
  year: number;
  before: number;
  after: number;
  asOf: string;
}

/** StockEffect is what an act does to the free stock of an offer. Others is how many pieces other open orders ask for. */
export interface StockEffect {
  itemId: string;
  nameUk: string;
  nameEn: string;
  supplierName: string;
  before: number;
  after: number;
  others: number;
}

/** DecisionEffect is one order of a decision. */
export interface DecisionEffect {
  orderId: string;
  number: string;
  unitName: string;
  total: number;
  hash: string;
  problems: ReasonView[];
}

/** SignedView says what became of a signature: it is in the journal of this laptop, on its disk. */
export interface SignedView {
  orderIds: string[];
  savedAt: string;
  /** Online says whether it can go at once. */
  online: boolean;
}

/** OrderQuery filters orders; empty fields do not filter. */
export interface OrderQuery {
  /** View is a saved view: "" all, "open", "waiting_on_us", "waiting_here" (not yet at the server), "parked", "decided", "done". */
  view: OrderViewName;
  text: string;
  state: string;
  /** "newest", "oldest", "total", "unit", "waiting" */
  /** Of keeps the orders that a figure of the dashboard counts: "open", "late", "stage.verifying", "returned.duplicate" …; "" keeps all. */
  of: string;
  sort: OrderSort;
  offset: number;
  limit: number;
}

/** OrderPage is a window of the orders found. Views counts each saved view. */
export interface OrderPage {
  total: number;
  rows: OrderRow[];
  views: Record<string, number>;
  asOf: string;
}

/** OrderRow is an order in a list. The four states are kept apart. */
export interface OrderRow {
  id: string;
  number: string;
  unitName: string;
  unitNo: string;
  /** Decision is order.State: draft, awaiting_signatures, signed, submitted, verifying, in_review, returned, rejected, approved, cancelled, expired, superseded. */
  decision: DecisionState;
  /** Delivery is the least advanced order.Fulfilment of the lines, "" before approval. */
  delivery: DeliveryState | '';
  /** Money is "", "reserved", "committed", "invoiced", "paid" or "released". */
  money: MoneyState | '';
  /** Sync is "queued", "sent", "confirmed" or "parked". */
  sync: SyncState;
  /** Turn says whose move it is: "unit", "agency", "supplier", "server", "". */
  turn: Turn;
  revision: number;
  lines: number;
  firstUk: string;
  firstEn: string;
  total: number;
  urgency: Urgency;
  neededBy: string;
  signedAt: string;
  /** ChangedAt is the last event; WaitingSince when it began to wait for Turn. */
  changedAt: string;
  waitingSince: string;
  questions: number;
  reasons: ReasonView[];
  caseId: string;
  /** CourierNumber is the courier file that all of it that waits here went out in, CourierAt when it was made; 0 and "" for none. */
  courierNumber: number;
  courierAt: string;
}

/** OrderView is an order in full. */
export interface OrderView {
  row: OrderRow;
  document: OrderDocument;
  revisions: RevisionView[];
  timeline: EventView[];
  questions: QuestionView[];
  /** Progress is how far each line is; Findings what the checks found and let in (severity "warn" has to be looked at). */
  progress: LineProgress[];
  findings: ReasonView[];
  /** Signing are the unit's signatures that policy asks for, Approving the agency's steps, Signatures all that were given. */
  signing: StepView[];
  approving: StepView[];
  signatures: SignatureView[];
  /** TakenBy has the order in hand until TakenUntil; HoldUntil is until when a returned order keeps its money, stock and place. */
  takenBy: string;
  takenUntil: string;
  holdUntil: string;
  awaits: string[];
  /** Deliveries, Invoices and Claims are its papers; Documents all that can be printed of it. */
  deliveries: DeliveryRow[];
  invoices: InvoiceRow[];
  claims: ClaimRow[];
  documents: RegisterRow[];
  /** Changes are the differences of the last revision from the one before it. */
  changes: ChangeView[];
  budgets: BudgetView[];
  /** CanRevise, CanCancel, CanDecide: what the person may do with it now. Why not is the state's own business. */
  canRevise: boolean;
  canCancel: boolean;
  canDecide: boolean;
  /** CanCosign, CanVerify, CanTake: the same. TakenByMe says whose hand it is in. */
  canCosign: boolean;
  canVerify: boolean;
  canTake: boolean;
  takenByMe: boolean;
}

/** RevisionView is one signed revision. */
export interface RevisionView {
  revision: number;
  hash: string;
  signedAt: string;
  signedBy: string;
  total: number;
  /** Standing is "current", "superseded", "parked" or "pending" (signed here, not yet at the server). */
  standing: 'current' | 'superseded' | 'parked' | 'pending';
}

/** EventView is a step of an order's life. Pending steps happened here and are not yet confirmed. */
export interface EventView {
  at: string;
  /** Kind is "signed", "received", "returned", "answered", "approved", "rejected", "cancelled", "parked", "reserved", "released" … */
  kind: string;
  personName: string;
  orgName: string;
  revision: number;
  comment: string;
  reasons: ReasonView[];
  pending: boolean;
  /** Pieces, Amount (kopiykas) and Ref (a document's number) say of how much and of which. */
  pieces: number;
  amount: number;
  ref: string;
}

/** QuestionView is a question of the agency on a line and field, with its answer once there is one. */
export interface QuestionView {
  id: string;
  line: number;
  field: string;
  /** Reason is the typed return reason: "quantity_unclear", "item_unclear", "need_unjustified", "date_unrealistic", "delivery_point_unclear", "fund_wrong", "duplicate", "other". */
  reason: string;
  text: string;
  askedAt: string;
  askedBy: string;
  answer: string;
  answeredAt: string;
}

/** AnswerView is an answer inside a revision. */
export interface AnswerView {
  questionId: string;
  text: string;
}

/** DecisionForm is an agency officer's decision before it is prepared. */
export interface DecisionForm {
  /** Act is "approve", "return", "reject" (agency) or "cancel" (unit). */
  act: 'approve' | 'return' | 'reject' | 'cancel';
  orders: string[];
  /** Questions for "return": at least one; Reason for "reject" and "cancel"; Comment is free text. */
  questions: QuestionForm[];
  reason: string;
  comment: string;
}

/** QuestionForm is a question on a line and field. */
export interface QuestionForm {
  line: number;
  field: string;
  reason: string;
  text: string;
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
