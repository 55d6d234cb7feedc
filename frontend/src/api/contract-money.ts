// Continues contract.ts, following views_money.go: rounds, money and its papers, policies, dashboards.

import type { BudgetView, FacetCount, ReasonView } from './contract';
import type { ShortCount } from './contract-delivery';

/** ForecastView is what is likely of an item for the unit here, from the last rounds that were published. All pieces; dates. */
export interface ForecastView {
  /** Known is false while there is too little to say. */
  known: boolean;
  /** Low and High bound the 80 % range of what the next round gives; From and Until that of the day on which all is given. */
  low: number;
  high: number;
  from: string;
  until: string;
  /** InRounds is false where who comes first is served first: then Free is what there is. */
  inRounds: boolean;
  free: number;
  rounds: number;
  asOf: string;
}

/** WaitingRow is an item that lines wait for. */
export interface WaitingRow {
  itemId: string;
  nameUk: string;
  nameEn: string;
  category: string;
  lines: number;
  units: number;
  pieces: number;
  free: number;
  /** Since is when the oldest began to wait. */
  since: string;
  rounds: number;
}

/** RoundForm is a round as the sliders stand. Items are shared in their sequence; CutOff is a moment ("" now). FloorShare is hundredths of a per cent. */
export interface RoundForm {
  items: string[];
  cutOff: string;
  floor: number;
  floorShare: number;
  tiers: TierView[];
  weights: WeightView[];
  /** Input is the hash of the preview that is signed; "" in a preview. */
  input: string;
}

/** TierView is who is served when. */
export interface TierView {
  posture: string;
  urgency: string;
  tier: number;
}

/** WeightView is the weight of a parent unit. */
export interface WeightView {
  unitId: string;
  unitNo: string;
  weight: number;
}

/** RoundPreview is what a round would give, computed here. */
export interface RoundPreview {
  form: RoundForm;
  input: string;
  items: RoundItem[];
  units: RoundUnit[];
  lines: RoundLine[];
  problems: ReasonView[];
  figures: RoundFigures;
  /** First is the same stock given to who came first, to compare with. */
  first: RoundFigures;
  asOf: string;
}

/** RoundFigures are the figures of an outcome. Jain is the fairness index in hundredths of a per cent, TierOne how much of the first tier's claims was given (the same), Nothing how many units with a claim got nothing. */
export interface RoundFigures {
  asked: number;
  granted: number;
  value: number;
  nothing: number;
  units: number;
  jain: number;
  tierOne: number;
}

/** RoundItem is an item of a round. */
export interface RoundItem {
  itemId: string;
  nameUk: string;
  nameEn: string;
  stock: number;
  asked: number;
  granted: number;
  unallocated: number;
}

/** RoundUnit is a unit's outcome. Before is what it got with the policy's own settings, so that a moved slider shows who gains and who loses. */
export interface RoundUnit {
  unitId: string;
  unitNo: string;
  unitName: string;
  posture: string;
  tier: number;
  weight: number;
  asked: number;
  granted: number;
  before: number;
}

/** RoundLine is a line's outcome. */
export interface RoundLine {
  orderId: string;
  number: string;
  line: number;
  unitNo: string;
  itemId: string;
  asked: number;
  granted: number;
  short: ShortCount[];
}

/** RoundPage is a window of the rounds that were signed, the newest first. */
export interface RoundPage {
  total: number;
  rows: RoundRow[];
  asOf: string;
}

/** RoundRow is a signed round. */
export interface RoundRow {
  id: string;
  number: string;
  signedAt: string;
  signedBy: string;
  cutOff: string;
  items: number;
  firstUk: string;
  firstEn: string;
  asked: number;
  granted: number;
  value: number;
  input: string;
}

/** RoundView is a signed round in full. Verified says that this laptop recomputed the result from the input and they agree. */
export interface RoundView {
  row: RoundRow;
  form: RoundForm;
  items: RoundItem[];
  units: RoundUnit[];
  lines: RoundLine[];
  figures: RoundFigures;
  verified: boolean;
  comment: string;
}

/** BudgetDetail is a fund with how it came to be and where it goes. */
export interface BudgetDetail {
  budget: BudgetView;
  closed: boolean;
  changes: BudgetChange[];
  /** BurnDown is what was free at the end of each day so far; Forecast goes on at the pace of the last 60 days, with the range Low to High, until the year's end. ExhaustedOn is the day it would be used up, "" for none. */
  burnDown: Point[];
  forecast: PointRange[];
  exhaustedOn: string;
  orders: BudgetOrder[];
}

/** BudgetChange is one change of what a fund was given. Kind: "appropriated", "transferred", "amended", "posture", "year_end". */
export interface BudgetChange {
  at: string;
  kind: string;
  amount: number;
  by: string;
  comment: string;
}

