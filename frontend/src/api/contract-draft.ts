// Continues contract.ts, following views_draft.go: how the laptops of a unit share drafts.

/** DraftView is how the laptops of the unit share the draft in the cart. */
export interface DraftView {
  /** ID is "" for an empty cart. Shared: other laptops know it. Unsent: what was changed here has not gone yet. */
  id: string;
  shared: boolean;
  unsent: boolean;
  /** Others are who else changed it, the latest first. */
  others: DraftAuthorView[];
  /** History are its changes, the newest first. */
  history: DraftChangeView[];
  /** Drafts are the other open drafts of the unit, the one changed last first. */
  drafts: DraftRowView[];
  /** Of is the draft that ended while this one's part of it was changed here; Ended is what became of the draft that was in the cart, where nothing is left of it. null for none. */
  of: DraftEndView | null;
  ended: DraftEndView | null;
}

/** DraftAuthorView is somebody who changed a draft, on which laptop. */
export interface DraftAuthorView {
  name: string;
  laptop: string;
  at: string;
}

/** DraftChangeView is a change of one place of a draft. */
export interface DraftChangeView {
  id: string;
  by: DraftAuthorView;
  /** Mine: it was made on this laptop. Pending: the server has not confirmed it. */
  mine: boolean;
  pending: boolean;
  /** Field is quantity, substitutes, fund, delivery_point, needed_by, urgency, note or answer; the names are of a line's item. */
  field: string;
  nameUk: string;
  nameEn: string;
  /** Value was set where Was stood. Raced: somebody had changed the place on another laptop and the author did not know. */
  value: DraftValueView;
  was: DraftValueView;
  raced: boolean;
  /** Stands says which of the two stands in the place now: "value", "was" or "". */
  stands: 'value' | 'was' | '';
}

/** DraftValueView is a value of a place. */
export interface DraftValueView {
  kind: 'none' | 'pieces' | 'urgency' | 'date' | 'text' | 'fund' | 'point' | 'count';
  number: number;
  /** Text is a note, a date, an urgency's code, a point's name or a fund's kind; Year is the fund's. */
  text: string;
  year: number;
}

/** DraftRowView is an open draft of the unit. */
export interface DraftRowView {
  id: string;
  lines: number;
  changed: DraftAuthorView;
  /** Number is the order's that it revises, "" for a new order. Twin: it keeps what came too late for another. */
  number: string;
  twin: boolean;
}

/** DraftEndView is how a draft ended. */
export interface DraftEndView {
  state: 'ordered' | 'cleared';
  by: DraftAuthorView;
  /** Number is the order's where it was ordered. */
  number: string;
}
