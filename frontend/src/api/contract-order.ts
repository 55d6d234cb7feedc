// Continues contract.ts, following views_order.go: orders with their revisions, events and questions, and decisions.

import type {
  DecisionState,
  DeliveryState,
  MoneyState,
  OrderSort,
  OrderViewName,
  ReasonView,
  SyncState,
  Turn,
  Urgency,
} from './contract';
import type { BudgetView, ChangeView, OrderDocument } from './contract-cart';
import type {
  ClaimRow,
  DeliveryRow,
  LineProgress,
  SignatureView,
  StepView,
} from './contract-delivery';
import type { InvoiceRow, RegisterRow } from './contract-money';

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
