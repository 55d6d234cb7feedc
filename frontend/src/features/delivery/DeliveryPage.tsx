import { useNavigate, useParams, useRouter } from '@tanstack/react-router';
import { ArrowLeft, FileWarning, PackageCheck, Signature } from 'lucide-react';
import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { Files } from '../../acts/Files';
import { Papers } from '../../acts/Papers';
import { actForm, type DeliveryView, useAppState, useDelivery } from '../../api';
import { codeText, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { count } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Day, When } from '../../ui/figures';
import { View } from '../../ui/forms';
import { Facts, Page, ScrollArea, Section } from '../../ui/Page';
import { StateBadge } from '../../ui/StateBadge';
import { ClaimDialog } from './ClaimDialog';
import { DeliveryLines } from './DeliveryLines';

/** One delivery: what was sent, what came, who signed the certificate, claims and documents. */
export function DeliveryPage() {
  const { t } = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const delivery = useDelivery(id);
  const navigate = useNavigate();
  const router = useRouter();
  const [dialog, setDialog] = useState<'' | 'accept' | 'claim'>('');
  const v = delivery.data;
  const zone = useAppState().data?.zone ?? '';
  const list =
    zone === 'unit' ? '/receive' : zone === 'agency' ? '/deliveries' : '/supplier-orders';
  const back = () =>
    router.history.canGoBack() ? router.history.back() : void navigate({ to: list });
  const receive = () => void navigate({ to: '/receive/$id', params: { id } });
  const close = () => setDialog('');
  useActions([
    {
      id: 'delivery.back',
      label: t('delivery.back'),
      group: t('frame.groups.here'),
      icon: ArrowLeft,
      keys: 'Escape',
      run: back,
    },
    {
      id: 'delivery.receive',
      label: t('delivery.receive'),
      group: t('frame.groups.here'),
      icon: PackageCheck,
      keys: 'KeyP',
      disabled: !v?.canReceive,
      run: receive,
    },
    {
      id: 'delivery.accept',
      label: t('delivery.accept'),
      group: t('frame.groups.here'),
      icon: Signature,
      keys: 'KeyS',
      disabled: !v?.canAccept,
      run: () => setDialog('accept'),
    },
    {
      id: 'delivery.claim',
      label: t('delivery.claim'),
      group: t('frame.groups.here'),
      icon: FileWarning,
      disabled: !v?.canClaim,
      run: () => setDialog('claim'),
    },
  ]);
  return (
    <Page
      title={v?.row.note ?? t('delivery.note')}
      note={
        v && (
          <span className="inline-flex flex-wrap items-center gap-x-3">
            <StateBadge plain kind="shipment" state={v.row.state} />
            {v.row.needs &&
              t('delivery.needs', { role: codeText('state.role', v.row.needs) })}
          </span>
        )
      }
      actions={
        <>
          <Button look="quiet" icon={ArrowLeft} onPress={back}>
            {t('delivery.paper.back')}
          </Button>
          {v?.canClaim && (
            <Button look="alarm" icon={FileWarning} onPress={() => setDialog('claim')}>
              {t('delivery.claim')}
            </Button>
          )}
          {v?.canAccept && (
            <Button look="primary" icon={Signature} onPress={() => setDialog('accept')}>
              {t('delivery.accept')}
            </Button>
          )}
          {v?.canReceive && (
            <Button look="primary" icon={PackageCheck} onPress={receive}>
              {t('delivery.receive')}
            </Button>
          )}
        </>
      }
    >
      <View of={delivery}>{d => <Body view={d} />}</View>
      {v && dialog === 'accept' && <AcceptDialog view={v} onClose={close} />}
      {v && dialog === 'claim' && <ClaimDialog view={v} onClose={close} />}
    </Page>
  );
}

