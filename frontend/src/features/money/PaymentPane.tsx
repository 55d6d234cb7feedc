import { useNavigate } from '@tanstack/react-router';
import { Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { PaymentRow } from '../../api';
import { codeText, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { Button } from '../../ui/Button';
import { Day, Money, When } from '../../ui/figures';
import { Facts, Pane, Section } from '../../ui/Page';
import { CancelPaymentDialog } from './CancelPaymentDialog';
import { PaymentState } from './PaymentState';

/** One payment order: whom it pays what, what the bank says, and the way to take it back. */
export function PaymentPane({
  payment: p,
  onClose,
}: {
  payment: PaymentRow;
  onClose: () => void;
}) {
  const { t } = useT();
  const navigate = useNavigate();
  const [cancelling, setCancelling] = useState(false);
  useActions([
    {
      id: 'money.cancelPayment',
      label: t('money.cancel.act'),
      group: t('frame.groups.here'),
      keys: 'KeyD',
      icon: Undo2,
      disabled: !p.canCancel,
      run: () => setCancelling(true),
    },
  ]);
  return (
    <Pane
      title={p.number || t('money.unnumbered')}
      above={<p className="eyebrow pb-1">{t('state.paper.payment_order')}</p>}
      onClose={onClose}
      footer={
        <>
          <Button
            onPress={() =>
              void navigate({
                to: '/paper/$kind/$id',
                params: { kind: 'payment_order', id: p.id },
              })
            }
          >
            {t('money.openPaper')}
          </Button>
          {p.canCancel && (
            <Button icon={Undo2} onPress={() => setCancelling(true)}>
              {t('money.cancel.act')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <PaymentState state={p.state} />
        <Facts rows={useRows(p)} />
        {p.unmatched.length > 0 && <Unmatched payment={p} />}
      </div>
      {cancelling && (
        <CancelPaymentDialog payment={p} onClose={() => setCancelling(false)} />
      )}
    </Pane>
  );
}

function useRows(p: PaymentRow): [ReactNode, ReactNode][] {
  const { t } = useT();
  const rows: [ReactNode, ReactNode][] = [
    [t('money.columns.supplier'), p.supplier],
    [t('money.columns.total'), <Money key="t" value={p.total} />],
    [t('money.columns.orderedAt'), <When key="o" at={p.orderedAt} />],
    [t('money.columns.orderedBy'), p.orderedBy],
  ];
  if (p.cancelReason === '')
    rows.push(
      [
        t('money.columns.valueDate'),
        p.valueDate ? <Day key="v" on={p.valueDate} /> : t('common.none'),
      ],
      [t('money.columns.reference'), p.reference || t('common.none')],
    );
  else
    rows.push(
      [t('money.cancel.at'), <When key="c" at={p.cancelledAt} />],
      [t('money.cancel.by'), p.cancelledBy || t('common.none')],
      [t('money.cancel.reason'), codeText('state.cancel_reason', p.cancelReason)],
    );
  if (p.cancelComment) rows.push([t('act.facts.comment'), p.cancelComment]);
  rows.push([t('money.columns.invoices'), p.invoices.join(', ')]);
  return rows;
}

/** What the bank said of a payment order that had been taken back: somebody has to see why. */
function Unmatched({ payment: p }: { payment: PaymentRow }) {
  const { t } = useT();
  return (
    <Section title={t('money.cancel.unmatched')}>
      <p className="text-alarm text-sm">{t('money.cancel.unmatchedText')}</p>
      <ul className="num text-sm">
        {p.unmatched.map(u => (
          <li
            key={`${u.at}${u.reference}${u.amount}`}
            className="flex flex-wrap items-baseline gap-x-4 border-t py-1.5"
          >
            <Day on={u.valueDate} />
            <span className="text-ink-3">{u.reference}</span>
            <Money value={u.amount} className="ms-auto font-medium" />
          </li>
        ))}
      </ul>
    </Section>
  );
}
