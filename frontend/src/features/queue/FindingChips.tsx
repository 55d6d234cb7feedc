import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import type { Found } from './found';

/** What the checks found in the orders of this view, each a filter. */
export function FindingChips({
  list,
  value,
  onChange,
}: {
  list: readonly Found[];
  value: string;
  onChange: (code: string) => void;
}) {
  const { t } = useT();
  if (list.length === 0) return null;
  return (
    <nav
      aria-label={t('queue.findings')}
      className="flex shrink-0 flex-wrap items-center gap-1.5 border-b px-4 py-2 @max-3xl:flex-nowrap @max-3xl:overflow-x-auto"
    >
      {[{ code: '', count: 0 }, ...list].map(f => (
        <button
          key={f.code}
          type="button"
          aria-pressed={f.code === value}
          onClick={() => onChange(f.code === value ? '' : f.code)}
          className={cx(
            '-outline-offset-2 inline-flex min-h-7 shrink-0 items-center gap-2 rounded-full border px-3 text-sm',
            f.code === value
              ? 'border-accent bg-selected font-medium text-accent'
              : 'bg-surface text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          {f.code === '' ? t('queue.allFindings') : codeText('queue.finding', f.code)}
          {f.count > 0 && <span className="num font-semibold">{count(f.count)}</span>}
        </button>
      ))}
    </nav>
  );
}
