import { useNavigate, useParams, useRouter } from '@tanstack/react-router';
import { ArrowLeft, FileCheck, Truck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type Paper, Papers } from '../../acts/Papers';
import { type SupplierOrderView, useSupplierOrder } from '../../api';
import { codeText, named, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { count } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Day, Money, Qty, When } from '../../ui/figures';
import { View } from '../../ui/forms';
import { Facts, Page, ScrollArea, Section } from '../../ui/Page';
import { PartFigures } from '../../ui/Parts';
import { StateBadge } from '../../ui/StateBadge';
import { DispatchDialog } from './DispatchDialog';
import { RespondDialog } from './RespondDialog';

/** An order as its supplier sees it: what to make and bring by when, and to which code of a point. */
export function SupplierOrderPage() {
  const { t } = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const order = useSupplierOrder(id);
  const navigate = useNavigate();
  const router = useRouter();
  const [dialog, setDialog] = useState<'' | 'respond' | 'dispatch'>('');
  const v = order.data;
  const close = () => setDialog('');
  const back = () =>
    router.history.canGoBack()
      ? router.history.back()
      : void navigate({ to: '/supplier-orders' });
  useActions([
    {
      id: 'supplier.back',
      label: t('supplier.back'),
      group: t('frame.groups.here'),
      icon: ArrowLeft,
      keys: 'Escape',
      run: back,
    },
    {
      id: 'supplier.respond',
      label: t('supplier.respond'),
      group: t('frame.groups.here'),
      icon: FileCheck,
      keys: 'KeyA',
      disabled: !v?.canRespond,
      run: () => setDialog('respond'),
    },
    {
      id: 'supplier.dispatch',
      label: t('supplier.dispatch'),
      group: t('frame.groups.here'),
      icon: Truck,
      keys: 'KeyV',
      disabled: !v?.canDispatch,
      run: () => setDialog('dispatch'),
    },
  ]);
  return (
    <Page
      title={v?.row.number ?? t('supplier.order')}
      note={v && <StateBadge plain kind="delivery" state={v.row.delivery} />}
      actions={
        <>
          <Button look="quiet" icon={ArrowLeft} onPress={back}>
            {t('delivery.paper.back')}
          </Button>
          {v?.canRespond && (
            <Button
              look={v.canDispatch ? 'plain' : 'primary'}
              icon={FileCheck}
              onPress={() => setDialog('respond')}
            >
              {t('supplier.respond')}
            </Button>
          )}
          {v?.canDispatch && (
            <Button look="primary" icon={Truck} onPress={() => setDialog('dispatch')}>
              {t('supplier.dispatch')}
            </Button>
          )}
        </>
      }
    >
      <View of={order}>{o => <Body view={o} />}</View>
      {v && dialog === 'respond' && <RespondDialog view={v} onClose={close} />}
      {v && dialog === 'dispatch' && <DispatchDialog view={v} onClose={close} />}
    </Page>
  );
}

/** What can be printed: the specification, every answer and every dispatch note. */
function papersOf({ row, responses, deliveries, invoices }: SupplierOrderView): Paper[] {
  return [
    { kind: 'specification', id: row.id, number: row.number },
    ...responses,
    ...invoices.map(i => ({ kind: 'invoice', id: i.id, number: i.number })),
    ...deliveries.flatMap(d => [
      { kind: 'dispatch_note', id: d.id, number: d.note },
      { kind: 'waybill', id: d.id, number: d.waybill },
      { kind: 'acceptance_certificate', id: d.id, number: d.certificate },
    ]),
  ].filter(p => p.number !== '');
}

