import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { type ActForm, actForm, type PaymentRow } from '../../api';
import { useT } from '../../i18n';
import { Button } from '../../ui/Button';
import { Select, TextField } from '../../ui/fields';

const reasons = ['not_executed', 'wrong_details', 'superseded', 'other'] as const;

/** Takes back a payment order that the bank did not execute: its invoices are payable again. */
export function CancelPaymentDialog({
  payment: p,
  onClose,
}: {
  payment: PaymentRow;
  onClose: () => void;
}) {
  const { t } = useT();
  const [reason, setReason] = useState<(typeof reasons)[number] | ''>('');
  const [text, setText] = useState('');
  const [form, setForm] = useState<ActForm>();
  const ready = reason !== '' && (reason !== 'other' || text.trim() !== '');
  return (
    <ActDialog
      wide={form !== undefined}
      title={t('money.cancel.title', { number: p.number })}
      label={t('money.cancel.sign')}
      form={form}
      onBack={() => setForm(undefined)}
      onClose={onClose}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={e => {
          e.preventDefault();
          if (ready)
            setForm(
              actForm('payment.cancel', { id: p.id, reason, comment: text.trim() }),
            );
        }}
      >
        <p className="text-ink-2">{t('money.cancel.text')}</p>
        <Select
          autoFocus
          label={t('money.cancel.reason')}
          value={reason}
          options={reasons.map(key => ({ key, text: t(`state.cancel_reason.${key}`) }))}
          onChange={setReason}
        />
        <TextField
          label={t(reason === 'other' ? 'money.cancel.words' : 'act.comment')}
          lines={3}
          value={text}
          onChange={setText}
        />
        <Button look="primary" type="submit" isDisabled={!ready}>
          {t('act.next')}
        </Button>
      </form>
    </ActDialog>
  );
}
