// Continues contract.ts, following views_cases.go: the conflict desk and the fleet.

import type {
  BudgetEffect,
  ChangeView,
  FacetCount,
  OrderDocument,
  ReasonView,
  StockEffect,
  Zone,
} from './contract';
import type { Fact } from './contract-act';

/** CaseQuery filters the desk; "" does not filter. */
export interface CaseQuery {
  kind: string;
  state: '' | 'open' | 'closed';
  /** Waits is whom the case waits for: "desk", "author", "stock" (it waits until there are pieces). */
  waits: string;
  /** Assignee is "me", "nobody" or a person's id. */
  assignee: string;
  /** UnitID is the author's organisation, DeviceID the device. */
  unitId: string;
  deviceId: string;
  /** Code is the code of a reason that is among the case's. */
  code: string;
  /** Age is a bucket of CasePage.Ages: "1" to "6"; "" any. */
  age: string;
  text: string;
  /** "" the longest waiting first, the closed last; "newest" the other way round; "total", "unit", "kind" */
  sort: string;
  offset: number;
  limit: number;
}

/** CasePage is a window of the cases found; Kinds, Ages, Assignees, Waits and Units count the open ones that the other filters leave, whatever is chosen of the facet itself. */
export interface CasePage {
  total: number;
  rows: CaseRow[];
  kinds: FacetCount[];
  /** Ages are for the plot: how many open cases of each kind have waited for how long. */
  ages: CaseAge[];
  assignees: FacetCount[];
  waits: FacetCount[];
  units: FacetCount[];
  asOf: string;
}

/** CaseAge is how many open cases of a kind have waited for how long: up to an hour, eight hours, a day, three days, a week, and longer. */
export interface CaseAge {
  kind: string;
  counts: number[];
}

/** CaseRow is a case: something a person signed that could not be applied, or a device that behaves oddly. */
export interface CaseRow {
  id: string;
  /** Kind: stock_gone, budget_gone, price_changed, item_withdrawn, revision_race, approval_race, two_drafts, device_gap, device_fork, clock_skew, revoked_signer, tamper, scope_lost, unparsable, rule. */
  kind: string;
  state: 'open' | 'closed';
  openedAt: string;
  closedAt: string;
  unitName: string;
  unitNo: string;
  personName: string;
  deviceName: string;
  orderId: string;
  number: string;
  total: number;
  reasons: ReasonView[];
  /** Closed says how: "superseded" (the author signed anew), "cancelled", "resolved"; by a ruling: "applied", "rejected", "dismissed", "declared_lost". */
  closed: string;
  /** Waits is whom an open case waits for ("desk", "author", "stock"; "" when closed), WaitingSince from when. */
  waits: string;
  waitingSince: string;
  assigneeId: string;
  assigneeName: string;
  /** AssignedAt is since when, "" for nobody. */
  assignedAt: string;
  /** Ruled is the outcome of the ruling that stands, "" for none; Pending says that one signed here is on its way. */
  ruled: string;
  pending: boolean;
  comments: number;
  /** Own says that the person here is the author: nobody rules on their own case. */
  own: boolean;
}

/** CaseView is a case in full: what was signed beside what stands, and what can be done. */
export interface CaseView {
  row: CaseRow;
  /** Signed is the version that could not be applied, Standing what the server has; nil where there is none. */
  signed: OrderDocument | null;
  standing: OrderDocument | null;
  changes: ChangeView[];
  /** Said is what was signed where that is no order, null for one and for what cannot be read. */
  said: CaseSaid | null;
  /** Terms are today's for what was signed, in an open case beside which no order stands. */
  terms: CaseTerms | null;
  /** First is the hash (hex) of what came first under the same number, "" where no other did or it is not known. */
  first: string;
  /** Command is the command's kind, Hash its envelope's SHA-256 (hex), ClaimedAt the device's own time. */
  command: string;
  hash: string;
  claimedAt: string;
  /** CanRule says that the person here may rule on it; WhyNot says why not. */
  canRule: boolean;
  whyNot: ReasonView[];
  /** CanComment and CanAssign likewise; Assignees are the people it can be given to: their ids and names. */
  canComment: boolean;
  canAssign: boolean;
  assignees: FacetCount[];
  /** Proposals are the outcomes that fit the case, the first the most likely; each with what it would do now. */
  proposals: CaseProposal[];
  /** Rulings and Comments are what was done on the desk, the newest last. The author's devices hold the rulings and the comments that are for the author. */
  rulings: CaseRuling[];
  comments: CaseComment[];
}

/** CaseSaid is what the command of a case says that is no revision of an order. */
export interface CaseSaid {
  /** Hash (hex) is the content it decides on, "" for none; Revision that content's number, 0 where no order here has it; Stands the number of the revision that stands today. */
  hash: string;
  revision: number;
  stands: number;
  /** Reason, Comment and Questions are of a decision on an order. */
  reason: string;
  comment: string;
  questions: CaseAsk[];
  /** Facts are what any other command says. */
  facts: Fact[];
}

/** CaseAsk is a question that a return asks; Line 0 is the document. */
export interface CaseAsk {
  line: number;
  field: string;
  reason: string;
  text: string;
}

/** CaseTerms are on what terms what was signed could be had today, as this device knows it. */
export interface CaseTerms {
  /** Budget says whether the budget is held here; Free is what is left of it (kopiykas). */
  budget: boolean;
  free: number;
  /** Lines are in the sequence of what was signed. */
  lines: CaseTermsLine[];
  asOf: string;
}

