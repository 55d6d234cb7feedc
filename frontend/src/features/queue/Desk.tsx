import { useNavigate } from '@tanstack/react-router';
import { CheckCheck } from 'lucide-react';
import { useState } from 'react';
import {
  type OrderPage,
  type OrderQuery,
  type OrderRow,
  type Paged,
  readOrders,
  type SignedView,
  useDecision,
  useOrder,
  useSignDecision,
} from '../../api';
import { useT } from '../../i18n';
import { toast } from '../../lib/toasts';
import { Button } from '../../ui/Button';
import { ErrorView, View } from '../../ui/forms';
import { Kbd } from '../../ui/Page';
import { reasonText } from '../../ui/Reasons';
import { BatchDialog } from './BatchDialog';
import { ApproveDialog, RejectDialog } from './Dialogs';
import { useFocus } from './focus';
import { approval } from './forms';
import { QueueList } from './QueueList';
import { ReturnDialog } from './ReturnDialog';
import { type Note, Reviewed } from './Reviewed';
import { useQueueActions } from './useQueueActions';

/** As many decisions as one signing may hold. */
const most = 500;

const decidable = (r: OrderRow): boolean =>
  r.turn === 'agency' && ['submitted', 'verifying', 'in_review'].includes(r.decision);

/** The list and the document side by side, worked by keyboard. */
export function Desk({
  list,
  query,
  selected,
  onSelected,
}: {
  list: Paged<OrderPage, OrderRow>;
  query: Pick<OrderQuery, 'view' | 'text' | 'sort'>;
  selected: ReadonlySet<string>;
  onSelected: (ids: ReadonlySet<string>) => void;
}) {
  const { t, lang } = useT();
  const navigate = useNavigate();
  const focus = useFocus(list);
  const id = focus.row?.id ?? '';
  const order = useOrder(id);
  // The neighbours are read ahead, so that J paints the next document at once.
  useOrder(list.rowAt(focus.at + 1)?.id ?? '');
  useOrder(list.rowAt(focus.at - 1)?.id ?? '');
  const shown = order.data?.row.id === id ? order.data : undefined;
  const able = shown?.canDecide === true;
  const form = able ? approval([id]) : undefined;
  const effects = useDecision(form);
  const sign = useSignDecision();
  const [dialog, setDialog] = useState<'' | 'approve' | 'return' | 'reject' | 'batch'>(
    '',
  );
  const [note, setNote] = useState<Note>();
  const close = () => setDialog('');
  // Beside the buttons and not over them; where the queue is empty now there are none.
  const say = (text: string, tone: Note['tone'], last: boolean, many = false) =>
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
    const left = new Set(selected);
    for (const done of signed.orderIds) left.delete(done);
    onSelected(left);
    close();
    if (signed.orderIds.includes(id)) focus.advance();
  };

  // Signs only what is on screen now: without effects there is nothing to sign.
  const approve = () => {
    const view = effects.data;
    if (!form || !view || sign.isPending) return;
    if (!view.ready) {
      const why = [...view.problems, ...view.decisions.flatMap(d => d.problems)].find(
        r => r.severity === 'stop',
      );
      if (why) say(t('queue.notReady', { why: reasonText(why, lang) }), 'stop', false);
    } else if (view.needPassphrase) setDialog('approve');
    else
      sign.mutate(
        { form, token: view.token, passphrase: '' },
        {
          onSuccess: saved,
          onError: e => {
            if (e.code === 'fresh_factor_needed') setDialog('approve');
            else {
              const why = e.reasons[0];
              say(
                e.code === 'stale_signing' || !why
                  ? t('queue.changed')
                  : reasonText(why, lang),
                'stop',
                false,
              );
            }
            void effects.refetch();
          },
        },
      );
  };

  const toggle = (row: OrderRow) => {
    if (!decidable(row)) return;
    const next = new Set(selected);
    if (!next.delete(row.id)) next.add(row.id);
    onSelected(next);
  };
  const selectAll = async () => {
    const page = await readOrders({ ...query, state: '', offset: 0, limit: most });
    if (page.total > most) toast(t('queue.tooMany'), { tone: 'info' });
    onSelected(new Set(page.rows.filter(decidable).map(r => r.id)));
  };
  const batch = () => {
    if (selected.size === 0) toast(t('queue.nothingSelected'), { tone: 'info' });
    else setDialog('batch');
  };
  useQueueActions({
    able,
    selected: selected.size,
    onMove: focus.move,
    onApprove: approve,
    onReturn: () => setDialog('return'),
    onReject: () => setDialog('reject'),
    onSelect: () => focus.row && toggle(focus.row),
    onSelectAll: () => void selectAll(),
    onClear: () => onSelected(new Set()),
    onBatch: batch,
    openId: id,
    caseId: focus.row?.caseId ?? '',
  });
  const decide = shown && { order: shown, onClose: close, onSigned: saved };
  return (
    <div className="flex min-h-0 flex-1 @max-3xl:flex-col @max-3xl:overflow-y-auto">
      <div className="flex w-[21.5rem] shrink-0 flex-col border-e @max-3xl:h-32 @max-3xl:w-auto @max-3xl:border-e-0 @max-3xl:border-b">
        <QueueList
          total={list.total}
          rowAt={list.rowAt}
          onRange={list.onRange}
          at={focus.at}
          onFocus={focus.put}
          selected={selected}
          onSelect={toggle}
        />
        <div className="flex min-h-12 shrink-0 flex-wrap items-center justify-between gap-2 border-t px-3 py-1.5">
          <span className="num text-ink-3 text-sm">
            {t('queue.position', { at: focus.at + 1, total: list.total })}
          </span>
          {selected.size > 0 && (
            <span className="inline-flex items-center gap-1.5">
              <Button icon={CheckCheck} onPress={batch}>
                {t('queue.acts.approveSelected')} ({selected.size})
              </Button>
              <Kbd>Shift+A</Kbd>
            </span>
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
              busy={sign.isPending}
              note={note}
              onApprove={approve}
              onReturn={() => setDialog('return')}
              onReject={() => setDialog('reject')}
              onCase={key => void navigate({ to: '/cases/$id', params: { id: key } })}
            />
          )}
        </View>
      )}
      {decide && dialog === 'approve' && <ApproveDialog {...decide} />}
      {decide && dialog === 'return' && <ReturnDialog {...decide} />}
      {decide && dialog === 'reject' && <RejectDialog {...decide} />}
      {dialog === 'batch' && (
        <BatchDialog
          orders={[...selected]}
          onClose={close}
          onDrop={ids => {
            const left = new Set(selected);
            for (const out of ids) left.delete(out);
            onSelected(left);
          }}
          onSigned={saved}
        />
      )}
    </div>
  );
}
