import { CircleCheck, Info, Undo2, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useT } from '../i18n';
import {
  clearToasts,
  closeToast,
  closeWaiting,
  type Toast,
  useToasts,
} from '../lib/toasts';
import { Button, IconButton } from './Button';

const stays = 12_000;

/**
 * What was just done, above the truth line; with a way back where there is one. While
 * something is waiting to be sent, a word about it stays true.
 */
export function Toasts({ waiting }: { waiting: boolean }) {
  const list = useToasts();
  useEffect(() => clearToasts, []);
  useEffect(() => (waiting ? closeWaiting : undefined), [waiting]);
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-11 z-30 flex flex-col items-center gap-2"
    >
      {list.map(one => (
        <One key={one.id} toast={one} />
      ))}
    </div>
  );
}

function One({ toast }: { toast: Toast }) {
  const { t } = useT();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => closeToast(toast.id), stays);
    return () => clearTimeout(timer);
  }, [held, toast.id]);
  const Icon = toast.tone === 'done' ? CircleCheck : Info;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only holds the toast; every control in it is a button.
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex max-w-2xl items-center gap-3 rounded border border-line bg-surface py-1.5 ps-3 pe-1.5 shadow-pane"
    >
      <Icon
        aria-hidden
        className={
          toast.tone === 'done'
            ? 'size-4 shrink-0 text-accent'
            : 'size-4 shrink-0 text-info'
        }
      />
      <span className="min-w-0">{toast.text}</span>
      {toast.undo && (
        <Button
          look="quiet"
          icon={Undo2}
          onPress={() => {
            toast.undo?.();
            closeToast(toast.id);
          }}
        >
          {t('common.undo')}
        </Button>
      )}
      <IconButton
        icon={X}
        label={t('common.close')}
        onPress={() => closeToast(toast.id)}
      />
    </div>
  );
}
