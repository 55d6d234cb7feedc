// Continues contract.ts, following views_cart.go: the cart, budgets, and what a person is about to sign.

import type { DeliveryState, Fund, ReasonView, Urgency } from './contract';
import type { Fact } from './contract-act';
import type { OfferView } from './contract-catalogue';
import type { DraftView } from './contract-draft';
import type { AnswerView, QuestionView } from './contract-order';

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
  /** OfferID is the offer it asks for: its name in both of two revisions. Substitutes are the unit's own, best first. */
  offerId: string;
  substitutes: SubstituteView[];
}

/** SubstituteView is an item that a unit would take instead; PriceCap is the most a piece may cost, without VAT. */
export interface SubstituteView {
  nameUk: string;
  nameEn: string;
  supplierName: string;
  priceCap: number;
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
