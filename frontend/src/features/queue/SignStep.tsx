import type { ReactNode } from 'react';
import {
  type DecisionForm,
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
  children,
}: {
  form: DecisionForm;
  label: string;
  onSigned: (signed: SignedView) => void;
  children?: (view: SigningView) => ReactNode;
}) {
  const shown = useDecision(form);
  const sign = useSignDecision();
  return (
    <View of={shown}>
      {view => (
        <div className="flex flex-col gap-4">
          {children?.(view)}
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
                  onError: e => e.code === 'stale_signing' && void shown.refetch(),
                },
              )
            }
          />
        </div>
      )}
    </View>
  );
}
