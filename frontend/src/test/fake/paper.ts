import type * as c from '../../api/contract';

/** What an order has once it is on its way; empty before. */
export const noPapers: Pick<
  c.OrderView,
  | 'progress'
  | 'findings'
  | 'signing'
  | 'approving'
  | 'signatures'
  | 'takenBy'
  | 'takenUntil'
  | 'holdUntil'
  | 'awaits'
  | 'deliveries'
  | 'invoices'
  | 'claims'
  | 'documents'
  | 'canCosign'
  | 'canVerify'
  | 'canTake'
  | 'takenByMe'
> = {
  progress: [],
  findings: [],
  signing: [],
  approving: [],
  signatures: [],
  takenBy: '',
  takenUntil: '',
  holdUntil: '',
  awaits: [],
  deliveries: [],
  invoices: [],
  claims: [],
  documents: [],
  canCosign: false,
  canVerify: false,
  canTake: false,
  takenByMe: false,
};

/** The moment the fakes' data stand for. */
export const asOf = '2026-11-20T12:05:00Z';
