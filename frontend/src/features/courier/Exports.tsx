import type { CourierExport } from '../../api';
import { useT } from '../../i18n';
import { count } from '../../lib/format';
import { When } from '../../ui/figures';
import { Section } from '../../ui/Page';
import { Badge } from '../../ui/StateBadge';
import { looks } from './looks';

/** The files that were saved here, and whether what is in them arrived. */
export function Exports({ list }: { list: readonly CourierExport[] }) {
  const { t } = useT();
  return (
    <Section title={t('courier.sent')}>
      <table className="num w-full border-collapse text-sm">
        <thead>
          <tr className="text-start text-ink-3">
            <th className="py-1 pe-3 text-start font-normal">{t('courier.number')}</th>
            <th className="py-1 pe-3 text-start font-normal">{t('courier.made')}</th>
            <th className="py-1 pe-3 text-end font-normal">{t('courier.count')}</th>
            <th className="py-1 text-start font-normal">{t('courier.state')}</th>
          </tr>
        </thead>
        <tbody>
          {list.map(x => (
            <tr key={`${x.number} ${x.at}`} className="border-t">
              <th
                scope="row"
                className="whitespace-nowrap py-1.5 pe-3 text-start font-medium"
              >
                {t('courier.no', { n: x.number })}
              </th>
              <td className="py-1.5 pe-3">
                <When at={x.at} />
              </td>
              <td className="py-1.5 pe-3 text-end">{count(x.count)}</td>
              <td className="flex flex-wrap items-center gap-x-2 py-1.5">
                {x.waiting > 0 ? (
                  <Badge
                    plain
                    tone={looks.waits[0]}
                    icon={looks.waits[1]}
                    text={t('courier.wait', { count: x.waiting })}
                  />
                ) : (
                  <Badge
                    plain
                    tone={looks.answered[0]}
                    icon={looks.answered[1]}
                    text={t('courier.done')}
                  />
                )}
                {x.answeredAt && (
                  <span className="text-ink-3">
                    {t('courier.answered')} <When at={x.answeredAt} />
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
