import { useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft, Ban, FilePen, FolderOpen, Signature } from 'lucide-react';
import { useState } from 'react';
import { Papers } from '../../acts/Papers';
import { type OrderView, useAppState, useOrder, useReviseOrder } from '../../api';
import { codeText, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { Button } from '../../ui/Button';
import { Day, Money, When } from '../../ui/figures';
import { View } from '../../ui/forms';
import { Facts, Page, ScrollArea, Section } from '../../ui/Page';
import { Reasons } from '../../ui/Reasons';
import { SignChain } from '../../ui/SignChain';
import { StateBadge } from '../../ui/StateBadge';
import { CancelDialog } from './CancelDialog';
import { CosignDialog } from './CosignDialog';
import { Findings } from './Findings';
import { Linked } from './Linked';
import { OrderLines } from './OrderLines';
import { Revisions } from './Revisions';
import { stepOf } from './step';
import { Thread } from './Thread';
import { Timeline } from './Timeline';

/** One order: what happened at the left, its lines in the middle, thread and documents at the right. */
export function OrderPage() {
  const { t } = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const order = useOrder(id);
  const navigate = useNavigate();
  const revise = useReviseOrder();
  const [dialog, setDialog] = useState<'' | 'cancel' | 'cosign'>('');
  const close = () => setDialog('');
  const v = order.data;
  const onRevise = () =>
    revise.mutate(id, { onSuccess: () => void navigate({ to: '/cart' }) });
  const back = () => void navigate({ to: '/orders' });
  useActions([
    {
      id: 'order.back',
      label: t('orders.back'),
      group: t('frame.groups.here'),
      icon: ArrowLeft,
      keys: 'Escape',
      run: back,
    },
    {
      id: 'order.revise',
      label: t('orders.revise'),
      group: t('frame.groups.here'),
      icon: FilePen,
      keys: 'KeyE',
      disabled: !v?.canRevise,
      run: onRevise,
    },
    {
      id: 'order.cancel',
      label: t('orders.cancel'),
      group: t('frame.groups.here'),
      icon: Ban,
      disabled: !v?.canCancel,
      run: () => setDialog('cancel'),
    },
    {
      id: 'order.cosign',
      label: t('orders.cosign'),
      group: t('frame.groups.here'),
      icon: Signature,
      keys: 'KeyS',
      disabled: !v?.canCosign,
      run: () => setDialog('cosign'),
    },
  ]);
  return (
    <Page
      title={v?.row.number ?? t('orders.order')}
      note={v && <Note view={v} />}
      actions={
        <>
          <Button look="quiet" icon={ArrowLeft} onPress={back}>
            {t('orders.back')}
          </Button>
          {v?.canCancel && (
            <Button look="alarm" icon={Ban} onPress={() => setDialog('cancel')}>
              {t('orders.cancel')}
            </Button>
          )}
          {v?.canRevise && (
            <Button
              look={v.questions.length > 0 ? 'plain' : 'primary'}
              icon={FilePen}
              onPress={onRevise}
            >
              {t('orders.revise')}
            </Button>
          )}
          {v?.canCosign && (
            <Button look="primary" icon={Signature} onPress={() => setDialog('cosign')}>
              {t('orders.cosign')}
            </Button>
          )}
        </>
      }
    >
      <View of={order}>{o => <Body view={o} />}</View>
      {v && dialog === 'cancel' && <CancelDialog order={v} onClose={close} />}
      {v && dialog === 'cosign' && <CosignDialog order={v} onClose={close} />}
    </Page>
  );
}

function Note({ view }: { view: OrderView }) {
  const { t } = useT();
  const step = stepOf(view.row, t, useAppState().data?.zone ?? '');
  return <span className={step.ours ? 'font-medium text-alarm' : ''}>{step.text}</span>;
}

function Body({ view }: { view: OrderView }) {
  const { t } = useT();
  const navigate = useNavigate();
  const { row, document: doc } = view;
  const answering = view.canRevise && view.questions.some(q => q.answer === '');
  return (
    <ScrollArea
      label={t('orders.order')}
      className="flex min-h-0 flex-1 @max-3xl:flex-col"
    >
      <div className="w-60 shrink-0 overflow-y-auto border-e p-4 @max-3xl:order-last @max-3xl:w-auto @max-3xl:overflow-visible @max-3xl:border-e-0 @max-3xl:border-t">
        <Section title={t('orders.timeline')}>
          <Timeline
            events={view.timeline}
            own={doc.unitName}
            parked={row.sync === 'parked'}
          />
        </Section>
      </div>
      <div className="@container min-w-0 flex-1 overflow-y-auto @max-3xl:overflow-visible">
        <States view={view} />
        {row.sync === 'parked' && (
          <div className="border-b bg-alarm-soft px-4 py-3">
            <h2 className="font-semibold text-alarm">{t('orders.parkedTitle')}</h2>
            <p className="pb-2">{t('orders.parkedText')}</p>
            <Reasons list={row.reasons} places />
            {row.caseId && (
              <Button
                className="mt-2"
                icon={FolderOpen}
                onPress={() =>
                  void navigate({ to: '/cases/$id', params: { id: row.caseId } })
                }
              >
                {t('cases.parkedCase')}
              </Button>
            )}
          </div>
        )}
        {row.sync === 'queued' && (
          <p className="border-b bg-wait-soft px-4 py-3 font-medium text-wait">
            {t('orders.queuedText')}
            {row.courierNumber > 0 && (
              <span className="block font-normal">
                {t('orders.byCourierText', { n: row.courierNumber })}{' '}
                <When at={row.courierAt} />.
              </span>
            )}
          </p>
        )}
        <Waits view={view} />
        <Findings list={view.findings} />
        {answering && <Thread view={view} open />}
        <OrderLines view={view} />
      </div>
      <div className="flex w-72 shrink-0 flex-col gap-6 overflow-y-auto border-s bg-surface p-4 @max-3xl:w-auto @max-3xl:overflow-visible @max-3xl:border-s-0 @max-3xl:border-t">
        <Section title={t('orders.facts')}>
          <Facts
            rows={[
              [
                t('orders.total'),
                <Money key="t" value={doc.total} className="font-semibold" />,
              ],
              [t('state.field.fund'), `${codeText('state.fund', doc.fund)}, ${doc.year}`],
              [t('state.field.delivery_point'), doc.pointName],
              [t('state.field.needed_by'), <Day key="d" on={doc.neededBy} />],
              [t('state.field.urgency'), codeText('state.urgency', doc.urgency)],
              ...(doc.note
                ? [[t('state.field.note'), doc.note] as [string, string]]
                : []),
            ]}
          />
        </Section>
        {!answering && (
          <Section title={t('orders.thread')}>
            {view.questions.length === 0 ? (
              <p className="text-ink-3">{t('orders.noThread')}</p>
            ) : (
              <Thread view={view} />
            )}
          </Section>
        )}
        <Chains view={view} />
        <Linked view={view} />
        {view.documents.length > 0 && (
          <Section title={t('orders.papers')}>
            <Papers list={view.documents} />
          </Section>
        )}
        <Section title={t('orders.documents')}>
          <Revisions list={view.revisions} />
        </Section>
      </div>
    </ScrollArea>
  );
}

/** Until when the order keeps what it has, who has it in hand, whose answer it waits for. */
function Waits({ view }: { view: OrderView }) {
  const { t } = useT();
  if (!view.holdUntil && !view.takenBy && view.awaits.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 border-b bg-wait-soft px-4 py-2.5 text-wait">
      {view.holdUntil && (
        <li className="font-medium">
          {t('orders.hold')} <When at={view.holdUntil} />
        </li>
      )}
      {view.takenBy && (
        <li>
          {t('orders.taken', { name: view.takenBy })} <When at={view.takenUntil} />
        </li>
      )}
      {view.awaits.length > 0 && (
        <li>{t('orders.awaits', { names: view.awaits.join(', ') })}</li>
      )}
    </ul>
  );
}

/** The unit's signatures and the agency's steps: who signed and who is next. */
function Chains({ view }: { view: OrderView }) {
  const { t } = useT();
  const roles = useAppState().data?.roles ?? [];
  const chains = [
    [t('orders.chain.unit'), view.signing, view.row.decision === 'awaiting_signatures'],
    [t('orders.chain.agency'), view.approving, view.row.decision === 'in_review'],
  ] as const;
  return chains.map(
    ([title, steps, open]) =>
      steps.length > 0 && (
        <Section key={title} title={title}>
          <SignChain
            steps={steps}
            signatures={view.signatures}
            roles={roles}
            open={open}
          />
        </Section>
      ),
  );
}

/** The four states side by side, in words. */
function States({ view: { row } }: { view: OrderView }) {
  const { t } = useT();
  const four = [
    ['decision', t('orders.decision'), row.decision],
    ['delivery', t('orders.delivery'), row.delivery],
    ['money', t('orders.money'), row.money],
    ['sync', t('orders.sync'), row.sync],
  ] as const;
  return (
    <dl className="grid grid-cols-2 border-b @2xl:grid-cols-4">
      {four.map(([kind, name, state]) => (
        <div
          key={kind}
          className="min-w-0 px-4 py-2.5 odd:border-e @2xl:border-e @2xl:last:border-e-0"
        >
          <dt className="eyebrow pb-0.5">{name}</dt>
          <dd>
            <StateBadge kind={kind} state={state} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
