import type { ShareRow, ShareView } from '../../api';
import { codeText, named, useT } from '../../i18n';
import { percent } from '../../lib/format';
import { useMeasure } from '../../ui/measure';
import { Section } from '../../ui/Page';
import { rowText } from './names';

/** A whole split into its parts, the largest first; each opens its list. */
export function Shares({ share }: { share: ShareView }) {
  const { lang } = useT();
  const { full } = useMeasure();
  const whole = share.rows.reduce((s, r) => s + r.value, 0);
  const most = Math.max(1, ...share.rows.map(r => r.value));
  const nameOf = (r: ShareRow) =>
    named(lang, r.nameUk, r.nameEn) || rowText(share.name, r.key);
  return (
    <Section title={codeText('dashboard.shares', share.name)}>
      <ul className="text-sm">
        {share.rows.map(r => (
          <li
            key={r.key || r.nameUk}
            className="grid grid-cols-[minmax(8rem,2fr)_minmax(5rem,3fr)_auto] items-center gap-x-3 border-t py-1.5"
          >
            {r.link ? (
              <a
                href={`#/${r.link}`}
                className="truncate text-accent underline-offset-2 hover:underline"
                title={nameOf(r)}
              >
                {nameOf(r)}
              </a>
            ) : (
              <span className="truncate" title={nameOf(r)}>
                {nameOf(r)}
              </span>
            )}
            <span aria-hidden className="h-2 rounded-full bg-sunken">
              <span
                className="block h-2 rounded-full bg-accent"
                style={{ width: `${Math.max(0, (r.value / most) * 100)}%` }}
              />
            </span>
            <span className="num whitespace-nowrap text-end">
              {full(share.kind, r.value)}
              {share.kind !== 'percent' && whole > 0 && (
                <span className="text-ink-3">
                  {' '}
                  ({percent(Math.round((r.value * 100) / whole) * 100, lang)})
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
