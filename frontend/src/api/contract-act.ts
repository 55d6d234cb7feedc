// Continues contract.ts, following views_act.go: acts on all that follows an order's signature.

import type { CaseForm } from './contract-cases';
import type { PolicyView, RoundForm } from './contract-money';

/** ActForm is an act before it is prepared. Act is a command's kind ("order.cosign", "order.verify", "order.take", "party.delegate", "policy.set", "budget.transfer", "budget.amend", "party.posture", "budget.close_year", "round.sign", "order.respond", "delivery.dispatch", "delivery.receive", "delivery.accept", "claim.open", "claim.answer", "claim.settle", "payment.order", "payment.confirm", "payment.cancel", "forward.resend", "case.rule", "case.reverse", "case.assign", "case.comment"); the part that belongs to it is set, the others are nil. Comment is the free text of all. */
export interface ActForm {
  act: string;
  /** Orders are those of order.cosign, order.verify and order.take: a command each. */
  orders: string[];
  /** ID is the delivery of delivery.accept, the claim of claim.answer and claim.settle, the payment order of payment.cancel, the package of forward.resend. */
  id: string;
  comment: string;
  /** Release lets go (order.take); Agrees takes the claim as it is (claim.answer); Outcome ends it (claim.settle): "replaced", "refunded", "fined", "withdrawn". */
  release: boolean;
  agrees: boolean;
  outcome: string;
  /** Reason types payment.cancel: "not_executed", "wrong_details", "superseded", "other" (with a Comment). */
  reason: string;
  delegate: DelegateForm | null;
  policy: PolicyView | null;
  money: MoneyForm | null;
  posture: PostureForm | null;
  round: RoundForm | null;
  response: ResponseForm | null;
  dispatch: DispatchForm | null;
  receive: ReceiveForm | null;
  claim: ClaimForm | null;
  case: CaseForm | null;
  /** Invoices are those that payment.order pays; Statement is the token of a StatementView for payment.confirm. */
  invoices: string[];
  statement: string;
}

/** DelegateForm lets a colleague act for the person here. Until "" takes back. */
export interface DelegateForm {
  personId: string;
  roles: string[];
  /** Since and Until are dates, "2026-12-31". */
  since: string;
  until: string;
}

/** MoneyForm is budget.transfer (From, To), budget.amend (From, Amount may be below zero) and budget.close_year (Year, Budgets). */
export interface MoneyForm {
  from: string;
  to: string;
  amount: number;
  year: number;
  budgets: string[];
}

/** PostureForm declares postures; Apply sets the guaranteed funds of the year by policy. */
export interface PostureForm {
  units: UnitPosture[];
  year: number;
  kpkvk: string;
  kekv: string;
  apply: boolean;
}

/** UnitPosture is a unit with what it is doing: "engaged", "forming", "training", "in_reserve", "" not declared. */
export interface UnitPosture {
  unitId: string;
  unitNo: string;
  unitName: string;
  posture: string;
  weight: number;
}

/** ResponseForm is a supplier's word on its parts of an order. */
export interface ResponseForm {
  orderId: string;
  lines: ResponseLine[];
}

/** ResponseLine is the word on one part. Status is "accepted", "changed" or "not_accepted"; PromisedOn a date. */
export interface ResponseLine {
  line: number;
  part: number;
  status: string;
  confirmed: number;
  promisedOn: string;
  inProduction: boolean;
}

/** DispatchForm sends goods off. Code is the one-time handover code, made by NewHandover; it goes with the goods on paper. */
export interface DispatchForm {
  orderId: string;
  lines: DispatchLine[];
  carrier: string;
  vehicle: string;
  code: string;
  /** Replaces is the claim whose pieces these are, "" for none. */
  replaces: string;
}

/** DispatchLine is a line of a dispatch note. Serials are one a line of text, or empty. */
export interface DispatchLine {
  line: number;
  part: number;
  quantity: number;
  serials: string[];
}

/** ReceiveForm says what of a delivery arrived; one count for every line, in their sequence. */
export interface ReceiveForm {
  deliveryId: string;
  code: string;
  counts: Count[];
  attachments: string[];
}

/** Count is what was counted of a line. Reason is a claim's reason, needed with Remarked or Refused. */
export interface Count {
  delivered: number;
  remarked: number;
  refused: number;
  reason: string;
  remark: string;
  missing: string[];
  bad: string[];
}

/** ClaimForm opens a claim on a delivery, or (ClaimID set) a proposed one. */
export interface ClaimForm {
  deliveryId: string;
  claimId: string;
  /** Reason: "quality", "late", "quantity", "wrong_item", "price", "damaged", "paperwork". */
  reason: string;
  lines: ClaimLine[];
  attachments: string[];
}

/** ClaimLine is a number of pieces of a part of an order's line. */
export interface ClaimLine {
  line: number;
  part: number;
  nameUk: string;
  nameEn: string;
  pieces: number;
  serials: string[];
}

/** Fact is a line of what is being signed, for acts that have no document of their own. Name is a key of the window's texts ("act.facts.<name>"); one of the values is set, by Kind: "text", "money", "pieces", "day", "moment", "code" (a key of the window's own sets, as "posture.engaged"), "percent" (hundredths of a per cent). */
export interface Fact {
  name: string;
  kind: string;
  text: string;
  value: number;
}
