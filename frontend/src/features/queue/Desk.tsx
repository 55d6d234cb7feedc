import { useNavigate } from '@tanstack/react-router';
import { CheckCheck } from 'lucide-react';
import { useState } from 'react';
import {
  type DecisionState,
  type OrderPage,
  type OrderQuery,
  type OrderRow,
  type Paged,
  readOrders,
  type SignedView,
  useOrder,
} from '../../api';
import { useT } from '../../i18n';
import { toast } from '../../lib/toasts';
import { Button } from '../../ui/Button';
import { ErrorView, View } from '../../ui/forms';
import { Kbd } from '../../ui/Page';
import { TakeDialog, VerifyDialog } from './ActDialogs';
import { type Batch, BatchDialog } from './BatchDialog';
import { ApproveDialog, RejectDialog } from './Dialogs';
import { useFocus } from './focus';
import { hasFinding, isVerified, isVerifying } from './found';
import { QueueList } from './QueueList';
import { ReturnDialog } from './ReturnDialog';
import { type Note, Reviewed } from './Reviewed';
import { useDecisions } from './useDecisions';
import { useQueueActions } from './useQueueActions';

/** As many decisions as one signing may hold. */
const most = 500;

const decidable = (r: OrderRow): boolean => isVerified(r) || isVerifying(r);

/** Orders that are marked, each with the state it was marked in. */
export type Marked = ReadonlyMap<string, DecisionState>;

const of = (marked: Marked, act: Batch): string[] =>
  [...marked]
    .filter(([, state]) => (state === 'in_review') === (act === 'approve'))
    .map(([id]) => id);

type Shown =
  | ''
  | 'approve'
  | 'verify'
  | 'take'
  | 'return'
  | 'reject'
  | 'batch_approve'
  | 'batch_verify';

