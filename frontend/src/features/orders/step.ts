import type { TFunction } from 'i18next';
import type { OrderRow } from '../../api';

/** The next step of an order in words, and whether it is ours. */
export function stepOf(o: OrderRow, t: TFunction): { text: string; ours: boolean } {
  if (o.sync === 'parked') return { text: t('orders.steps.parked'), ours: true };
  if (o.sync === 'queued') return { text: t('orders.steps.queued'), ours: false };
  if (o.sync === 'sent') return { text: t('orders.steps.sent'), ours: false };
  if (o.turn === 'unit') {
    if (o.delivery === 'delivered')
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
