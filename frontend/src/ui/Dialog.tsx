import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import * as A from 'react-aria-components';
import { useT } from '../i18n';
import { cx } from '../lib/cx';
import { IconButton } from './Button';

/** A question in front of everything; Esc closes it. */
export function Dialog({
  title,
  open,
  onClose,
  children,
  footer,
  wide,
}: {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  /** `full` for things side by side. */
  wide?: boolean | 'full';
}) {
  const { t } = useT();
  return (
    <A.ModalOverlay
      isOpen={open}
      onOpenChange={o => !o && onClose()}
      isDismissable
      className="fixed inset-0 z-40 flex items-start justify-center bg-veil p-4 pt-[10vh]"
    >
      <A.Modal
        className={cx(
          'flex max-h-[80vh] w-full flex-col rounded border border-line bg-surface shadow-pane',
          wide === 'full' ? 'max-w-6xl' : wide ? 'max-w-3xl' : 'max-w-lg',
        )}
      >
        <A.Dialog className="flex min-h-0 flex-col outline-none">
          <header className="flex items-center gap-2 border-b py-2 ps-4 pe-2">
            <A.Heading slot="title" className="flex-1 font-semibold text-lg">
              {title}
            </A.Heading>
            <IconButton icon={X} label={t('common.close')} onPress={onClose} />
          </header>
          <div className="min-h-0 flex-1 overflow-auto p-4">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t px-4 py-3">
              {footer}
            </footer>
          )}
        </A.Dialog>
      </A.Modal>
    </A.ModalOverlay>
  );
}
