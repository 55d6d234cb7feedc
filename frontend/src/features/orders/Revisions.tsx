import { FileCheck } from 'lucide-react';
import type { RevisionView } from '../../api';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { Money, When } from '../../ui/figures';

const inks = {
  current: 'text-accent',
  superseded: 'text-ink-3',
  parked: 'text-alarm',
  pending: 'text-wait',
} as const;

/** Every signed revision, the newest first; none ever disappears. */
export function Revisions({ list }: { list: readonly RevisionView[] }) {
  const { t } = useT();
  return (
    <ul className="flex flex-col">
      {list.toReversed().map(r => (
        <li key={r.revision} className="flex gap-2.5 border-t py-2 first:border-t-0">
          <FileCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap justify-between gap-x-2">
              <span className="font-medium">
                {t('orders.revision', { revision: r.revision })}
              </span>
              <Money value={r.total} className="text-sm" />
            </div>
            <div className="text-ink-3 text-sm">
              <span className={cx('font-medium', inks[r.standing])}>
                {t(`orders.standing.${r.standing}`)}
              </span>{' '}
              · <When at={r.signedAt} /> · {r.signedBy}
            </div>
            <div className="truncate font-mono text-ink-3 text-xs" title={r.hash}>
              {r.hash.slice(0, 16)}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