function Body({ view }: { view: SupplierOrderView }) {
  const { t, lang } = useT();
  const { row } = view;
  return (
    <ScrollArea
      label={t('supplier.order')}
      className="flex min-h-0 flex-1 @max-3xl:flex-col"
    >
      <div className="min-w-0 flex-1 overflow-y-auto p-4 @max-3xl:overflow-visible">
        {row.sync !== 'confirmed' && (
          <p className="mb-3 rounded bg-wait-soft px-3 py-2 font-medium text-wait">
            {codeText('state.sync', row.sync)} · {t('orders.pending')}
          </p>
        )}
        <ul aria-label={t('supplier.parts')}>
          {view.parts.map((p, i) => (
            <li
              key={`${p.line}/${p.part}`}
              className="grid gap-x-8 gap-y-2 border-b py-3 first:pt-0 @3xl:grid-cols-[1fr_20rem]"
            >
              <div className="flex min-w-0 gap-3">
                <span className="num text-ink-3">{i + 1}</span>
                <div className="min-w-0 flex-1">
                  <p className="font-medium">{named(lang, p.nameUk, p.nameEn)}</p>
                  <p className="text-ink-3 text-sm">
                    {p.article} · <Money value={p.price} /> ×{' '}
                    <Qty value={p.quantity} uom={named(lang, p.uomUk, p.uomEn)} />
                  </p>
                </div>
              </div>
              <PartFigures part={p} bare />
            </li>
          ))}
        </ul>
      </div>
      <Side view={view} />
    </ScrollArea>
  );
}

function Side({ view }: { view: SupplierOrderView }) {
  const { t } = useT();
  const navigate = useNavigate();
  const { row } = view;
  const facts: [ReactNode, ReactNode][] = [
    [t('supplier.total'), <Money key="t" value={row.total} className="font-semibold" />],
    [
      t('supplier.point'),
      <span key="p" className="num">
        {row.pointCode}
      </span>,
    ],
    [t('supplier.urgency'), codeText('state.urgency', row.urgency)],
    [t('supplier.needed'), <Day key="n" on={row.neededBy} />],
  ];
  if (row.promisedOn)
    facts.push([
      t('supplier.promised'),
      <Day
        key="d"
        on={row.promisedOn}
        className={row.late ? 'font-medium text-alarm' : ''}
      />,
    ]);
  if (row.approvedAt)
    facts.push([t('supplier.approved'), <When key="a" at={row.approvedAt} as="day" />]);
  return (
    <div className="flex w-80 shrink-0 flex-col gap-6 overflow-y-auto border-s bg-surface p-4 @max-3xl:w-auto @max-3xl:overflow-visible @max-3xl:border-s-0 @max-3xl:border-t">
      <Facts rows={facts} />
      {view.deliveries.length > 0 && (
        <Section title={t('supplier.deliveries')}>
          <ul>
            {view.deliveries.map(d => (
              <Linked
                key={d.id}
                name={d.note}
                onOpen={() =>
                  void navigate({ to: '/deliveries/$id', params: { id: d.id } })
                }
              >
                <StateBadge plain kind="shipment" state={d.state} />
                <span className="text-ink-3">
                  {t('delivery.pieces', { qty: count(d.pieces) })} ·{' '}
                  <When at={d.dispatchedAt} as="day" />
                </span>
              </Linked>
            ))}
          </ul>
        </Section>
      )}
      {view.claims.length > 0 && (
        <Section title={t('supplier.claims')}>
          <ul>
            {view.claims.map(c => (
              <Linked
                key={c.id}
                name={c.number || t('claims.unnumbered')}
                onOpen={() => void navigate({ to: '/claims/$id', params: { id: c.id } })}
              >
                <StateBadge plain kind="claim" state={c.state} />
                <span className="text-ink-3">
                  {codeText('state.claim_reason', c.reason)}
                </span>
              </Linked>
            ))}
          </ul>
        </Section>
      )}
      {view.invoices.length > 0 && (
        <Section title={t('supplier.invoices')}>
          <ul>
            {view.invoices.map(i => (
              <li key={i.id} className="border-t py-2 text-sm first:border-t-0">
                <span className="flex flex-wrap justify-between gap-x-2 text-base">
                  <span className="num font-medium">{i.number}</span>
                  <Money value={i.total} />
                </span>
                <span className="text-ink-3">
                  {t('supplier.paid')} <Money value={i.paid} />
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('supplier.papers')}>
        <Papers list={papersOf(view)} />
      </Section>
    </div>
  );
}

function Linked({
  name,
  onOpen,
  children,
}: {
  name: string;
  onOpen: () => void;
  children: ReactNode;
}) {
  return (
    <li className="border-t first:border-t-0">
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full flex-col items-start gap-0.5 rounded-sm py-2 text-start text-sm hover:bg-hover"
      >
        <span className="num font-medium text-accent text-base">{name}</span>
        {children}
      </button>
    </li>
  );
}
