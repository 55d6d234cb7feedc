import type { StageView } from '../../api';
import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { useMeasure } from '../../ui/measure';
import { stageText } from './names';

/** Whose time it is, in the colour of a turn. */
const bars: Record<string, string> = {
  unit: 'bg-alarm',
  agency: 'bg-wait',
  supplier: 'bg-info',
  server: 'bg-ink-3',
};

/** The time in each state: the bar is the median, its thin end what one in ten exceeds. */
export function Stages({ list }: { list: readonly StageView[] }) {
  const { t } = useT();
  const { full } = useMeasure();
  const most = Math.max(1, ...list.map(s => s.slow));
  const part = (hours: number) => `${(hours / most) * 100}%`;
  return (
    <div className="overflow-x-auto">
      <table className="num w-full border-collapse text-sm">
        <thead>
          <tr className="text-end text-ink-3 text-xs">
            <th scope="col" className="py-1 pe-3 text-start font-medium">
              {t('dashboard.stages.state')}
            </th>
            <th scope="col" className="py-1 pe-3 text-start font-medium">
              {t('dashboard.stages.turn')}
            </th>
            <td className="w-2/5" />
            <th scope="col" className="py-1 ps-3 font-medium">
              {t('dashboard.stages.median')}
            </th>
            <th scope="col" className="py-1 ps-3 font-medium">
              {t('dashboard.stages.slow')}
            </th>
            <th scope="col" className="py-1 ps-3 font-medium">
              {t('dashboard.stages.count')}
            </th>
          </tr>
        </thead>
        <tbody>
          {list.map(s => (
            <tr key={`${s.state}${s.turn}`} className="border-t">
              <th scope="row" className="py-1.5 pe-3 text-start font-medium">
                {s.link ? (
                  <a
                    href={`#/${s.link}`}
                    className="text-accent underline-offset-2 hover:underline"
                  >
                    {stageText(s.state)}
                  </a>
                ) : (
                  stageText(s.state)
                )}
              </th>
              <td className="py-1.5 pe-3 text-ink-2">
                {s.turn && (
                  <span className="flex items-center gap-1.5">
                    <span
                      aria-hidden
                      className={cx('size-2.5 rounded-[2px]', bars[s.turn] ?? 'bg-ink-3')}
                    />
                    {codeText('state.turn', s.turn)}
                  </span>
                )}
              </td>
              <td className="py-1.5" aria-hidden>
                <div className="relative h-4">
                  <div
                    className={cx(
                      'absolute inset-y-1.5 left-0 rounded-full opacity-50',
                      bars[s.turn] ?? 'bg-ink-3',
                    )}
                    style={{ width: part(s.slow) }}
                  />
                  <div
                    className={cx(
                      'absolute inset-y-0.5 left-0 rounded-[2px]',
                      bars[s.turn] ?? 'bg-ink-3',
                    )}
                    style={{ width: part(s.median) }}
                  />
                </div>
              </td>
              <td className="whitespace-nowrap py-1.5 ps-3 text-end font-medium">
                {full('hours', s.median)}
              </td>
              <td className="whitespace-nowrap py-1.5 ps-3 text-end text-ink-2">
                {full('hours', s.slow)}
              </td>
              <td className="py-1.5 ps-3 text-end text-ink-2">{count(s.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
