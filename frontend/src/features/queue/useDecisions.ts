import { useMemo } from 'react';
import {
  type ApiError,
  actForm,
  type OrderView,
  type SignedView,
  type SigningView,
  useDecision,
  usePreparedAct,
  useSignAct,
  useSignDecision,
} from '../../api';
import { useT } from '../../i18n';
import { reasonText } from '../../ui/Reasons';
import { approval } from './forms';

interface Wires {
  onSigned: (signed: SignedView) => void;
  /** Says why it could not be signed. */
  onSay: (text: string) => void;
  /** The passphrase is needed: the act asks for it in its dialog. */
  onAsk: (act: 'approve' | 'verify') => void;
}

/** What is worked out of the act that is due. */
interface Effects {
  data: SigningView | undefined;
  error: ApiError | null;
  refetch: () => unknown;
}

/**
 * The act an order in the queue waits for (to be let pass, or approved), worked out
 * while it is looked at and signed by one key. Signs only what is on screen now:
 * without effects there is nothing to sign.
 */
export function useDecisions(order: OrderView | undefined, wires: Wires) {
  const { t, lang } = useT();
  const id = order?.row.id ?? '';
  const canVerify = order?.canVerify === true;
  const canDecide = order?.canDecide === true;
  const canApprove = canDecide && order.row.decision === 'in_review';
  const decision = useMemo(
    () => (canApprove ? approval([id]) : undefined),
    [canApprove, id],
  );
  const pass = useMemo(
    () => (canVerify ? actForm('order.verify', { orders: [id] }) : undefined),
    [canVerify, id],
  );
  const approving = useDecision(decision);
  const passing = usePreparedAct(pass);
  const signDecision = useSignDecision();
  const signAct = useSignAct();
  const effects: Effects = canVerify ? passing : approving;

  const failed = (act: 'approve' | 'verify') => (e: ApiError) => {
    if (e.code === 'fresh_factor_needed') wires.onAsk(act);
    else {
      const why = e.reasons[0];
      wires.onSay(
        e.code === 'stale_signing' || !why ? t('queue.changed') : reasonText(why, lang),
      );
    }
    void effects.refetch();
  };
  /** Whether the view can be signed at once; else says why not, or asks for the passphrase. */
  const mayAtOnce = (act: 'approve' | 'verify', view: SigningView): boolean => {
    if (!view.ready) {
      const why = [...view.problems, ...view.decisions.flatMap(d => d.problems)].find(
        r => r.severity === 'stop',
      );
      if (why) wires.onSay(t('queue.notReady', { why: reasonText(why, lang) }));
      return false;
    }
    if (view.needPassphrase) wires.onAsk(act);
    return !view.needPassphrase;
  };
  const approve = () => {
    const view = approving.data;
    if (!decision || !view || signDecision.isPending || !mayAtOnce('approve', view))
      return;
    signDecision.mutate(
      { form: decision, token: view.token, passphrase: '' },
      { onSuccess: wires.onSigned, onError: failed('approve') },
    );
  };
  const verify = () => {
    const view = passing.data;
    if (!pass || !view || signAct.isPending || !mayAtOnce('verify', view)) return;
    signAct.mutate(
      { form: pass, token: view.token, passphrase: '' },
      { onSuccess: wires.onSigned, onError: failed('verify') },
    );
  };
  return {
    effects,
    busy: signDecision.isPending || signAct.isPending,
    approve,
    verify,
    canReturn: canDecide || canVerify,
  };
}
