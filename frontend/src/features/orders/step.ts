import type { TFunction } from 'i18next';
import type { OrderRow, Zone } from '../../api';

/** The next step of an order in words, and whether it is of the people of this zone. */
export function stepOf(
  o: OrderRow,
  t: TFunction,
  zone: Zone = 'unit',
): { text: string; ours: boolean } {
  const step = unitStep(o, t);
  if (zone === 'unit') return step;
  if (o.turn === 'unit') return { text: t('orders.steps.unit'), ours: false };
  if (o.turn === 'agency' && zone === 'agency')
    return {
      text:
        o.decision === 'verifying' ? t('orders.steps.verify') : t('orders.steps.decide'),
      ours: true,
    };
  return step;
}

function unitStep(o: OrderRow, t: TFunction): { text: string; ours: boolean } {
  if (o.sync === 'parked') return { text: t('orders.steps.parked'), ours: true };
  if (o.sync === 'queued') return { text: t('orders.steps.queued'), ours: false };
  if (o.sync === 'sent') return { text: t('orders.steps.sent'), ours: false };
  if (o.turn === 'unit') {
    if (o.decision === 'awaiting_signatures')
      return { text: t('orders.steps.cosign'), ours: true };
    if (o.delivery !== '' && o.decision === 'approved')
      return { text: t('orders.steps.receive'), ours: true };
    return {
      text:
        o.questions > 0
          ? t('orders.steps.answer', { count: o.questions })
          : t('orders.steps.revise'),
      ours: true,
    };
  }
  if (o.turn === 'agency') return { text: t('orders.steps.agency'), ours: false };
  if (o.turn === 'supplier') return { text: t('orders.steps.supplier'), ours: false };
  if (o.turn === 'server') return { text: t('orders.steps.sent'), ours: false };
  return { text: t('orders.steps.none'), ours: false };
}
