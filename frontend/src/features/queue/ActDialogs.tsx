import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { actForm } from '../../api';
import { useT } from '../../i18n';
import type { DecideProps } from './Dialogs';

/** An order is let pass after its findings were looked at; where the passphrase is needed. */
export function VerifyDialog({ order, onClose, onSigned }: DecideProps) {
  const { t } = useT();
  const [form] = useState(() => actForm('order.verify', { orders: [order.row.id] }));
  return (
    <ActDialog
      wide
      title={t('queue.verifyTitle', { number: order.row.number })}
      form={form}
      label={t('queue.verifySign')}
      onClose={onClose}
      onSigned={onSigned}
      shown={() => <p className="text-ink-2">{t('queue.verifyText')}</p>}
    />
  );
}

/** An order goes into the person's hand, or out of it. */
export function TakeDialog({ order, onClose }: Omit<DecideProps, 'onSigned'>) {
  const { t } = useT();
  const release = order.takenByMe;
  const [form] = useState(() =>
    actForm('order.take', { orders: [order.row.id], release }),
  );
  const number = order.row.number;
  return (
    <ActDialog
      title={
        release ? t('queue.releaseTitle', { number }) : t('queue.takeTitle', { number })
      }
      form={form}
      label={release ? t('queue.releaseSign') : t('queue.takeSign')}
      onClose={onClose}
      shown={() => (
        <p className="text-ink-2">
          {release ? t('queue.releaseText') : t('queue.takeText')}
        </p>
      )}
    />
  );
}
