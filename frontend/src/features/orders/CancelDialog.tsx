import { useState } from 'react';
import { type OrderView, usePrepareDecision, useSign } from '../../api';
import { useT } from '../../i18n';
import { toast } from '../../lib/toasts';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Effects } from '../../ui/Effects';
import { Select, TextField } from '../../ui/fields';
import { Reasons } from '../../ui/Reasons';
import { SignBox } from '../../ui/SignBox';

const reasons = ['no_longer_needed', 'duplicate', 'fund_wrong', 'other'] as const;

/** A cancellation: typed reason, then the signature. Works offline. */
export function CancelDialog({
  order,
  onClose,
}: {
  order: OrderView;
  onClose: () => void;
}) {
  const { t } = useT();
  const [reason, setReason] = useState<(typeof reasons)[number] | ''>('');
  const [comment, setComment] = useState('');
  const prepare = usePrepareDecision();
  const sign = useSign();
  const view = prepare.data;
  const approved = order.row.decision === 'approved';
  const ready = reason !== '' && (reason !== 'other' || comment.trim() !== '');
  return (
    <Dialog
      title={t('orders.cancel')}
      open
      wide={(view?.stocks.length ?? 0) > 0}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <p className="text-ink-2">
          {approved ? t('orders.cancelApprovedText') : t('orders.cancelText')}
        </p>
        {view && <Effects view={view} />}
        {view ? (
          <SignBox
            view={view}
            label={t('orders.signCancel')}
            busy={sign.isPending}
            error={sign.error}
            onSign={passphrase =>
              sign.mutate(
                { token: view.token, passphrase },
                {
                  onSuccess: () => {
                    toast(t('orders.cancelled'));
                    onClose();
                  },
                },
              )
            }
          />
        ) : (
          <>
            <Select
              label={t('orders.reasonLabel')}
              value={reason}
              options={reasons.map(key => ({ key, text: t(`orders.reason.${key}`) }))}
              onChange={setReason}
            />
            <TextField
              label={t('orders.comment')}
              lines={3}
              value={comment}
              onChange={setComment}
            />
            {prepare.error && <Reasons list={prepare.error.reasons} />}
            <Button
              look="primary"
              isDisabled={!ready || prepare.isPending}
              onPress={() =>
                prepare.mutate({
                  act: 'cancel',
                  orders: [order.row.id],
                  questions: [],
                  reason,
                  comment,
                })
              }
            >
              {t('orders.prepare')}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
