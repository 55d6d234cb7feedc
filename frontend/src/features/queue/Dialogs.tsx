import { useState } from 'react';
import type { DecisionForm, OrderView, SignedView } from '../../api';
import { useT } from '../../i18n';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Effects } from '../../ui/Effects';
import { Select, TextField } from '../../ui/fields';
import { approval, type Reason, rejectReasons } from './forms';
import { SignStep } from './SignStep';

export interface DecideProps {
  order: OrderView;
  onClose: () => void;
  onSigned: (signed: SignedView) => void;
}

/** An approval that needs the passphrase. */
export function ApproveDialog({ order, onClose, onSigned }: DecideProps) {
  const { t } = useT();
  const [form] = useState(() => approval([order.row.id]));
  return (
    <Dialog
      wide
      open
      title={t('queue.approveTitle', { number: order.row.number })}
      onClose={onClose}
    >
      <SignStep form={form} label={t('queue.approveSign')} onSigned={onSigned}>
        {view => <Effects view={view} />}
      </SignStep>
    </Dialog>
  );
}

/** A rejection: typed reason, then its effects and the signature. */
export function RejectDialog({ order, onClose, onSigned }: DecideProps) {
  const { t } = useT();
  const [reason, setReason] = useState<Reason | ''>('');
  const [comment, setComment] = useState('');
  const [form, setForm] = useState<DecisionForm>();
  const wordless = reason === 'other' && comment.trim() === '';
  return (
    <Dialog
      wide={form !== undefined}
      open
      title={t('queue.rejectTitle', { number: order.row.number })}
      onClose={onClose}
    >
      {form ? (
        <SignStep form={form} label={t('queue.rejectSign')} onSigned={onSigned}>
          {view => (
            <>
              <Button className="self-start" onPress={() => setForm(undefined)}>
                {t('queue.back')}
              </Button>
              <Effects view={view} />
            </>
          )}
        </SignStep>
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={e => {
            e.preventDefault();
            if (reason !== '' && !wordless)
              setForm({
                act: 'reject',
                orders: [order.row.id],
                questions: [],
                reason,
                comment: comment.trim(),
              });
          }}
        >
          <p className="text-ink-2">{t('queue.rejectText')}</p>
          <Select
            autoFocus
            label={t('queue.reason')}
            value={reason}
            options={rejectReasons.map(key => ({ key, text: t(`orders.reason.${key}`) }))}
            onChange={setReason}
          />
          <TextField
            label={t('queue.comment')}
            lines={3}
            value={comment}
            onChange={setComment}
            error={wordless ? t('queue.textNeeded') : undefined}
          />
          <Button look="primary" type="submit" isDisabled={reason === '' || wordless}>
            {t('queue.next')}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
