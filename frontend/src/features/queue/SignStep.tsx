import type { ReactNode } from 'react';
import {
  type DecisionForm,
  isShownAnew,
  type SignedView,
  type SigningView,
  useDecision,
  useSignDecision,
} from '../../api';
import { View } from '../../ui/forms';
import { SignBox } from '../../ui/SignBox';

/** The last step of every decision: what it does, who signs, the signature. */
export function SignStep({
  form,
  label,
  onSigned,
  beside,
  children,
}: {
  form: DecisionForm;
  label: string;
  onSigned: (signed: SignedView) => void;
  /** The signature stands at the right and stays in sight while a long summary scrolls. */
  beside?: boolean;
  children?: (view: SigningView) => ReactNode;
}) {
  const shown = useDecision(form);
  const sign = useSignDecision();
  return (
    <View of={shown}>
      {view => (
        <div
          className={
            beside
              ? 'flex items-start gap-6 @max-4xl:flex-col @max-4xl:items-stretch'
              : ''
          }
        >
          <div className="flex min-w-0 flex-1 flex-col gap-4">{children?.(view)}</div>
          <div
            className={
              beside
                ? 'sticky top-0 w-72 shrink-0 rounded border bg-paper p-4 @max-4xl:static @max-4xl:w-full'
                : 'mt-4 border-t pt-4'
            }
          >
            <SignBox
              focus
              view={view}
              label={label}
              busy={sign.isPending}
              error={sign.error}
              onSign={passphrase =>
                sign.mutate(
                  { form, token: view.token, passphrase },
                  {
                    onSuccess: onSigned,
                    onError: e => isShownAnew(e) && void shown.refetch(),
                  },
                )
              }
            />
          </div>
        </div>
      )}
    </View>
  );
}
