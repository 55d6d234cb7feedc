import {
  Clock,
  Cloud,
  CloudOff,
  type LucideIcon,
  RefreshCw,
  TriangleAlert,
  Unplug,
} from 'lucide-react';
import type { SyncView } from '../../api';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { useNow } from '../../lib/now';
import { useSpanText, When } from '../../ui/figures';
import { Kbd } from '../../ui/Page';
import { reasonText, remedyText } from '../../ui/Reasons';

const day = 86_400_000;

/**
 * The line at the bottom that never lies and never moves: the state of the
 * link, what waits and for how long, the age of the data, open cases. The whole
 * line is one button: it opens the log.
 */
export function TruthLine({
  sync,
  onOpen,
  onPalette,
}: {
  sync: SyncView | undefined;
  onOpen: () => void;
  onPalette: () => void;
}) {
  const { t } = useT();
  return (
    <section
      className="@container flex h-9 shrink-0 items-stretch overflow-hidden border-t bg-sunken text-sm"
      aria-label={t('frame.truth.label')}
    >
      <button
        type="button"
        onClick={onOpen}
        title={t('frame.truth.openLog')}
        className="flex min-w-0 flex-1 items-center gap-x-5 overflow-hidden px-4 @max-3xl:gap-x-3 text-ink-2 -outline-offset-2 hover:bg-hover"
      >
        {sync && (
          <>
            <Link sync={sync} />
            <Why sync={sync} />
            <Waiting sync={sync} />
            <span className="flex shrink-0 items-center gap-1 whitespace-nowrap @max-3xl:order-last">
              {sync.dataAsOf ? (
                <>
                  <span className="@max-3xl:hidden">{t('frame.truth.data')}</span>
                  <Clock aria-hidden className="size-3.5 @3xl:hidden" />
                  <When at={sync.dataAsOf} />
                </>
              ) : (
                t('frame.truth.noData')
              )}
            </span>
            <Cases open={sync.openCases} />
          </>
        )}
      </button>
      <button
        type="button"
        onClick={onPalette}
        className="flex shrink-0 items-center gap-2 border-s px-4 text-ink-2 -outline-offset-2 hover:bg-hover"
      >
        <span className="@max-3xl:sr-only">{t('frame.actions.palette')}</span>{' '}
        <Kbd>Ctrl+K</Kbd>
      </button>
    </section>
  );
}

const links: Record<SyncView['state'], [LucideIcon, string]> = {
  live: [Cloud, 'text-accent'],
  catching_up: [RefreshCw, 'text-info'],
  connecting: [RefreshCw, 'text-wait'],
  offline: [CloudOff, 'text-wait'],
};

function Link({ sync }: { sync: SyncView }) {
  const { t } = useT();
  const [icon, tone] = links[sync.state];
  // Never a green sign while a case is open or something needs a person.
  const wary = sync.state === 'live' && sync.openCases > 0;
  const Icon = sync.workOffline ? Unplug : icon;
  const counts = sync.state === 'catching_up' && sync.total > 0;
  return (
    <span
      className={cx(
        'flex shrink-0 items-center gap-1.5 whitespace-nowrap font-medium',
        wary ? 'text-info' : tone,
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {/* In a narrow window the figures say it beside the sign; the age of the data has to fit, too. */}
      <span className={counts ? '@max-3xl:sr-only' : ''}>
        {sync.workOffline ? t('state.link.by_hand') : t(`state.link.${sync.state}`)}
      </span>
      {counts && (
        <span className="num font-normal">
          {t('frame.truth.catchingUp', {
            done: count(sync.done),
            total: count(sync.total),
          })}
        </span>
      )}
      {sync.state === 'offline' && sync.retryAt && !sync.workOffline && !sync.problem && (
        <span className="flex gap-1 font-normal text-ink-3">
          {t('frame.truth.retry')} <When at={sync.retryAt} />
        </span>
      )}
    </span>
  );
}

/** Why there is no link, where a person can act on it: in words, and what to do on hover. */
function Why({ sync }: { sync: SyncView }) {
  const { lang } = useT();
  if (!sync.problem || sync.workOffline) return null;
  const says = reasonText(sync.problem, lang);
  return (
    <span
      className="min-w-0 truncate text-alarm"
      title={[says, remedyText(sync.problem, lang)].filter(Boolean).join(' ')}
    >
      {says}
    </span>
  );
}

/** Amber after a day of waiting, red after three. */
function Waiting({ sync }: { sync: SyncView }) {
  const { t } = useT();
  const now = useNow();
  const span = useSpanText();
  if (sync.pending === 0)
    return (
      <span className="shrink-0 whitespace-nowrap">{t('frame.truth.nothingWaits')}</span>
    );
  const age = sync.oldestPending ? now.getTime() - Date.parse(sync.oldestPending) : 0;
  return (
    <span
      className={cx(
        'num shrink-0 whitespace-nowrap font-medium',
        age > 3 * day ? 'text-alarm' : age > day ? 'text-wait' : 'text-ink',
      )}
    >
      {t('frame.truth.waiting', { count: sync.pending })}
      {sync.oldestPending && (
        <>
          {' '}
          <span className="@max-3xl:hidden">
            ({t('frame.truth.oldest', { span: span(sync.oldestPending) })})
          </span>
          <span aria-hidden className="@3xl:hidden">
            ({span(sync.oldestPending)})
          </span>
        </>
      )}
    </span>
  );
}

function Cases({ open }: { open: number }) {
  const { t } = useT();
  if (open === 0)
    return (
      <span className="shrink-0 whitespace-nowrap text-ink-3">
        {t('frame.truth.noCases')}
      </span>
    );
  return (
    <span className="flex shrink-0 items-center gap-1.5 whitespace-nowrap font-medium text-alarm">
      <TriangleAlert aria-hidden className="size-4" />
      {t('frame.truth.cases', { count: open })}
    </span>
  );
}
