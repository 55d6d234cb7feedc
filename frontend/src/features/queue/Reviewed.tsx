import {
  BadgeCheck,
  Ban,
  CircleAlert,
  CircleCheck,
  FolderOpen,
  Hand,
  ShieldCheck,
  Undo2,
} from 'lucide-react';
import type { OrderView, SigningView } from '../../api';
import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { ActSheet } from '../../ui/ActSheet';
import { Button } from '../../ui/Button';
import { Effects } from '../../ui/Effects';
import type { ErrorLike } from '../../ui/forms';
import { OrderSheet } from '../../ui/OrderSheet';
import { Kbd, Section } from '../../ui/Page';
import { Reasons } from '../../ui/Reasons';
import { StateBadge } from '../../ui/StateBadge';
import { Asked, Changes } from './Changes';
import { Standing } from './Standing';

/** What became of the last act: of which order, and whether it was done. */
export interface Note {
  number: string;
  text: string;
  tone: 'done' | 'stop';
}

interface Props {
  order: OrderView;
  /** What an approval would do; undefined while it is worked out. */
  effects: SigningView | undefined;
  error: ErrorLike | null;
  busy: boolean;
  note: Note | undefined;
  /** Whether it may be sent back or rejected. */
  canReturn: boolean;
  onApprove: () => void;
  onVerify: () => void;
  onTake: () => void;
  onReturn: () => void;
  onReject: () => void;
  onCase: (id: string) => void;
}

/** The document that is decided on; under it, always in sight, what the decision does and the three acts. */
export function Reviewed(p: Props) {
  const { t } = useT();
  const { order } = p;
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col @max-3xl:flex-none">
      {/* The arrow keys scroll the document, so it can be reached by Tab. */}
      <section
        aria-label={t('queue.order')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keyboard.
        tabIndex={0}
        className="@container -outline-offset-2 min-h-0 flex-1 overflow-y-auto p-4 @max-3xl:flex-none"
      >
        <div className="mx-auto flex max-w-4xl flex-col gap-4">
          {order.row.sync === 'parked' && (
            <div className="flex flex-col gap-2 rounded bg-alarm-soft px-4 py-3">
              <Reasons list={order.row.reasons} places />
              {order.row.caseId && (
                <Button
                  className="self-start"
                  icon={FolderOpen}
                  onPress={() => p.onCase(order.row.caseId)}
                >
                  {t('queue.acts.openCase')}
                </Button>
              )}
            </div>
          )}
          <Standing order={order} />
          {order.changes.length > 0 && (
            <Section
              title={t('queue.changes', { count: order.changes.length })}
              className="rounded bg-wait-soft px-4 py-3"
            >
              <Changes list={order.changes} />
            </Section>
          )}
          {order.questions.length > 0 && (
            <Section
              title={t('queue.thread')}
              className="rounded border bg-surface px-4 py-3"
            >
              <Asked list={order.questions} />
            </Section>
          )}
          <OrderSheet doc={order.document} changes={order.changes} />
        </div>
      </section>
      <Dock {...p} />
    </div>
  );
}

function Dock({
  order,
  effects,
  error,
  busy,
  note,
  canReturn,
  onApprove,
  onVerify,
  onTake,
  onReturn,
  onReject,
}: Props) {
  const { t } = useT();
  const approves = order.canDecide && order.row.decision === 'in_review';
  // What the checks found stands above, at the order itself.
  const found = new Set(order.findings.map(r => `${r.code}/${r.line}/${r.ref}`));
  const problems = [
    ...(effects?.problems ?? []),
    ...(effects?.decisions[0]?.problems ?? []),
  ].filter(r => !found.has(`${r.code}/${r.line}/${r.ref}`));
  const take = (order.canTake || order.takenByMe) && (
    <Act icon={Hand} look="quiet" keys="T" onPress={onTake}>
      {order.takenByMe ? t('queue.acts.release') : t('queue.acts.take')}
    </Act>
  );
  if (!canReturn)
    return (
      <footer className="flex shrink-0 flex-wrap items-center gap-3 border-t bg-surface px-4 py-3 text-ink-2">
        {t('queue.cannotDecide', {
          state: codeText('state.decision', order.row.decision).toLocaleLowerCase(),
        })}
        <StateBadge kind="sync" state={order.row.sync} />
        <Said note={note} />
        {take && <span className="ms-auto">{take}</span>}
      </footer>
    );
  return (
    <footer className="flex max-h-[48%] shrink-0 flex-col border-t bg-surface @max-3xl:order-first @max-3xl:max-h-none @max-3xl:border-b">
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-2 pb-3">
        {error ? (
          <Reasons list={error.reasons} />
        ) : effects ? (
          <>
            {problems.length > 0 && (
              <Reasons remedies={false} list={problems} places className="pb-2" />
            )}
            {order.canVerify ? (
              <ActSheet view={{ ...effects, decisions: [] }} />
            ) : (
              <Effects view={effects} />
            )}
          </>
        ) : (
          <p className="min-h-24 text-ink-3">{t('queue.preparing')}</p>
        )}
      </div>
      <Said note={note} />
      <div className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-2">
        {take && <span className="me-auto">{take}</span>}
        <Act icon={Ban} look="quiet" keys="D" onPress={onReject}>
          {t('queue.acts.reject')}
        </Act>
        <Act icon={Undo2} keys="R" onPress={onReturn}>
          {t('queue.acts.return')}
        </Act>
        {order.canVerify && (
          <Act
            icon={ShieldCheck}
            look="primary"
            keys="V"
            disabled={!effects?.ready || busy}
            onPress={onVerify}
          >
            {t('queue.acts.verify')}
          </Act>
        )}
        {approves && (
          <Act
            icon={BadgeCheck}
            look="primary"
            keys="A"
            disabled={!effects?.ready || busy}
            onPress={onApprove}
          >
            {t('queue.acts.approve')}
          </Act>
        )}
      </div>
    </footer>
  );
}

function Said({ note }: { note: Note | undefined }) {
  const Icon = note?.tone === 'stop' ? CircleAlert : CircleCheck;
  return (
    <p
      role="status"
      className={cx(
        'flex items-start gap-1.5 px-4 text-sm',
        note && 'border-t py-1.5',
        note?.tone === 'stop' ? 'text-alarm' : 'text-accent',
      )}
    >
      {note && (
        <>
          <Icon aria-hidden className="size-4 shrink-0" />
          <span className="num shrink-0 font-semibold">{note.number}</span>
          <span>{note.text}</span>
        </>
      )}
    </p>
  );
}

function Act({
  keys,
  disabled,
  children,
  ...rest
}: {
  keys: string;
  disabled?: boolean;
  icon: typeof Ban;
  look?: 'primary' | 'plain' | 'quiet';
  onPress: () => void;
  children: string;
}) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <Button {...rest} isDisabled={disabled ?? false}>
        {children}
      </Button>
      <Kbd>{keys}</Kbd>
    </span>
  );
}
