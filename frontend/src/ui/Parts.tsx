import { TriangleAlert } from 'lucide-react';
import { named, useT } from '../i18n';
import { cx } from '../lib/cx';
import { count } from '../lib/format';
import { Day, Qty } from './figures';
import { Meter } from './Meter';

/** A number of pieces of one offer that a line was given, and what became of them. */
export interface PartLike {
  line: number;
  part: number;
  nameUk: string;
  nameEn: string;
  article: string;
  supplier: string;
  uomUk: string;
  uomEn: string;
  substitute: boolean;
  quantity: number;
  promisedOn: string;
  late: boolean;
  confirmed: number;
  dispatched: number;
  delivered: number;
  accepted: number;
  remarked: number;
  refused: number;
  replaced: number;
  dropped: number;
  due: number;
  inProduction: boolean;
  deliveredAt: string;
}

const figures = [
  'confirmed',
  'dispatched',
  'delivered',
  'accepted',
  'remarked',
  'refused',
  'replaced',
  'dropped',
] as const;

/** How far the pieces are: a bar, the same in words, the promised day and whether it is over. */
export function PartFigures({ part: p, bare }: { part: PartLike; bare?: boolean }) {
  const { t, lang } = useT();
  const said = figures
    .filter(k => p[k] > 0)
    .map(k => t(`orders.part.${k}`, { qty: count(p[k]) }));
  if (p.inProduction && p.dispatched < p.quantity)
    said.unshift(t('orders.part.production'));
  return (
    <div className="flex min-w-0 flex-col gap-1 text-sm">
      {!bare && (
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="min-w-0">
            {p.supplier}
            {p.substitute && (
              <span className="text-wait">
                {' '}
                · {t('orders.part.substitute')}: {named(lang, p.nameUk, p.nameEn)}
              </span>
            )}
          </span>
          <Qty value={p.quantity} uom={named(lang, p.uomUk, p.uomEn)} />
        </div>
      )}
      <Meter
        whole={p.quantity}
        label={said.join(', ') || t('orders.part.nothing')}
        parts={[
          {
            value: p.accepted,
            label: t('orders.part.accepted', { qty: count(p.accepted) }),
            className: 'bg-accent',
          },
          {
            value: p.refused,
            label: t('orders.part.refused', { qty: count(p.refused) }),
            className: 'bg-alarm',
          },
          {
            value: Math.max(0, p.delivered - p.accepted - p.refused),
            label: t('orders.part.delivered', { qty: count(p.delivered) }),
            className: 'bg-info',
          },
          {
            value: Math.max(0, p.dispatched - p.delivered),
            label: t('orders.part.dispatched', { qty: count(p.dispatched) }),
            className: 'bg-info/50',
          },
        ].filter(x => x.value > 0)}
      />
      <p className="text-ink-2">{said.join(' · ') || t('orders.part.nothing')}</p>
      {p.promisedOn && (
        <p
          className={cx('flex flex-wrap items-center gap-x-1.5', p.late && 'text-alarm')}
        >
          {p.late && <TriangleAlert aria-hidden className="size-3.5" />}
          <span className={p.late ? 'font-medium' : 'text-ink-3'}>
            {t('orders.part.promised')} <Day on={p.promisedOn} />
          </span>
          {p.late && (
            <span className="font-medium">
              · {t('orders.part.late', { qty: count(p.due) })}
            </span>
          )}
          {!p.late && p.due > 0 && (
            <span className="text-ink-3">
              · {t('orders.part.due', { qty: count(p.due) })}
            </span>
          )}
        </p>
      )}
    </div>
  );
}