/** BudgetOrder is what an order holds of a fund. */
export interface BudgetOrder {
  orderId: string;
  number: string;
  decision: string;
  reserved: number;
  committed: number;
  invoiced: number;
  paid: number;
}

/** Point is a value of a day (or of the week or month that begins on it). */
export interface Point {
  day: string;
  value: number;
}

/** PointRange is a value with its range. */
export interface PointRange {
  day: string;
  value: number;
  low: number;
  high: number;
}

/** InvoicePage is a window of the invoices found. Views: "" all, "issued", "payable", "ordered", "refund_due", "paid", "void". */
export interface InvoicePage {
  total: number;
  rows: InvoiceRow[];
  views: Record<string, number>;
  asOf: string;
}

/** InvoiceRow is an invoice in a list; amounts are kopiykas with VAT. Open is what may be put into a payment order now. */
export interface InvoiceRow {
  id: string;
  number: string;
  orderId: string;
  orderNumber: string;
  supplierId: string;
  supplier: string;
  unitNo: string;
  state: string;
  issuedAt: string;
  total: number;
  matched: number;
  ordered: number;
  paid: number;
  credited: number;
  withheld: number;
  open: number;
  /** Refund is what the supplier owes: pieces were taken back after a payment order was made of their money. */
  refund: number;
}

/** InvoiceView is an invoice in full, with its three-way matches. */
export interface InvoiceView {
  row: InvoiceRow;
  lines: InvoiceLine[];
  matches: MatchView[];
  credits: CreditView[];
  canPay: boolean;
}

/** InvoiceLine is a part of an order's line on an invoice. */
export interface InvoiceLine {
  line: number;
  nameUk: string;
  nameEn: string;
  uomUk: string;
  uomEn: string;
  quantity: number;
  price: number;
  vatRate: number;
  total: number;
  matched: number;
  credited: number;
}

/** MatchView is a certificate that agrees with its dispatch note and the invoice. */
export interface MatchView {
  deliveryId: string;
  note: string;
  certificate: string;
  amount: number;
  at: string;
}

/** CreditView is a credit note. */
export interface CreditView {
  number: string;
  amount: number;
  claimId: string;
  at: string;
}

/** PaymentPage is a window of the payment orders found. Views: "" all, "waiting", "paid", "cancelled", "unmatched" (taken back, and the bank says that it paid). */
export interface PaymentPage {
  total: number;
  rows: PaymentRow[];
  views: Record<string, number>;
  asOf: string;
}

/** PaymentRow is a payment order. State is one of the page's views; the reason with which it was taken back is "not_executed", "wrong_details", "superseded" or "other", "" while it stands. */
export interface PaymentRow {
  id: string;
  number: string;
  supplier: string;
  total: number;
  orderedAt: string;
  orderedBy: string;
  paidAt: string;
  valueDate: string;
  reference: string;
  invoices: string[];
  state: string;
  cancelledAt: string;
  cancelledBy: string;
  cancelReason: string;
  cancelComment: string;
  canCancel: boolean;
  unmatched: UnmatchedView[];
}

/** UnmatchedView is what the bank said of a payment order that had been taken back. */
export interface UnmatchedView {
  amount: number;
  valueDate: string;
  reference: string;
  at: string;
}

/** StatementView is a bank's file as it was read: what would be confirmed, and the rows that cannot be. Token names it for ActForm.Statement; "" when the person cancelled. */
export interface StatementView {
  token: string;
  file: string;
  rows: StatementRow[];
  bad: BadRow[];
  total: number;
}

/** StatementRow is a payment of a bank's file. Known says that there is such a payment order, Done that it was confirmed before. Cancelled is the reason with which it was taken back ("" while it stands): the row is kept with it and pays nothing. */
export interface StatementRow {
  number: string;
  supplier: string;
  amount: number;
  valueDate: string;
  reference: string;
  known: boolean;
  done: boolean;
  differs: number;
  cancelled: string;
  /** Waits: one signature does not carry it any more; it is confirmed when the file is read again after that. */
  waits: boolean;
}

/** BadRow is a row of a file that cannot be used. Code is a key of the window's texts ("money.statement.reasons.<code>"). */
export interface BadRow {
  row: number;
  column: string;
  text: string;
  code: string;
}

/** RegisterQuery filters the register of documents. Series is "РФ", "ВН" …, "" for all; Year 0 is this one. */
export interface RegisterQuery {
  series: string;
  year: number;
  text: string;
  /** Sort is "newest" (also "") or "oldest". */
  sort: string;
  offset: number;
  limit: number;
}

/** RegisterPage is a window of the register. */
export interface RegisterPage {
  total: number;
  rows: RegisterRow[];
  series: FacetCount[];
  years: number[];
  asOf: string;
}

/** RegisterRow is a document of the register. Kind and ID find its paper. */
export interface RegisterRow {
  number: string;
  series: string;
  kind: string;
  id: string;
  at: string;
  orderId: string;
  orderNumber: string;
  party: string;
  amount: number;
  /** Cancelled: the document was taken back; its number stays. */
  cancelled: boolean;
}

