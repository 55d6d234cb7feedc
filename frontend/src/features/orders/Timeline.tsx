import {
  Archive,
  BadgeCheck,
  Ban,
  Banknote,
  CalendarClock,
  CalendarX,
  CircleCheck,
  CircleDashed,
  Clock,
  CloudDownload,
  FileWarning,
  Handshake,
  Inbox,
  type LucideIcon,
  MessageCircleQuestion,
  MessageCircleReply,
  PackageCheck,
  Receipt,
  Scale,
  ScanSearch,
  Send,
  ShieldCheck,
  Signature,
  TriangleAlert,
  Truck,
  Undo2,
  Wallet,
} from 'lucide-react';
import type { EventView } from '../../api';
import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count, money } from '../../lib/format';
import { When } from '../../ui/figures';
import { Reasons } from '../../ui/Reasons';

const looks: Record<string, [LucideIcon, string]> = {
  signed: [Signature, 'text-ink-2'],
  received: [CloudDownload, 'text-ink-2'],
  reserved: [Wallet, 'text-ink-2'],
  returned: [MessageCircleQuestion, 'text-alarm'],
  answered: [MessageCircleReply, 'text-ink-2'],
  cosigned: [Signature, 'text-ink-2'],
  checked: [ScanSearch, 'text-ink-2'],
  verified: [ShieldCheck, 'text-accent'],
  stepped: [Signature, 'text-ink-2'],
  expired: [CalendarX, 'text-alarm'],
  allocated: [Scale, 'text-accent'],
  backordered: [Clock, 'text-wait'],
  confirmed: [CircleCheck, 'text-ink-2'],
  dispatched: [Truck, 'text-ink-2'],
  delivered: [Inbox, 'text-ink-2'],
  accepted: [PackageCheck, 'text-accent'],
  claimed: [FileWarning, 'text-alarm'],
  settled: [Handshake, 'text-ink-2'],
  invoiced: [Receipt, 'text-ink-2'],
  paid: [Banknote, 'text-accent'],
  closed: [Archive, 'text-ink-2'],
  forwarded: [Send, 'text-ink-2'],
  carried_over: [CalendarClock, 'text-ink-2'],
  payment_cancelled: [Undo2, 'text-wait'],
  approved: [BadgeCheck, 'text-accent'],
  rejected: [Ban, 'text-ink-2'],
  cancelled: [Ban, 'text-ink-2'],
  released: [Undo2, 'text-ink-2'],
  parked: [TriangleAlert, 'text-alarm'],
};

/** Steps the server takes by itself; whoever caused them stands at the step before. */
const byServer: ReadonlySet<string> = new Set([
  'received',
  'reserved',
  'released',
  'parked',
  'checked',
  'expired',
  'closed',
  'carried_over',
]);

/** Who, when, what; a step this laptop made and the server has not confirmed is hollow. */
export function Timeline({
  events,
  own,
  parked,
}: {
  events: readonly EventView[];
  /** The unit's own name: its people are named without it. */
  own: string;
  /** The page says above the lines why the order is parked: the last such step does not say it again. */
  parked: boolean;
}) {
  const { t, lang } = useT();
  const said = parked ? events.findLastIndex(e => e.kind === 'parked') : -1;
  return (
    <ol className="flex flex-col">
      {events.map((e, i) => {
        const [Icon, tone] = looks[e.kind] ?? [CircleDashed, 'text-ink-2'];
        return (
          <li key={`${e.at}${e.kind}${e.ref}`} className="relative flex gap-3 pb-5">
            {i < events.length - 1 && (
              <span aria-hidden className="absolute top-6 bottom-0 left-3 border-s" />
            )}
            <span
              className={cx(
                'flex size-6 shrink-0 items-center justify-center rounded-full border bg-surface',
                e.pending && 'border-dashed border-wait',
                e.pending ? 'text-wait' : tone,
              )}
            >
              <Icon aria-hidden className="size-3.5" />
            </span>
            <div className="min-w-0 flex-1">
              <p
                className={cx(
                  'font-medium',
                  e.pending ? 'text-wait' : tone !== 'text-ink-2' && tone,
                )}
              >
                {codeText('orders.event', e.kind)}
              </p>
              {(e.pieces > 0 || e.amount > 0 || e.ref) && (
                <p className="num break-words text-ink-2 text-sm">
                  {[
                    e.ref,
                    e.pieces > 0 && t('delivery.pieces', { qty: count(e.pieces) }),
                    e.amount > 0 && money(e.amount, lang),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              )}
              <p className="text-ink-3 text-sm">
                <When at={e.at} />
                {!byServer.has(e.kind) && e.personName && ` · ${e.personName}`}
                {!byServer.has(e.kind) &&
                  e.orgName &&
                  e.orgName !== own &&
                  `, ${e.orgName}`}
              </p>
              {e.pending && <p className="text-sm text-wait">{t('orders.pending')}</p>}
              {e.comment && <p className="pt-1 text-ink-2">{e.comment}</p>}
              {e.reasons.length > 0 && i !== said && (
                <Reasons list={e.reasons} places className="pt-1 text-sm" />
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
