import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { actForm, type OrderView } from '../../api';
import { useT } from '../../i18n';
import { OrderSheet } from '../../ui/OrderSheet';

/** The unit's next signature under an order: the document itself, then the signature. */
export function CosignDialog({
  order,
  onClose,
}: {
  order: OrderView;
  onClose: () => void;
}) {
  const { t } = useT();
  const [form] = useState(() => actForm('order.cosign', { orders: [order.row.id] }));
  return (
    <ActDialog
      wide="full"
      title={t('orders.cosignTitle', { number: order.row.number })}
      form={form}
      label={t('orders.cosignSign')}
      onClose={onClose}
      shown={view => (
        <OrderSheet doc={view.order ?? order.document} changes={view.changes} />
      )}
    />
  );
}
