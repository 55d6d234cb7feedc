import type { DeliveryLine } from '../../api';
import { codeText, named, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { Qty } from '../../ui/figures';

/** The lines of a dispatch note and, once counted, what came of each. */
export function DeliveryLines({
  lines,
  counted,
}: {
  lines: readonly DeliveryLine[];
  counted: boolean;
}) {
  const { t, lang } = useT();
  return (
    <table className="w-full border-collapse text-sm">
      <thead>
        <tr className="eyebrow border-b">
          <th scope="col" className="w-8 py-1.5 text-start">
            {t('sheet.no')}
          </th>
          <th scope="col" className="py-1.5 pe-3 text-start">
            {t('delivery.goods')}
          </th>
          <th scope="col" className="px-3 py-1.5 text-end">
            {t('delivery.dispatched')}
          </th>
          {counted && (
            <th scope="col" className="w-56 py-1.5 ps-3 text-start">
              {t('delivery.real')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {lines.map((l, i) => (
          <tr key={`${l.line}/${l.part}`} className="border-b align-top">
            <td className="num py-2.5 text-ink-3">{i + 1}</td>
            <td className="py-2.5 pe-3">
              <div className="font-medium text-base">
                {named(lang, l.nameUk, l.nameEn)}
              </div>
              <div className="text-ink-3">{l.article}</div>
              {l.serials.length > 0 && (
                <details className="pt-1">
                  <summary className="min-h-6 text-ink-2">
                    {t('delivery.serials')} ({count(l.serials.length)})
                  </summary>
                  <p className="columns-2 gap-x-6 break-all font-mono text-xs leading-5">
                    {l.serials.map(s => (
                      <span
                        key={s}
                        className={cx(
                          'block',
                          (l.missing.includes(s) || l.bad.includes(s)) &&
                            'font-semibold text-alarm',
                        )}
                      >
                        {s}
                      </span>
                    ))}
                  </p>
                </details>
              )}
            </td>
            <td className="px-3 py-2.5 text-end">
              <Qty value={l.dispatched} uom={named(lang, l.uomUk, l.uomEn)} />
            </td>
            {counted && (
              <td className="py-2.5 ps-3">
                <Counted l={l} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Counted({ l }: { l: DeliveryLine }) {
  const { t } = useT();
  const short = l.dispatched - l.delivered;
  const accepted = l.accepted || l.delivered - l.refused;
  return (
    <ul className="flex flex-col gap-0.5">
      <li className="font-medium text-accent">
        {t('delivery.count.accepted', { qty: count(accepted) })}
      </li>
      {l.remarked > 0 && (
        <li className="text-wait">
          {t('delivery.count.remarked', { qty: count(l.remarked) })}
        </li>
      )}
      {l.refused > 0 && (
        <li className="font-medium text-alarm">
          {t('delivery.count.refused', { qty: count(l.refused) })}
          {l.reason && `: ${codeText('state.claim_reason', l.reason)}`}
        </li>
      )}
      {short > 0 && (
        <li className="text-alarm">{t('delivery.count.short', { qty: count(short) })}</li>
      )}
      {l.remark && <li className="text-ink-2">{l.remark}</li>}
      {l.missing.length > 0 && (
        <li className="break-all text-ink-3">
          {t('delivery.count.missing', { list: l.missing.join(', ') })}
        </li>
      )}
      {l.bad.length > 0 && (
        <li className="break-all text-ink-3">
          {t('delivery.count.bad', { list: l.bad.join(', ') })}
        </li>
      )}
    </ul>
  );
}
