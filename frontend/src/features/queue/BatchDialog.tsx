import { CircleCheck } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ActPanel } from '../../acts/ActDialog';
import {
  actForm,
  type DecisionEffect,
  type SignedView,
  type SigningView,
} from '../../api';
import { useT } from '../../i18n';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Effects } from '../../ui/Effects';
import { Money } from '../../ui/figures';
import { Reasons } from '../../ui/Reasons';
import { approval } from './forms';
import { SignStep } from './SignStep';

const stops = (d: DecisionEffect): boolean => d.problems.some(p => p.severity === 'stop');

/** What is signed of many orders at once. */
export type Batch = 'approve' | 'verify';

/** One summary of many decisions: their money and stock together, the problems order by order, one signature. */
export function BatchDialog({
  act,
  orders,
  onClose,
  onDrop,
  onSigned,
}: {
  act: Batch;
  orders: readonly string[];
  onClose: () => void;
  /** Takes orders out of the selection: they stay in the queue. */
  onDrop: (ids: readonly string[]) => void;
  onSigned: (signed: SignedView) => void;
}) {
  const { t } = useT();
  const [ids, setIds] = useState(orders);
  const form = useMemo(() => actForm('order.verify', { orders: [...ids] }), [ids]);
  const together = (view: SigningView) => (
    <Together
      view={view}
      onDrop={out => {
        onDrop(out);
        const left = ids.filter(id => !out.includes(id));
        if (left.length === 0) onClose();
        else setIds(left);
      }}
    />
  );
  return (
    <Dialog
      wide="full"
      open
      title={t(act === 'approve' ? 'queue.batchTitle' : 'queue.verifyBatch', {
        count: ids.length,
      })}
      onClose={onClose}
    >
      <div className="@container">
        {act === 'approve' ? (
          <SignStep
            beside
            form={approval([...ids])}
            label={t('queue.batchSign')}
            onSigned={onSigned}
          >
            {together}
          </SignStep>
        ) : (
          <ActPanel
            beside
            bare
            quiet
            form={form}
            label={t('queue.batchSign')}
            onSigned={onSigned}
          >
            {together}
          </ActPanel>
        )}
      </div>
    </Dialog>
  );
}

function Together({
  view,
  onDrop,
}: {
  view: SigningView;
  onDrop: (ids: readonly string[]) => void;
}) {
  const { t } = useT();
  const sum = view.decisions.reduce((s, d) => s + d.total, 0);
  const units = new Set(view.decisions.map(d => d.unitName)).size;
  const stopped = view.decisions.filter(stops);
  const wary = view.decisions.filter(d => d.problems.length > 0);
  const calm = view.decisions.filter(d => d.problems.length === 0);
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <Money value={sum} className="font-semibold text-2xl" />
        <span className="text-ink-2">{t('queue.batchUnits', { count: units })}</span>
      </p>
      {stopped.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-3 rounded bg-alarm-soft px-3 py-2">
          <p className="font-medium text-alarm">
            {t('queue.batchStops', { count: stopped.length })}
          </p>
          <Button onPress={() => onDrop(stopped.map(d => d.orderId))}>
            {t('queue.batchDrop')}
          </Button>
        </div>
      )}
      <Effects view={view} units />
      {wary.length > 0 ? (
        <ul className="flex flex-col">
          {wary.map(d => (
            <li key={d.orderId} className="border-t py-2 first:border-t-0">
              <Line d={d} />
              <Reasons
                remedies={false}
                list={d.problems}
                places
                className="pt-1 text-sm"
              />
            </li>
          ))}
        </ul>
      ) : (
        <p className="flex items-center gap-2 text-accent">
          <CircleCheck aria-hidden className="size-4" />
          {t('queue.batchClear')}
        </p>
      )}
      <details open={calm.length <= 8}>
        <summary className="eyebrow min-h-6">
          {t('queue.batchOrders')} ({calm.length})
        </summary>
        <ul className="text-sm">
          {calm.map(d => (
            <li key={d.orderId} className="border-t py-1">
              <Line d={d} />
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function Line({ d }: { d: DecisionEffect }) {
  return (
    <p className="flex items-baseline gap-3">
      <span className="num shrink-0 font-medium">{d.number}</span>
      <span className="min-w-0 flex-1 truncate text-ink-2" title={d.unitName}>
        {d.unitName}
      </span>
      <Money value={d.total} />
    </p>
  );
}
