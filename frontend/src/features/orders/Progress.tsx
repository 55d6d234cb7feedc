import { Clock, Scale } from 'lucide-react';
import type { LineProgress } from '../../api';
import { useT } from '../../i18n';
import { count } from '../../lib/format';
import { PartFigures } from '../../ui/Parts';
import { Slip } from '../../ui/Slip';

/** How far a line is: what it was given and by whom, what it waits for and why, the slip of its round. */
export function Progress({ of: p }: { of: LineProgress }) {
  const { t } = useT();
  if (
    p.parts.length === 0 &&
    p.waiting === 0 &&
    p.dropped === 0 &&
    !p.inRounds &&
    !p.slip
  )
    return null;
  return (
    <div className="mt-2 flex max-w-xl flex-col gap-3 border-s-2 ps-3">
      {p.parts.map(part => (
        <PartFigures key={part.part} part={part} />
      ))}
      {p.waiting > 0 && (
        <p className="flex items-start gap-1.5 text-wait">
          <Clock aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t('orders.progress.waiting', { qty: count(p.waiting) })}
        </p>
      )}
      {p.inRounds && p.parts.length === 0 && !p.slip && (
        <p className="flex items-start gap-1.5 text-ink-2">
          <Scale aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t('orders.progress.inRounds')}
        </p>
      )}
      {p.dropped > 0 && (
        <p className="text-ink-3">
          {t('orders.progress.dropped', { qty: count(p.dropped) })}
        </p>
      )}
      {p.slip && <Slip slip={p.slip} />}
    </div>
  );
}
