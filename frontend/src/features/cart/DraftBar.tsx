import { History, Info, Users } from 'lucide-react';
import type { DraftAuthorView, DraftEndView, DraftView } from '../../api';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { Button } from '../../ui/Button';
import { useAgoText } from '../../ui/figures';

/** Who else has the draft, what of it differs, and what became of the one it was parted from. */
export function DraftBar({
  draft,
  open,
  onHistory,
}: {
  draft: DraftView;
  open: boolean;
  onHistory: () => void;
}) {
  const { t } = useT();
  const who = useWho();
  const raced = draft.history.filter(x => x.raced).length;
  if (!draft.shared && !draft.of && draft.history.length === 0) return null;
  return (
    <section aria-label={t('cart.draft.shared')} className="border-b bg-sunken/60">
      {draft.of && <Ended end={draft.of} parted />}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-sm">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
          <Users aria-hidden className="size-4 shrink-0 text-info" />
          {draft.others.length === 0 ? (
            <span className="text-ink-2">{t('cart.draft.alone')}</span>
          ) : (
            <>
              <span className="text-ink-2">{t('cart.draft.others')}</span>
              {draft.others.map(o => (
                <span key={`${o.name}/${o.laptop}`} className="font-medium">
                  {who(o)}
                </span>
              ))}
            </>
          )}
        </span>
        {draft.unsent && <span className="text-wait">{t('cart.draft.unsent')}</span>}
        {raced > 0 && (
          <span className="font-medium text-wait">
            {t('cart.draft.raced', { count: raced })}
          </span>
        )}
        <Button
          look="quiet"
          icon={History}
          className="ms-auto"
          aria-expanded={open}
          onPress={onHistory}
        >
          {t('cart.draft.history')}
        </Button>
      </div>
    </section>
  );
}

/** What became of a draft that ended elsewhere. */
export function Ended({ end, parted }: { end: DraftEndView; parted?: boolean }) {
  const { t } = useT();
  const who = useWho();
  const key = parted
    ? end.state === 'ordered'
      ? 'cart.draft.ofOrdered'
      : 'cart.draft.ofCleared'
    : end.state === 'ordered'
      ? 'cart.draft.endedOrdered'
      : 'cart.draft.endedCleared';
  return (
    <p
      role="status"
      className={cx('flex gap-2 px-4 py-2 text-sm', parted && 'border-b bg-wait-soft/50')}
    >
      <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-wait" />
      <span>{t(key, { number: end.number, who: who(end.by) })}</span>
    </p>
  );
}

/** Somebody with their laptop and how long ago, as text. */
function useWho(): (a: DraftAuthorView) => string {
  const { t } = useT();
  const ago = useAgoText();
  return a =>
    a.laptop === ''
      ? a.name
      : a.at === ''
        ? t('cart.draft.by', { name: a.name, laptop: a.laptop })
        : t('cart.draft.other', { name: a.name, laptop: a.laptop, ago: ago(a.at) });
}
