import {
  Archive,
  BadgeCheck,
  Ban,
  Banknote,
  CalendarX,
  CheckCheck,
  CircleCheck,
  CircleDashed,
  Clock,
  Factory,
  FileCheck,
  FilePen,
  Flag,
  Hourglass,
  Inbox,
  Landmark,
  type LucideIcon,
  MessageCircleQuestion,
  MessageCircleReply,
  PackageCheck,
  PackageOpen,
  Receipt,
  Replace,
  ScanSearch,
  Send,
  Signature,
  TriangleAlert,
  Truck,
  Undo2,
  UploadCloud,
  Wallet,
} from 'lucide-react';
import { codeText, useT } from '../i18n';
import { cx } from '../lib/cx';

export type Tone = 'go' | 'wait' | 'alarm' | 'info' | 'still';

const ink: Record<Tone, string> = {
  go: 'text-accent',
  wait: 'text-wait',
  alarm: 'text-alarm',
  info: 'text-info',
  still: 'text-ink-2',
};
const soft: Record<Tone, string> = {
  go: 'bg-accent-soft',
  wait: 'bg-wait-soft',
  alarm: 'bg-alarm-soft',
  info: 'bg-info-soft',
  still: 'bg-sunken',
};

/** Colour + icon + word, always the three together. */
export function Badge({
  tone,
  icon: Icon,
  text,
  plain,
  className,
}: {
  tone: Tone;
  icon: LucideIcon;
  text: string;
  /** Without the soft ground: for narrow columns. */
  plain?: boolean;
  className?: string;
}) {
  return (
    <span
      className={cx(
        'inline-flex min-w-0 max-w-full items-center gap-1.5 text-sm',
        ink[tone],
        !plain && `${soft[tone]} rounded-sm px-1.5 font-medium`,
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="min-w-0">{text}</span>
    </span>
  );
}

const looks = {
  decision: {
    draft: ['still', FilePen],
    awaiting_signatures: ['wait', Signature],
    signed: ['wait', FileCheck],
    submitted: ['wait', Send],
    verifying: ['wait', ScanSearch],
    in_review: ['wait', Hourglass],
    returned: ['alarm', Undo2],
    rejected: ['still', Ban],
    approved: ['go', BadgeCheck],
    cancelled: ['still', Ban],
    expired: ['still', CalendarX],
    superseded: ['still', Replace],
  },
  delivery: {
    backordered: ['wait', Clock],
    partially_allocated: ['wait', PackageOpen],
    allocated: ['info', PackageCheck],
    supplier_confirmed: ['info', CircleCheck],
    in_production: ['info', Factory],
    dispatched: ['info', Truck],
    delivered: ['info', Inbox],
    accepted: ['go', CircleCheck],
    accepted_with_remarks: ['wait', Flag],
    disputed: ['alarm', TriangleAlert],
    closed: ['still', Archive],
  },
  money: {
    reserved: ['wait', Wallet],
    committed: ['info', Landmark],
    invoiced: ['info', Receipt],
    paid: ['go', Banknote],
    released: ['still', CircleDashed],
  },
  sync: {
    queued: ['wait', Clock],
    sent: ['wait', UploadCloud],
    confirmed: ['go', CheckCheck],
    parked: ['alarm', TriangleAlert],
  },
  shipment: {
    dispatched: ['info', Truck],
    received: ['wait', Signature],
    accepted: ['go', CircleCheck],
  },
  claim: {
    proposed: ['wait', FilePen],
    open: ['alarm', TriangleAlert],
    answered: ['info', MessageCircleReply],
    settled: ['still', Archive],
  },
  turn: {
    unit: ['alarm', MessageCircleQuestion],
    agency: ['wait', Hourglass],
    supplier: ['info', Truck],
    server: ['wait', UploadCloud],
  },
} satisfies Record<string, Record<string, [Tone, LucideIcon]>>;

/** One of an order's four states, or whose turn it is. Nothing for "". */
export function StateBadge({
  kind,
  state,
  plain,
  className,
}: {
  kind: keyof typeof looks;
  state: string;
  plain?: boolean;
  className?: string;
}) {
  useT();
  if (state === '') return <span className="text-ink-3">—</span>;
  const look = (looks[kind] as Record<string, [Tone, LucideIcon]>)[state] ?? [
    'still',
    CircleDashed,
  ];
  return (
    <Badge
      tone={look[0]}
      icon={look[1]}
      text={codeText(`state.${kind}`, state)}
      plain={plain ?? false}
      {...(className ? { className } : {})}
    />
  );
}
