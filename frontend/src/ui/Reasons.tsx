import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { codeText, useT } from '../i18n';
import { cx } from '../lib/cx';
import { count, momentDay, momentLong, money, percent, spanOf } from '../lib/format';
import type { Lang } from '../lib/prefs';

/** A typed reason as it comes from Go. */
export interface ReasonLike {
  code: string;
  severity: string;
  line: number;
  field: string;
  have: number;
  want: number;
  ref: string;
}

const looks: Record<string, [LucideIcon, string]> = {
  stop: [CircleAlert, 'text-alarm'],
  warn: [TriangleAlert, 'text-wait'],
  info: [Info, 'text-info'],
};

/** What a sentence shows where the reason names nothing. */
const named = (text: string): string => text || '—';

/** The figures of a reason in every writing its sentence may ask for. */
function figures(r: ReasonLike, lang: Lang): Record<string, string> {
  const span = spanOf(Math.abs(r.have));
  const at = r.have > 0 ? new Date(r.have).toISOString() : '';
  return {
    have: count(r.have),
    want: count(r.want),
    // Years, versions and numbers of commands are names, not amounts: no thin spaces.
    haveNo: String(r.have),
    wantNo: String(r.want),
    haveMoney: money(r.have, lang),
    wantMoney: money(r.want, lang),
    haveWhen: named(at && momentLong(at, lang)),
    haveDay: named(at && momentDay(at, lang)),
    haveOff: codeText('fault.part', r.have < 0 ? 'behind' : 'ahead'),
    haveSize: codeText('fault.part', 'size', { n: count(Math.floor(r.have / 1e6)) }),
    haveSpan:
      span.unit === 'now'
        ? codeText('fault.part', 'seconds', { n: Math.round(Math.abs(r.have) / 1000) })
        : codeText('common.span', span.unit, { n: span.n }),
    ref: named(r.ref),
    refShort: named(r.ref.slice(0, 12)),
    havePercent: percent(r.have, lang),
    wantPercent: percent(r.want, lang),
    refOutcome: named(r.ref && codeText('cases.outcome', r.ref)),
    refRole: named(r.ref && codeText('state.role', r.ref)),
    refState: named(r.ref && codeText('state.decision', r.ref)),
    field: named(r.field && codeText('state.field', r.field)),
  };
}

/** The sentence of a reason. */
export const reasonText = (r: ReasonLike, lang: Lang): string =>
  codeText('fault.says', r.code, figures(r, lang));

/** What to do about it, "" where there is nothing to do. */
export function remedyText(r: ReasonLike, lang: Lang): string {
  const text = codeText('fault.remedy', r.code, figures(r, lang));
  return text === r.code ? '' : text;
}

/** Reasons one under the other, each with its remedy and, if given, what can be done at once. */
export function Reasons({
  list,
  places,
  remedies = true,
  action,
  className,
}: {
  list: readonly ReasonLike[];
  /** Says which line each speaks of. */
  places?: boolean;
  /** Off where the reader is not the one who can do something about it. */
  remedies?: boolean;
  action?: (r: ReasonLike) => ReactNode;
  className?: string;
}) {
  const { t, lang } = useT();
  return (
    <ul className={cx('flex flex-col gap-1.5 text-start', className)}>
      {list.map(r => {
        const [Icon, tone] = looks[r.severity] ?? [CircleAlert, 'text-alarm'];
        const remedy = remedies ? remedyText(r, lang) : '';
        return (
          <li
            key={`${r.code}/${r.line}/${r.field}/${r.ref}`}
            className="flex items-start gap-2"
          >
            <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', tone)} />
            <div className="min-w-0 flex-1">
              <span className={cx('font-medium', tone)}>
                {places && r.line > 0 && `${t('common.line', { n: r.line })}: `}
                {reasonText(r, lang)}
              </span>
              {remedy && <span className="text-ink-2"> {remedy}</span>}
            </div>
            {action?.(r)}
          </li>
        );
      })}
    </ul>
  );
}
