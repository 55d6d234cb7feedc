import type { CaseForm } from '../../api';

/** An act on cases of which nothing is set yet but which cases. */
export const caseForm = (
  cases: readonly string[],
  more: Partial<CaseForm> = {},
): CaseForm => ({
  cases: [...cases],
  outcome: '',
  reason: '',
  ruling: '',
  assignee: '',
  toAuthor: false,
  ...more,
});
