import { useMemo } from 'react';
import type { DeliveryRow } from '../../api';
import { named, useT } from '../../i18n';
import { count } from '../../lib/format';
import { by } from '../../lib/sorting';
import type { Column } from '../../ui/DataTable';
import { Day, When } from '../../ui/figures';
import { StateBadge } from '../../ui/StateBadge';

/** The columns of deliveries as the agency looks at them: promised against real. */
export function useDeliveryColumns(): Column<DeliveryRow>[] {
  const { t, lang } = useT();
  return useMemo(
    (): Column<DeliveryRow>[] => [
      {
        id: 'note',
        header: t('delivery.note'),
        width: 'minmax(11rem,1fr)',
        sort: by('number'),
        cell: d => (
          <>
            <div className="truncate font-medium text-base" title={d.note}>
              {d.note}
            </div>
            <div className="truncate text-ink-3" title={d.supplier}>
              {d.supplier}
            </div>
          </>
        ),
      },
      {
        id: 'goods',
        header: t('delivery.goods'),
        width: 'minmax(11rem,1.4fr)',
        sort: by('unit'),
        cell: d => (
          <>
            <div className="truncate" title={named(lang, d.firstUk, d.firstEn)}>
              {named(lang, d.firstUk, d.firstEn)}
              {d.lines > 1 && `, ${t('delivery.more', { count: d.lines - 1 })}`}
            </div>
            <div className="truncate text-ink-3" title={d.unitNo}>
              {d.unitNo} · {d.orderNumber}
            </div>
          </>
        ),
      },
      {
        id: 'pieces',
        header: t('delivery.quantity'),
        width: '5.5rem',
        sort: by('pieces'),
        end: true,
        cell: d => t('delivery.pieces', { qty: count(d.pieces) }),
      },
      {
        id: 'promised',
        header: t('delivery.promised'),
        width: '8rem',
        sort: by('promised'),
        cell: d => <Day on={d.promisedOn} />,
      },
      {
        id: 'real',
        header: t('delivery.real'),
        width: '8.5rem',
        sort: by('real'),
        cell: d => <Real d={d} />,
      },
      {
        id: 'state',
        header: t('delivery.state'),
        width: '11.5rem',
        sort: by('state'),
        cell: d => (
          <StateBadge
            plain
            kind={d.sync === 'confirmed' ? 'shipment' : 'sync'}
            state={d.sync === 'confirmed' ? d.state : d.sync}
          />
        ),
      },
    ],
    [t, lang],
  );
}

/** The day it came, and by how much that is late. */
export function Real({ d }: { d: DeliveryRow }) {
  const { t } = useT();
  return (
    <>
      <div>
        {d.receivedAt ? (
          <When at={d.receivedAt} as="day" />
        ) : (
          <span className="text-ink-3">{t('delivery.notYet')}</span>
        )}
      </div>
      {d.daysLate > 0 ? (
        <div className="font-medium text-alarm">
          {t('delivery.daysLate', { count: d.daysLate })}
        </div>
      ) : (
        d.receivedAt &&
        d.promisedOn && <div className="text-accent">{t('delivery.onTime')}</div>
      )}
    </>
  );
}
