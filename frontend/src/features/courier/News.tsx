import {
  CheckCheck,
  FileCheck,
  Inbox,
  type LucideIcon,
  OctagonAlert,
  X,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApiError, CourierSaved, CourierTaken, CourierView } from '../../api';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { IconButton } from '../../ui/Button';
import { Failed, isSlip } from './Failed';

/** What was just done on this page. */
export type Outcome =
  | { kind: 'none' }
  | { kind: 'saved'; saved: CourierSaved }
  | { kind: 'taken'; taken: CourierTaken }
  | { kind: 'answerSaved'; device: string; path: string }
  | { kind: 'failed'; error: ApiError };

/** What was just done, above everything, until something else is done or it is closed. */
export function News({
  of,
  view,
  onClose,
}: {
  of: Outcome;
  view: CourierView;
  onClose: () => void;
}) {
  const failed = of.kind === 'failed';
  return (
    <>
      <div role="status" aria-live="polite">
        {!failed && <Said of={of} view={view} onClose={onClose} />}
      </div>
      {failed && (
        <Strip
          ground={isSlip(of.error) ? 'bg-info-soft' : 'bg-alarm-soft'}
          onClose={onClose}
        >
          <Failed error={of.error} />
        </Strip>
      )}
    </>
  );
}

function Said({
  of,
  view,
  onClose,
}: {
  of: Exclude<Outcome, { kind: 'failed' }>;
  view: CourierView;
  onClose: () => void;
}) {
  const { t } = useT();
  switch (of.kind) {
    case 'none':
      return null;
    case 'saved': {
      const { saved } = of;
      const waits = view.exports.some(x => x.number === saved.number && x.waiting > 0);
      return (
        <Strip icon={FileCheck} ground="bg-info-soft" onClose={onClose}>
          <p className="font-medium">
            {t('courier.saved', { count: saved.count, number: saved.number })}{' '}
            {waits && t('courier.savedNext')}
          </p>
          {saved.left > 0 && <p>{t('courier.left', { count: saved.left })}</p>}
          <Path of={saved.path} />
        </Strip>
      );
    }
    case 'answerSaved':
      return (
        <Strip icon={FileCheck} ground="bg-info-soft" onClose={onClose}>
          <p className="font-medium">{t('courier.answerSaved', { device: of.device })}</p>
          <Path of={of.path} />
        </Strip>
      );
    case 'taken':
      return <Taken taken={of.taken} onClose={onClose} />;
  }
}

/** What the file was that was just opened. */
function Taken({ taken: x, onClose }: { taken: CourierTaken; onClose: () => void }) {
  const { t } = useT();
  if (x.kind === '') return null;
  if (x.kind === 'carried')
    return (
      <Strip icon={Inbox} ground="bg-info-soft" onClose={onClose}>
        <p className="font-medium">
          {x.state === 'waits'
            ? t('courier.took.carried', { count: x.count, device: x.device })
            : t('courier.took.known', { device: x.device })}
        </p>
      </Strip>
    );
  const isNew = x.applied > 0;
  return (
    <Strip
      icon={x.parked > 0 ? OctagonAlert : isNew ? CheckCheck : Inbox}
      ground={x.parked > 0 ? 'bg-alarm-soft' : isNew ? 'bg-accent-soft' : 'bg-info-soft'}
      onClose={onClose}
    >
      <p className="font-medium">
        {t('courier.took.answer', { number: x.number })}{' '}
        {isNew && t('courier.took.applied', { count: x.applied })}
        {!isNew && x.parked === 0 && t('courier.took.old')}
      </p>
      {x.parked > 0 && (
        <p className="font-medium text-alarm">
          {t('courier.took.parked', { count: x.parked })}
        </p>
      )}
    </Strip>
  );
}

const Path = ({ of }: { of: string }) => (
  <p className="num break-all text-ink-2 text-sm">{of}</p>
);

function Strip({
  icon: Icon,
  ground,
  onClose,
  children,
}: {
  icon?: LucideIcon;
  ground: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useT();
  return (
    <div className={cx('flex items-start gap-3 border-b py-2 ps-6 pe-3', ground)}>
      {Icon && <Icon aria-hidden className="mt-2 size-4 shrink-0" />}
      <div className="min-w-0 flex-1 py-1.5">{children}</div>
      <IconButton icon={X} label={t('common.close')} onPress={onClose} />
    </div>
  );
}
