// Continues contract.ts, following views_delivery.go: deliveries, claims, orders as suppliers see them.

import type { FacetCount } from './contract';
import type { ClaimLine } from './contract-act';
import type { InvoiceRow, RegisterRow } from './contract-money';

/** PaperQuery filters papers; empty fields do not filter. View is a saved view of the list (each page's Views counts them). */
export interface PaperQuery {
  view: string;
  text: string;
  order: string;
  sort: string;
  offset: number;
  limit: number;
}

/** LineProgress is how far an order's line is, in pieces. Part of OrderView. */
export interface LineProgress {
  line: number;
  state: string;
  ordered: number;
  waiting: number;
  dropped: number;
  /** InRounds says that a round shares the item. */
  inRounds: boolean;
  parts: PartView[];
  slip: SlipView | null;
}

/** PartView is a number of pieces of one offer that a line was given. */
export interface PartView {
  line: number;
  part: number;
  itemId: string;
  nameUk: string;
  nameEn: string;
  article: string;
  supplier: string;
  uomUk: string;
  uomEn: string;
  substitute: boolean;
  quantity: number;
  price: number;
  vatRate: number;
  givenAt: string;
  /** PromisedOn is a date; Late says that it is over and pieces are due. */
  promisedOn: string;
  late: boolean;
  confirmed: number;
  dispatched: number;
  delivered: number;
  accepted: number;
  remarked: number;
  refused: number;
  replaced: number;
  dropped: number;
  due: number;
  inProduction: boolean;
  deliveredAt: string;
}

/** SlipView is the allocation slip of a line. Short are the reasons for what is missing, by the codes of docs/formats/allocation.md. */
export interface SlipView {
  round: number;
  at: string;
  requested: number;
  claim: number;
  granted: number;
  tier: number;
  stockBefore: number;
  stockAfter: number;
  fromFloor: number;
  weight: number;
  place: number;
  credit: number;
  creditAfter: number;
  short: ShortCount[];
}

/** ShortCount is a number of pieces that were not given, and why: "stock", "affordable", "cap", "contract", "pack". */
export interface ShortCount {
  code: string;
  pieces: number;
}

/** SignatureView is a signature under an order or a certificate. */
export interface SignatureView {
  step: number;
  role: string;
  name: string;
  forName: string;
  at: string;
}

/** StepView is a step of an order's approval, or of its unit's signatures: who has to sign and who did. */
export interface StepView {
  step: number;
  role: string;
  count: number;
  done: number;
}

/** DeliveryPage is a window of the deliveries found. Views: "" all, "on_the_way", "to_receive" (of this unit), "to_sign" (the certificate waits for the person here), "late", "done". */
export interface DeliveryPage {
  total: number;
  rows: DeliveryRow[];
  views: Record<string, number>;
  asOf: string;
}

/** DeliveryRow is a delivery in a list. State is "dispatched", "received" or "accepted". */
export interface DeliveryRow {
  id: string;
  orderId: string;
  orderNumber: string;
  supplier: string;
  unitNo: string;
  pointCode: string;
  state: string;
  sync: string;
  note: string;
  waybill: string;
  certificate: string;
  lines: number;
  pieces: number;
  firstUk: string;
  firstEn: string;
  dispatchedAt: string;
  receivedAt: string;
  acceptedAt: string;
  promisedOn: string;
  daysLate: number;
  /** Needs is the role that signs the certificate next, "" for none. */
  needs: string;
}

/** DeliveryView is a delivery in full. CanReceive and CanAccept say what the person may do now. */
export interface DeliveryView {
  row: DeliveryRow;
  carrier: string;
  vehicle: string;
  comment: string;
  lines: DeliveryLine[];
  signatures: SignatureView[];
  claims: ClaimRow[];
  attachments: AttachmentView[];
  canReceive: boolean;
  canAccept: boolean;
  canClaim: boolean;
}

/** DeliveryLine is a line of a delivery, in pieces. */
export interface DeliveryLine {
  line: number;
  part: number;
  nameUk: string;
  nameEn: string;
  article: string;
  uomUk: string;
  uomEn: string;
  dispatched: number;
  delivered: number;
  accepted: number;
  remarked: number;
  refused: number;
  reason: string;
  remark: string;
  serials: string[];
  missing: string[];
  bad: string[];
}

/**
 * AttachmentView is a file that belongs to a paper; Here says that its content is on this laptop, Waits that it was
 * added here and waits to be sent, Fetching that it was asked for and has not come.
 */
export interface AttachmentView {
  hash: string;
  name: string;
  type: string;
  bytes: number;
  here: boolean;
  waits: boolean;
  fetching: boolean;
}

/** ClaimPage is a window of the claims found. Views: "" all, "proposed", "open", "answered", "settled". */
export interface ClaimPage {
  total: number;
  rows: ClaimRow[];
  views: Record<string, number>;
  /** Reasons counts all of them by reason. */
  reasons: FacetCount[];
  asOf: string;
}

/** ClaimRow is a claim in a list. */
export interface ClaimRow {
  id: string;
  number: string;
  orderId: string;
  orderNumber: string;
  deliveryId: string;
  supplier: string;
  unitNo: string;
  state: string;
  reason: string;
  outcome: string;
  sync: string;
  pieces: number;
  penalty: number;
  daysLate: number;
  openedAt: string;
  settledAt: string;
}

/** ClaimView is a claim in full. */
export interface ClaimView {
  row: ClaimRow;
  text: string;
  openedBy: string;
  lines: ClaimLine[];
  thread: WordView[];
  attachments: AttachmentView[];
  canOpen: boolean;
  canAnswer: boolean;
  /** Outcomes are how the person here may end it now, by the rules: "replaced", "refunded", "fined", "withdrawn". */
  outcomes: string[];
}

/** WordView is what somebody said of a claim. */
export interface WordView {
  at: string;
  name: string;
  fromSupplier: boolean;
  text: string;
  agrees: boolean;
}

/** SupplierOrderPage is a window of the orders of the supplier here. Views: "" all, "to_confirm", "to_dispatch", "late", "done". */
export interface SupplierOrderPage {
  total: number;
  rows: SupplierOrderRow[];
  views: Record<string, number>;
  asOf: string;
}

/** SupplierOrderRow is an order as its supplier sees it: without the unit and the place. */
export interface SupplierOrderRow {
  id: string;
  number: string;
  pointCode: string;
  decision: string;
  delivery: string;
  sync: string;
  urgency: string;
  neededBy: string;
  approvedAt: string;
  promisedOn: string;
  lines: number;
  firstUk: string;
  firstEn: string;
  pieces: number;
  due: number;
  total: number;
  late: boolean;
}

/** SupplierOrderView is such an order in full. */
export interface SupplierOrderView {
  row: SupplierOrderRow;
  parts: PartView[];
  deliveries: DeliveryRow[];
  invoices: InvoiceRow[];
  claims: ClaimRow[];
  /** Responses are the answers given so far, the oldest first, each with its own paper. */
  responses: RegisterRow[];
  canRespond: boolean;
  canDispatch: boolean;
}
