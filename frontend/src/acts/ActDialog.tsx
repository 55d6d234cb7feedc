import type { ReactNode } from 'react';
import {
  type ActForm,
  type ApiError,
  isShownAnew,
  type SignedView,
  type SigningView,
  usePreparedAct,
  useSignAct,
} from '../api';
import { useT } from '../i18n';
import { cx } from '../lib/cx';
import { toast } from '../lib/toasts';
import { ActSheet } from '../ui/ActSheet';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { View } from '../ui/forms';
import { SignBox } from '../ui/SignBox';

// The last step of every act: what will be signed, drawn by Go from the bytes, then
// the signature. What features share that talks to Go stands here, beside them.

/** Acts that are one of several signatures under the same thing. */
const chained: ReadonlySet<string> = new Set([
  'order.cosign',
  'delivery.receive',
  'delivery.accept',
]);

interface PanelProps {
  form: ActForm;
  /** The word on the button. */
  label: string;
  onSigned: (signed: SignedView) => void;
  /** The signature stands at the right and stays in sight while the rest scrolls. */
  beside?: boolean;
  /** Shows the whole order that is signed too. */
  document?: boolean;
  /** The children draw all there is to see. */
  bare?: boolean;
  /** Says nothing once signed: `onSigned` does. */
  quiet?: boolean;
  /** Drawn above what Go says of the act. */
  children?: (view: SigningView) => ReactNode;
}

/** An act ready to sign, inside a page or a dialog. Works offline. */
export function ActPanel(p: PanelProps) {
  const { t } = useT();
  const shown = usePreparedAct(p.form);
  const sign = useSignAct();
  return (
    <View of={shown}>
      {view => (
        <div className="@container">
          <div
            className={cx(
              'flex gap-4',
              p.beside
                ? 'items-start @max-3xl:flex-col @max-3xl:items-stretch'
                : 'flex-col',
            )}
          >
            <div className="flex min-w-0 flex-1 flex-col gap-4">
              {p.children?.(view)}
              {!p.bare && <ActSheet view={view} document={p.document ?? false} />}
            </div>
            <div
              className={cx(
                p.beside
                  ? 'sticky top-0 w-72 shrink-0 rounded border bg-paper p-4 @max-3xl:static @max-3xl:w-full'
                  : 'border-t pt-4',
              )}
            >
              <SignBox
                focus
                alone={!chained.has(p.form.act)}
                view={view}
                label={p.label}
                busy={sign.isPending}
                error={sign.error}
                onSign={passphrase =>
                  // Not as callbacks of the mutation: Go's event may take this panel off
                  // the page before its answer is here, and the person is told all the same.
                  void sign
                    .mutateAsync({ form: p.form, token: view.token, passphrase })
                    .then(
                      signed => {
                        if (!p.quiet)
                          toast(t(signed.online ? 'act.sending' : 'act.saved'), {
                            waits: !signed.online,
                          });
                        p.onSigned(signed);
                      },
                      (e: ApiError) => isShownAnew(e) && void shown.refetch(),
                    )
                }
              />
            </div>
          </div>
        </div>
      )}
    </View>
  );
}

/**
 * An act in front of everything. While `form` is undefined the children ask for what
 * the act needs (fields and a button that gives the form); then what will be signed
 * is shown, with a way back.
 */
export function ActDialog({
  title,
  form,
  label,
  wide,
  document,
  onClose,
  onBack,
  onSigned,
  stays,
  shown,
  children,
}: {
  title: string;
  form: ActForm | undefined;
  label: string;
  wide?: boolean | 'full';
  document?: boolean;
  onClose: () => void;
  /** Back to the fields; without it there is nothing to go back to. */
  onBack?: () => void;
  onSigned?: (signed: SignedView) => void;
  /** Does not close once signed: `onSigned` draws what comes then. */
  stays?: boolean;
  /** Drawn above what Go says of the act. */
  shown?: (view: SigningView) => ReactNode;
  /** The fields, while there is no form. */
  children?: ReactNode;
}) {
  const { t } = useT();
  return (
    <Dialog open title={title} wide={wide ?? false} onClose={onClose}>
      {form ? (
        <div className="flex flex-col gap-4">
          {onBack && (
            <Button className="self-start" onPress={onBack}>
              {t('act.back')}
            </Button>
          )}
          <ActPanel
            form={form}
            label={label}
            document={document ?? false}
            beside={wide === 'full'}
            onSigned={signed => {
              if (!stays) onClose();
              onSigned?.(signed);
            }}
            {...(shown ? { children: shown } : {})}
          />
        </div>
      ) : (
        children
      )}
    </Dialog>
  );
}
