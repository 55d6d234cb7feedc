import type { DecisionForm, QuestionForm } from '../../api';

/** The typed reasons of a return and of a rejection. */
export const returnReasons = [
  'quantity_unclear',
  'item_unclear',
  'need_unjustified',
  'date_unrealistic',
  'delivery_point_unclear',
  'fund_wrong',
  'duplicate',
  'other',
] as const;
export type Reason = (typeof returnReasons)[number];
export const rejectReasons = [
  'need_unjustified',
  'duplicate',
  'fund_wrong',
  'date_unrealistic',
  'other',
] as const satisfies readonly Reason[];

/** The fields a question can be about: of a line, and of the document as a whole. */
export const lineFields = ['quantity', 'item', 'unit_price'] as const;
export const documentFields = [
  'needed_by',
  'delivery_point',
  'fund',
  'urgency',
  'note',
] as const;

const about: Partial<
  Record<Reason, (typeof lineFields | typeof documentFields)[number]>
> = {
  quantity_unclear: 'quantity',
  need_unjustified: 'quantity',
  item_unclear: 'item',
  duplicate: 'item',
  date_unrealistic: 'needed_by',
  delivery_point_unclear: 'delivery_point',
  fund_wrong: 'fund',
};

/** The question with the place its reason speaks of; what the person chose by hand stays where it fits. */
export function withReason(q: QuestionForm, reason: Reason): QuestionForm {
  const field = about[reason];
  if (field === undefined) return { ...q, reason };
  const ofDocument = documentFields.some(f => f === field);
  return { ...q, reason, field, line: ofDocument ? 0 : Math.max(1, q.line) };
}

/** The question about another place, with a field that place has. */
export function withLine(q: QuestionForm, line: number): QuestionForm {
  const fields: readonly string[] = line > 0 ? lineFields : documentFields;
  return { ...q, line, field: fields.includes(q.field) ? q.field : '' };
}

export const asked = (q: QuestionForm): boolean =>
  q.reason !== '' && (q.reason !== 'other' || q.text.trim() !== '');

const bare = { questions: [], reason: '', comment: '' };
export const approval = (orders: string[]): DecisionForm => ({
  act: 'approve',
  orders,
  ...bare,
});