/** CaseTermsLine is what can be had of a line today. */
export interface CaseTermsLine {
  /** Known says whether there is such an offer, Gone that it or its item was withdrawn. */
  known: boolean;
  gone: boolean;
  price: number;
  vatRate: number;
  uomUk: string;
  uomEn: string;
  /** Free are the pieces that nobody has reserved. */
  free: number;
}

/** CaseProposal is an outcome with what it does, computed now by the rules that the server will decide with. */
export interface CaseProposal {
  /** Outcome: "apply" (decide what was signed once more, as it was signed), "accept" (a withdrawn key: signed before it was), "offer" (the author is offered a version to sign), "wait" (until there is stock or money), "return", "reject", "declare_lost" (the missing numbers), "keep_first" (of a fork: the device is shut out), "dismiss". */
  outcome: string;
  /** Ready says that it can be done now; Problems are why not. */
  ready: boolean;
  problems: ReasonView[];
  /** Reasons are the typed reasons to choose one from for this outcome. */
  reasons: string[];
  /** NeedsAuthor: nothing changes before the author signs. Offer is then what would be offered to sign, nil where the author chooses. */
  needsAuthor: boolean;
  offer: OrderDocument | null;
  offerDiff: ChangeView[];
  /** Effects on money and stock; of an offer: what they will be when it is signed. */
  budgets: BudgetEffect[];
  stocks: StockEffect[];
  facts: Fact[];
  /** Reversible says that a later ruling could take it back. */
  reversible: boolean;
}

/** CaseRuling is a ruling on a case. */
export interface CaseRuling {
  /** ID names it in case.reverse. */
  id: string;
  at: string;
  personName: string;
  outcome: string;
  reason: string;
  text: string;
  /** Reversed is set when another ruling took it back. */
  reversedAt: string;
  reversedBy: string;
  reversedText: string;
  /** CanReverse says that the person here could take it back now, WhyNot why not. */
  canReverse: boolean;
  whyNot: ReasonView[];
  pending: boolean;
}

/** CaseComment is what was written on a case. */
export interface CaseComment {
  at: string;
  personName: string;
  text: string;
  /** ToAuthor says that the author sees it, too. */
  toAuthor: boolean;
  pending: boolean;
}

/** CaseForm is the part of an ActForm for "case.rule" (Cases, Outcome, Reason), "case.reverse" (one case, Ruling), "case.assign" (Cases, Assignee; "" takes it from whoever has it) and "case.comment" (one case, ToAuthor). The text is ActForm.Comment. A command is made for each case. */
export interface CaseForm {
  cases: string[];
  outcome: string;
  /** Reason types a ruling: "stock_returned", "money_added", "no_stock" …, "other" (with a text). */
  reason: string;
  ruling: string;
  assignee: string;
  toAuthor: boolean;
}

/** CaseDryRun is what one ruling over many cases would do, nothing of it signed. */
export interface CaseDryRun {
  total: number;
  ready: number;
  fails: number;
  /** Rows are the cases in their sequence; each meets what those before it left. */
  rows: CaseTrial[];
  /** Budgets and Stocks are the effects of all that are ready together. */
  budgets: BudgetEffect[];
  stocks: StockEffect[];
  /** Money is what all together take of the budgets (kopiykas; below zero they give back), Pieces of the stock. */
  money: number;
  pieces: number;
  /** Codes count why cases fail, by the first problem's code. */
  codes: FacetCount[];
}

/** CaseTrial is one case of a dry run. */
export interface CaseTrial {
  row: CaseRow;
  ready: boolean;
  problems: ReasonView[];
  money: number;
  pieces: number;
}

/** CaseExport is a file that was saved: it bears the person, the time and its number, and is noted in the log. */
export interface CaseExport {
  /** Path is "" when the person thought better of it. */
  path: string;
  number: string;
  rows: number;
  sha256: string;
}

/** DeviceRow is a device of the fleet, for the admin. */
export interface DeviceRow {
  id: string;
  name: string;
  personName: string;
  orgName: string;
  orgNo: string;
  zone: Zone;
  lastContact: string;
  /** LastSeq is the number of the last command that came from it; SkewMs its clock minus the server's. */
  lastSeq: number;
  skewMs: number;
  version: string;
  revoked: boolean;
  /** States are all that hold: "silent", "behind", "skewed", "gap", "diverged", "revoked", "never"; none for one that is well. */
  states: string[];
  /** Backlog is how many signed commands it still had when it last told. */
  backlog: number;
  /** Gaps are the numbers missing of its commands, OpenCases the open cases of its acts and itself. */
  gaps: number;
  openCases: number;
  /** Diverged is how often its documents were found to differ from the server's and were loaded anew, DivergedAt when last. */
  diverged: number;
  divergedAt: string;
}

/** FleetQuery filters the fleet; "" does not filter. */
export interface FleetQuery {
  text: string;
  /** One of DeviceRow.States, or "well". */
  state: string;
  version: string;
  zone: string;
  /** "" silent for longest first; "name", "org", "backlog", "skew", "version", "gaps", "cases" */
  sort: string;
  desc: boolean;
  offset: number;
  limit: number;
}

/** FleetPage is a window of the devices found. States, Versions and Zones count the whole fleet. */
export interface FleetPage {
  total: number;
  rows: DeviceRow[];
  states: FacetCount[];
  versions: FacetCount[];
  zones: FacetCount[];
  /** Contacts are for a plot: how many were last heard of within an hour, a day, three days, a week, a month, longer ago, never. */
  contacts: number[];
  asOf: string;
}
