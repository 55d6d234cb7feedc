import { Footprints } from 'lucide-react';
import type { OrderRow } from '../../api';
import { useT } from '../../i18n';
import { momentLong } from '../../lib/format';
import { Badge, StateBadge } from '../../ui/StateBadge';

/** Where an order stands between here and the server; that it left with a courier, and when. */
export function SyncBadge({ order: o }: { order: OrderRow }) {
  const { t, lang } = useT();
  if (o.courierNumber === 0) return <StateBadge plain kind="sync" state={o.sync} />;
  const text = t('orders.byCourier', { n: o.courierNumber });
  return (
    <span title={`${text}, ${momentLong(o.courierAt, lang)}`}>
      <Badge plain tone="wait" icon={Footprints} text={text} />
    </span>
  );
}
