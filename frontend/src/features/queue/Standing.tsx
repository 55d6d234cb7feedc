import { useNavigate } from '@tanstack/react-router';
import { Hand, Hourglass, ShieldCheck } from 'lucide-react';
import type { OrderView } from '../../api';
import { useAppState } from '../../api';
import { useT } from '../../i18n';
import { FindingList } from '../../ui/Findings';
import { When } from '../../ui/figures';
import { Section } from '../../ui/Page';
import { SignChain } from '../../ui/SignChain';
import { StateBadge } from '../../ui/StateBadge';

/** Where the order stands before it is decided: in whose hand, until when it holds, what was found, who signs next. */
export function Standing({ order: o }: { order: OrderView }) {
  const { t } = useT();
  const navigate = useNavigate();
  const roles = useAppState().data?.roles ?? [];
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1.5 text-sm">
        <StateBadge kind="decision" state={o.row.decision} />
        {o.takenBy && (
          <span
            className={
              o.takenByMe
                ? 'inline-flex items-center gap-1.5 font-medium text-accent'
                : 'inline-flex items-center gap-1.5 font-medium text-wait'
            }
          >
            <Hand aria-hidden className="size-4" />
            {o.takenByMe ? t('queue.takenMine') : t('queue.taken', { name: o.takenBy })}{' '}
            <When at={o.takenUntil} />
          </span>
        )}
        {o.holdUntil && (
          <span className="inline-flex items-center gap-1.5 text-wait">
            <Hourglass aria-hidden className="size-4" />
            {t('queue.hold')} <When at={o.holdUntil} />
          </span>
        )}
        {o.awaits.length > 0 && (
          <span className="inline-flex items-center gap-1.5 text-wait">
            <ShieldCheck aria-hidden className="size-4" />
            {t('queue.awaits', { names: o.awaits.join(', ') })}
          </span>
        )}
      </div>
      {o.findings.length > 0 && (
        <Section title={t('queue.found')} className="rounded border bg-surface px-4 py-3">
          <FindingList
            list={o.findings}
            onOther={text => void navigate({ to: '/orders', search: { text } as never })}
          />
        </Section>
      )}
      {o.approving.length > 0 && (
        <Section
          title={t('queue.approving')}
          className="rounded border bg-surface px-4 py-3"
        >
          <SignChain
            steps={o.approving}
            signatures={o.signatures}
            roles={roles}
            open={o.row.decision === 'in_review'}
          />
        </Section>
      )}
    </>
  );
}
