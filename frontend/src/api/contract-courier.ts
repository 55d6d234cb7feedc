import type { ReasonView } from './contract';

// The part of the contract about courier files, following views_courier.go.

/** CourierView is what a courier could take along from here, what left with one, and what is carried here for others. */
export interface CourierView {
  /** Device is what others see of this device in a file: the end of its id. */
  device: string;
  /** CanSeal says that this profile knows the server's key for courier files. */
  canSeal: boolean;
  /** Waiting counts commands without a receipt, Fresh those of them in no file yet. */
  waiting: number;
  fresh: number;
  exports: CourierExport[];
  carried: CourierItem[];
}

/** CourierExport is a courier file that was saved here. */
export interface CourierExport {
  number: number;
  at: string;
  /** Count is how many commands are in it, Waiting how many of them have no receipt yet. */
  count: number;
  waiting: number;
  /** AnsweredAt is the server's clock of its answer; "" while none came. */
  answeredAt: string;
}

export type CarriedState = 'waits' | 'answered' | 'given' | 'refused';

/** CourierItem is a courier file of another device that is carried here. */
export interface CourierItem {
  id: string;
  /** Device is the end of that device's id; Count how many commands; At when it was made. */
  device: string;
  count: number;
  at: string;
  bytes: number;
  state: CarriedState;
  takenAt: string;
  changedAt: string;
  reasons: ReasonView[];
}

/** CourierSaved is a courier file that was just saved; Path is "" when the person thought better of it. */
export interface CourierSaved {
  path: string;
  number: number;
  count: number;
  /** Left is how many commands did not fit and go into the next file. */
  left: number;
}

/** CourierTaken is what a file was that was just opened. */
export interface CourierTaken {
  /** Kind is "carried" (another device's file, carried from now on), "answer" (the answer to a file of this device) or "" when nothing was chosen. */
  kind: '' | 'carried' | 'answer';
  /** Device, Count and State are of a carried file. */
  device: string;
  count: number;
  state: string;
  /** Number is the file that was answered; Applied and Parked count new receipts, Known those that had come before. */
  number: number;
  applied: number;
  parked: number;
  known: number;
}