/** ParcelPage is a window of the packages for other bodies. Views: "" all, "queued", "sent", "answered", "dead". */
export interface ParcelPage {
  total: number;
  rows: ParcelRow[];
  views: Record<string, number>;
  asOf: string;
}

/** ParcelRow is a package for another body. */
export interface ParcelRow {
  id: string;
  orderId: string;
  orderNumber: string;
  body: string;
  adapter: string;
  state: string;
  awaits: boolean;
  agrees: boolean;
  attempts: number;
  error: string;
  receipt: string;
  answer: string;
  queuedAt: string;
  sentAt: string;
  answeredAt: string;
  canResend: boolean;
}

/** PolicyView is the set of policies. It is what policy.set signs, with Version the one it replaces. */
export interface PolicyView {
  version: number;
  setBy: string;
  setAt: string;
  comment: string;
  checks: PolicyCheck[];
  signing: PolicySigning[];
  approval: PolicyApproval[];
  allocation: PolicyShare[];
  tiers: TierView[];
  holdDays: number;
  takeMinutes: number;
  acceptance: string[];
  guaranteed: PolicyGuarantee[];
  /** YearEnd is "carry_over" or "give_back". */
  yearEnd: string;
  perDay: number;
  most: number;
  graceDays: number;
  forward: PolicyForward[];
  canEdit: boolean;
}

/** PolicyCheck is an order check: Code is a fault's name, Verdict "pass", "warn" or "stop". */
export interface PolicyCheck {
  code: string;
  verdict: string;
  limit: number;
}

/** PolicySigning says which roles of the unit sign orders of at least From. */
export interface PolicySigning {
  from: number;
  roles: string[];
}

/** PolicyApproval says who approves orders of at least From; Category and Fund "" for any. */
export interface PolicyApproval {
  name: string;
  from: number;
  category: string;
  fund: string;
  steps: PolicyStep[];
}

/** PolicyStep is a step of an approval. */
export interface PolicyStep {
  role: string;
  count: number;
}

/** PolicyShare is how stock of a category is shared: Mode "first_come" or "rounds"; FloorShare in hundredths of a per cent. */
export interface PolicyShare {
  category: string;
  mode: string;
  cutOff: number;
  floor: number;
  floorShare: number;
}

/** PolicyGuarantee is what the guaranteed fund of a posture has for a year. */
export interface PolicyGuarantee {
  posture: string;
  amount: number;
}

/** PolicyForward is a body that gets packages. */
export interface PolicyForward {
  body: string;
  adapter: string;
  from: number;
  awaits: boolean;
}

/** DelegationView is who acts for whom. Mine says that the person here gave it. */
export interface DelegationView {
  fromId: string;
  fromName: string;
  toId: string;
  toName: string;
  roles: string[];
  since: string;
  until: string;
  mine: boolean;
}

/** ColleagueView is a person of the same organisation. */
export interface ColleagueView {
  id: string;
  name: string;
  roles: string[];
}

/** DashboardView is the figures of a zone. Every one opens the list behind it. */
export interface DashboardView {
  asOf: string;
  /** Figures in the sequence of their weight for the zone; the first is the headline. */
  figures: Figure[];
  /** Stages is the time in each state, of orders that went through it in the last 90 days: median and 90th percentile. */
  stages: StageView[];
  /** Series are plots over time; Shares split a whole. */
  series: SeriesView[];
  shares: ShareView[];
}

/** Figure is one number. Name is a key of the window's texts ("dashboard.figures.<name>"); Kind "days" (tenths of a day), "money", "count", "percent" (hundredths of a per cent), "pieces". Link is the list behind it ("orders?view=open"); Before is the same figure of the period before, -1 where there is none. */
export interface Figure {
  name: string;
  kind: string;
  value: number;
  before: number;
  link: string;
  /** Good is "up", "down" or "". */
  good: string;
}

/** StageView is the time in one state, in hours. Turn is whose time it is. */
export interface StageView {
  state: string;
  turn: string;
  count: number;
  median: number;
  slow: number;
  link: string;
}

/** SeriesView is a plot over time: one or more lines. Name is a key of the window's texts ("dashboard.series.<name>"). */
export interface SeriesView {
  name: string;
  kind: string;
  lines: LineView[];
}

/** LineView is a line of a plot. */
export interface LineView {
  name: string;
  points: Point[];
}

/** ShareView splits a whole. Rows are named by a key of the window's texts, or by NameUk and NameEn. */
export interface ShareView {
  name: string;
  kind: string;
  rows: ShareRow[];
}

/** ShareRow is a part of a whole. */
export interface ShareRow {
  key: string;
  nameUk: string;
  nameEn: string;
  value: number;
  link: string;
}