function Body({ view }: { view: DeliveryView }) {
  const { t } = useT();
  const navigate = useNavigate();
  const { row } = view;
  const papers = [
    { kind: 'dispatch_note', number: row.note },
    { kind: 'waybill', number: row.waybill },
    { kind: 'acceptance_certificate', number: row.certificate },
  ].filter(p => p.number !== '');
  return (
    <ScrollArea
      label={t('delivery.lines')}
      className="flex min-h-0 flex-1 @max-3xl:flex-col"
    >
      <div className="min-w-0 flex-1 overflow-y-auto p-4 @max-3xl:overflow-visible">
        {row.sync !== 'confirmed' && (
          <p className="mb-3 rounded bg-wait-soft px-3 py-2 font-medium text-wait">
            {codeText('state.sync', row.sync)} · {t('orders.pending')}
          </p>
        )}
        <DeliveryLines lines={view.lines} counted={row.state !== 'dispatched'} />
      </div>
      <div className="flex w-80 shrink-0 flex-col gap-6 overflow-y-auto border-s bg-surface p-4 @max-3xl:w-auto @max-3xl:overflow-visible @max-3xl:border-s-0 @max-3xl:border-t">
        <Facts
          rows={[
            [t('delivery.supplier'), row.supplier],
            ...(row.unitNo ? [[t('delivery.unit'), row.unitNo] as [string, string]] : []),
            [t('delivery.point'), row.pointCode],
            [
              t('delivery.order'),
              <button
                key="o"
                type="button"
                className="num text-start font-medium text-accent underline"
                onClick={() =>
                  void navigate({
                    to: row.unitNo ? '/orders/$id' : '/supplier-orders/$id',
                    params: { id: row.orderId },
                  })
                }
              >
                {row.orderNumber}
              </button>,
            ],
            [t('delivery.dispatched'), <When key="s" at={row.dispatchedAt} />],
            [t('delivery.promised'), <Day key="p" on={row.promisedOn} />],
            [
              t('delivery.real'),
              row.receivedAt ? (
                <When key="r" at={row.receivedAt} />
              ) : (
                t('delivery.notYet')
              ),
            ],
            ...(row.daysLate > 0
              ? [
                  [
                    t('claims.late'),
                    <span key="l" className="font-medium text-alarm">
                      {t('delivery.daysLate', { count: row.daysLate })}
                    </span>,
                  ] as [string, React.ReactNode],
                ]
              : []),
            ...(view.carrier
              ? [[t('delivery.carrier'), view.carrier] as [string, string]]
              : []),
            ...(view.vehicle
              ? [[t('delivery.vehicle'), view.vehicle] as [string, string]]
              : []),
            ...(view.comment
              ? [[t('delivery.comment'), view.comment] as [string, string]]
              : []),
          ]}
        />
        <Section title={t('delivery.signatures')}>
          {view.signatures.length === 0 ? (
            <p className="text-ink-3">{t('delivery.noSignatures')}</p>
          ) : (
            <ol className="flex flex-col gap-2">
              {view.signatures.map(s => (
                <li key={`${s.step}${s.name}`}>
                  <p className="font-medium">{s.name}</p>
                  <p className="text-ink-3 text-sm">
                    {codeText('state.role', s.role)} · <When at={s.at} />
                  </p>
                </li>
              ))}
            </ol>
          )}
        </Section>
        {view.claims.length > 0 && (
          <Section title={t('delivery.claims')}>
            <ul>
              {view.claims.map(c => (
                <li key={c.id} className="border-t first:border-t-0">
                  <button
                    type="button"
                    onClick={() =>
                      void navigate({ to: '/claims/$id', params: { id: c.id } })
                    }
                    className="flex w-full flex-col items-start gap-0.5 rounded-sm py-2 text-start hover:bg-hover"
                  >
                    <span className="num font-medium text-accent">
                      {c.number || t('claims.unnumbered')}
                    </span>
                    <StateBadge plain kind="claim" state={c.state} />
                    <span className="text-ink-3 text-sm">
                      {codeText('state.claim_reason', c.reason)}
                      {c.pieces > 0 &&
                        `, ${t('delivery.pieces', { qty: count(c.pieces) })}`}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Files title={t('delivery.files')} list={view.attachments} />
        <Section title={t('delivery.papers')}>
          <Papers list={papers.map(p => ({ ...p, id: row.id }))} />
        </Section>
      </div>
    </ScrollArea>
  );
}

/** The next signature under the certificate: the receiver's count, as it stands. */
function AcceptDialog({ view, onClose }: { view: DeliveryView; onClose: () => void }) {
  const { t } = useT();
  const [form] = useState(() => actForm('delivery.accept', { id: view.row.id }));
  return (
    <ActDialog
      wide="full"
      title={t('delivery.acceptTitle', { number: view.row.note })}
      form={form}
      label={t('delivery.acceptSign')}
      onClose={onClose}
      shown={() => (
        <>
          <p className="text-ink-2">{t('delivery.acceptText')}</p>
          <DeliveryLines lines={view.lines} counted />
        </>
      )}
    />
  );
}
