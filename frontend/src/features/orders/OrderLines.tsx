import type { OrderView } from '../../api';
import { named, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { Money, Qty } from '../../ui/figures';
import { changeText, isLineAdded, isLineRemoved } from '../../ui/OrderSheet';
import { Reasons } from '../../ui/Reasons';
import { StateBadge } from '../../ui/StateBadge';
import { Progress } from './Progress';

/** The lines as they stand, each with its delivery state, what changed and what stopped it. */
export function OrderLines({ view }: { view: OrderView }) {
  const { t, lang } = useT();
  const { document: doc, changes, row } = view;
  const far = new Map(view.progress.map(p => [p.line, p]));
  return (
    <div className="p-4">
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="eyebrow border-b">
            <th scope="col" className="w-8 py-1.5 text-start">
              {t('sheet.no')}
            </th>
            <th scope="col" className="py-1.5 pe-3 text-start">
              {t('sheet.item')}
            </th>
            <th scope="col" className="px-3 py-1.5 text-end">
              {t('sheet.quantity')}
            </th>
            <th scope="col" className="py-1.5 ps-3 text-end">
              {t('sheet.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {doc.lines.map(l => {
            const mine = changes.filter(c => c.line === l.line && !isLineRemoved(c));
            const stops = row.reasons.filter(r => r.line === l.line);
            const progress = far.get(l.line);
            return (
              <tr
                key={l.line}
                className={cx('border-b align-top', mine.length > 0 && 'bg-wait-soft')}
              >
                <td className="num py-2.5 text-ink-3">{l.line}</td>
                <td className="py-2.5 pe-3">
                  <div className="font-medium text-base">
                    {named(lang, l.nameUk, l.nameEn)}
                  </div>
                  <div className="text-ink-3">
                    {l.supplierName} · {l.article}
                  </div>
                  {(progress?.state || l.fulfilment) && (
                    <StateBadge
                      plain
                      kind="delivery"
                      state={progress?.state || l.fulfilment}
                      className="pt-1"
                    />
                  )}
                  {progress && <Progress of={progress} />}
                  {/* The box above the lines says what to do about each. */}
                  {stops.length > 0 && (
                    <Reasons
                      list={stops}
                      remedies={row.sync !== 'parked'}
                      className="pt-1"
                    />
                  )}
                </td>
                <td className="px-3 py-2.5 text-end">
                  <Qty value={l.quantity} uom={named(lang, l.uomUk, l.uomEn)} />
                  {mine.map(c => (
                    <div key={c.field} className="whitespace-nowrap text-wait text-xs">
                      {isLineAdded(c)
                        ? t('sheet.added')
                        : t('sheet.was', { value: changeText(c.field, c.before, lang) })}
                    </div>
                  ))}
                </td>
                <td className="py-2.5 ps-3 text-end">
                  <Money value={l.total} />
                </td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr className="font-semibold text-base">
            <td colSpan={3} className="pt-2 text-end">
              {t('sheet.toPay')}
            </td>
            <td className="ps-3 pt-2 text-end">
              <Money value={doc.total} />
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