/** The list and the document side by side, worked by keyboard. */
export function Desk({
  list,
  query,
  finding,
  selected,
  onSelected,
}: {
  list: Paged<OrderPage, OrderRow>;
  query: Pick<OrderQuery, 'view' | 'state' | 'of' | 'text' | 'sort'>;
  /** Only orders with this finding are in the list; "" for all. */
  finding: string;
  selected: Marked;
  onSelected: (marked: Marked) => void;
}) {
  const { t } = useT();
  const navigate = useNavigate();
  const focus = useFocus(list);
  const id = focus.row?.id ?? '';
  const order = useOrder(id);
  // The neighbours are read ahead, so that J paints the next document at once.
  useOrder(list.rowAt(focus.at + 1)?.id ?? '');
  useOrder(list.rowAt(focus.at - 1)?.id ?? '');
  const shown = order.data?.row.id === id ? order.data : undefined;
  const [dialog, setDialog] = useState<Shown>('');
  const [note, setNote] = useState<Note>();
  const close = () => setDialog('');
  // Beside the buttons and not over them; where the queue is empty now there are none.
  const say = (text: string, tone: Note['tone'], last = false, many = false) =>
    last
      ? toast(text)
      : setNote({ text, tone, number: many ? '' : (focus.row?.number ?? '') });

  const saved = (signed: SignedView) => {
    const count = signed.orderIds.length;
    say(
      t(signed.online ? 'queue.sending' : 'queue.saved', { count }),
      'done',
      list.total <= count,
      count > 1,
    );
    const left = new Map(selected);
    for (const done of signed.orderIds) left.delete(done);
    onSelected(left);
    close();
    if (signed.orderIds.includes(id)) focus.advance();
  };
  const { effects, busy, approve, verify, canReturn } = useDecisions(shown, {
    onSigned: saved,
    onSay: text => say(text, 'stop'),
    onAsk: setDialog,
  });

  const toggle = (row: OrderRow) => {
    if (!decidable(row)) return;
    const next = new Map(selected);
    if (!next.delete(row.id)) next.set(row.id, row.decision);
    onSelected(next);
  };
  const selectAll = async () => {
    const page = await readOrders({ ...query, offset: 0, limit: most });
    if (page.total > most) toast(t('queue.tooMany'), { tone: 'info' });
    onSelected(
      new Map(
        page.rows
          .filter(r => decidable(r) && (finding === '' || hasFinding(r, finding)))
          .map(r => [r.id, r.decision]),
      ),
    );
  };
  const batch = (act: Batch) => {
    if (selected.size === 0) toast(t('queue.nothingSelected'), { tone: 'info' });
    else if (of(selected, act).length === 0)
      toast(t(act === 'approve' ? 'queue.noneToApprove' : 'queue.noneToVerify'), {
        tone: 'info',
      });
    else setDialog(`batch_${act}`);
  };
  useQueueActions({
    canApprove: shown?.canDecide === true && shown.row.decision === 'in_review',
    canVerify: shown?.canVerify === true,
    canTake: shown?.canTake === true || shown?.takenByMe === true,
    takenByMe: shown?.takenByMe === true,
    canReturn,
    selected: selected.size,
    onMove: focus.move,
    onApprove: approve,
    onVerify: verify,
    onTake: () => setDialog('take'),
    onReturn: () => setDialog('return'),
    onReject: () => setDialog('reject'),
    onSelect: () => focus.row && toggle(focus.row),
    onSelectAll: () => void selectAll(),
    onClear: () => onSelected(new Map()),
    onBatch: batch,
    openId: id,
    caseId: focus.row?.caseId ?? '',
  });
  const decide = shown && { order: shown, onClose: close, onSigned: saved };
  return (
    <div className="flex min-h-0 flex-1 @max-3xl:flex-col @max-3xl:overflow-y-auto">
      <div className="flex w-[21.5rem] shrink-0 flex-col border-e @max-3xl:h-46 @max-3xl:w-auto @max-3xl:border-e-0 @max-3xl:border-b">
        <QueueList
          total={list.total}
          rowAt={list.rowAt}
          onRange={list.onRange}
          at={focus.at}
          onFocus={focus.put}
          selected={selected}
          onSelect={toggle}
        />
        <div className="flex min-h-12 shrink-0 flex-wrap items-center justify-between gap-2 border-t px-3 py-1.5 @max-3xl:min-h-7 @max-3xl:py-0.5">
          <span className="num text-ink-3 text-sm">
            {t('queue.position', { at: focus.at + 1, total: list.total })}
          </span>
          {(['verify', 'approve'] as const).map(
            act =>
              of(selected, act).length > 0 && (
                <span key={act} className="inline-flex items-center gap-1.5">
                  <Button icon={CheckCheck} onPress={() => batch(act)}>
                    {t(`queue.acts.${act}Selected`)} ({of(selected, act).length})
                  </Button>
                  <Kbd>{act === 'approve' ? 'Shift+A' : 'Shift+V'}</Kbd>
                </span>
              ),
          )}
        </div>
      </div>
      {order.error && !shown ? (
        <ErrorView error={order.error} onRetry={() => void order.refetch()} />
      ) : (
        <View of={{ ...order, data: shown }}>
          {v => (
            <Reviewed
              key={id}
              order={v}
              effects={effects.data}
              error={effects.error}
              busy={busy}
              note={note}
              canReturn={canReturn}
              onApprove={approve}
              onVerify={verify}
              onTake={() => setDialog('take')}
              onReturn={() => setDialog('return')}
              onReject={() => setDialog('reject')}
              onCase={key => void navigate({ to: '/cases/$id', params: { id: key } })}
            />
          )}
        </View>
      )}
      {decide && dialog === 'approve' && <ApproveDialog {...decide} />}
      {decide && dialog === 'verify' && <VerifyDialog {...decide} />}
      {decide && dialog === 'take' && <TakeDialog order={decide.order} onClose={close} />}
      {decide && dialog === 'return' && <ReturnDialog {...decide} />}
      {decide && dialog === 'reject' && <RejectDialog {...decide} />}
      {(dialog === 'batch_approve' || dialog === 'batch_verify') && (
        <BatchDialog
          act={dialog === 'batch_approve' ? 'approve' : 'verify'}
          orders={of(selected, dialog === 'batch_approve' ? 'approve' : 'verify')}
          onClose={close}
          onDrop={ids => {
            const left = new Map(selected);
            for (const out of ids) left.delete(out);
            onSelected(left);
          }}
          onSigned={saved}
        />
      )}
    </div>
  );
}
