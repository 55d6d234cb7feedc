import { useMemo } from 'react';
import type { SupplierOrderRow } from '../../api';
import { codeText, named, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { by, byAge } from '../../lib/sorting';
import type { Column } from '../../ui/DataTable';
import { Day, Money } from '../../ui/figures';
import { StateBadge } from '../../ui/StateBadge';

/** The columns of a supplier's orders: what, how much is left, by when. Never for whom. */
export function useSupplierColumns(): Column<SupplierOrderRow>[] {
  const { t, lang } = useT();
  return useMemo(
    (): Column<SupplierOrderRow>[] => [
      {
        id: 'order',
        header: t('supplier.order'),
        width: 'minmax(13rem,1.6fr)',
        sort: byAge,
        cell: o => (
          <>
            <div className="truncate font-medium text-base">{o.number}</div>
            <div
              className="truncate text-ink-3"
              title={named(lang, o.firstUk, o.firstEn)}
            >
              {named(lang, o.firstUk, o.firstEn)}
              {o.lines > 1 && `, ${t('delivery.more', { count: o.lines - 1 })}`}
            </div>
          </>
        ),
      },
      {
        id: 'due',
        header: t('supplier.due'),
        width: '6.5rem',
        sort: by('due'),
        end: true,
        cell: o => (
          <>
            <div className="font-medium">{count(o.due)}</div>
            <div className="text-ink-3">{t('claims.of', { qty: count(o.pieces) })}</div>
          </>
        ),
      },
      {
        id: 'promised',
        header: t('supplier.promised'),
        width: '12.5rem',
        sort: by('promised'),
        cell: o => (
          <>
            <div className={cx(o.late && 'font-medium text-alarm')}>
              {o.promisedOn ? <Day on={o.promisedOn} /> : '—'}
            </div>
            <div className="truncate text-ink-3">
              {t('supplier.needed')} <Day on={o.neededBy} />
            </div>
          </>
        ),
      },
      {
        id: 'point',
        header: t('supplier.point'),
        width: '7.5rem',
        sort: by('point'),
        cell: o => (
          <>
            <div>{o.pointCode}</div>
            <div
              className={cx(
                o.urgency === 'urgent'
                  ? 'font-medium text-alarm'
                  : o.urgency === 'priority'
                    ? 'text-wait'
                    : 'text-ink-3',
              )}
            >
              {codeText('state.urgency', o.urgency)}
            </div>
          </>
        ),
      },
      {
        id: 'total',
        header: t('supplier.total'),
        width: '9rem',
        sort: by('total'),
        end: true,
        cell: o => <Money value={o.total} />,
      },
      {
        id: 'delivery',
        header: t('supplier.delivery'),
        width: 'minmax(10rem,1fr)',
        sort: by('state'),
        cell: o => (
          <StateBadge
            plain
            kind={o.sync === 'confirmed' ? 'delivery' : 'sync'}
            state={o.sync === 'confirmed' ? o.delivery : o.sync}
          />
        ),
      },
    ],
    [t, lang],
  );
}
