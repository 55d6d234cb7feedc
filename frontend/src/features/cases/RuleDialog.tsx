import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { type ActForm, actForm, type CaseProposal } from '../../api';
import { codeText, useT } from '../../i18n';
import { Button } from '../../ui/Button';
import { caseForm } from './forms';
import { shutsOut } from './Proposals';
import { isRuling, type Ruling, RulingFields } from './RulingFields';

/** One outcome is chosen: its reason, then what will be signed. */
export function RuleDialog({
  id,
  proposal: p,
  onClose,
}: {
  id: string;
  proposal: CaseProposal;
  onClose: () => void;
}) {
  const { t } = useT();
  const only = p.reasons.length === 1 ? (p.reasons[0] ?? '') : '';
  const [ruling, setRuling] = useState<Ruling>({ reason: only, text: '' });
  const [form, setForm] = useState<ActForm>();
  return (
    <ActDialog
      wide
      document={p.offer !== null}
      title={t('cases.ruling.title', { outcome: codeText('cases.outcome', p.outcome) })}
      label={t('cases.ruling.sign')}
      form={form}
      onClose={onClose}
      onBack={() => setForm(undefined)}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={e => {
          e.preventDefault();
          if (isRuling(ruling))
            setForm(
              actForm('case.rule', {
                comment: ruling.text.trim(),
                case: caseForm([id], { outcome: p.outcome, reason: ruling.reason }),
              }),
            );
        }}
      >
        <p className="text-pretty text-ink-2">{codeText('cases.about', p.outcome)}</p>
        <RulingFields focus reasons={p.reasons} value={ruling} onChange={setRuling} />
        <Button
          look={shutsOut(p) ? 'alarm' : 'primary'}
          type="submit"
          className="self-end"
          isDisabled={!isRuling(ruling)}
        >
          {t('act.next')}
        </Button>
      </form>
    </ActDialog>
  );
}
