import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { type ActForm, actForm, type CaseForm, type CaseRow, useCase } from '../../api';
import { codeText, useT } from '../../i18n';
import { toast } from '../../lib/toasts';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/fields';
import { View } from '../../ui/forms';
import { caseForm } from './forms';
import { isRuling, type Ruling, RulingFields } from './RulingFields';
import { Trial } from './Trial';

/** One ruling over many cases: the outcome and its reason, a dry run, then one signature. */
export function ManyDialog({
  rows,
  onClose,
  onSigned,
}: {
  rows: readonly CaseRow[];
  onClose: () => void;
  onSigned: () => void;
}) {
  const { t } = useT();
  // What was picked when it began: the list under it may move.
  const [picked] = useState(rows);
  const [outcome, setOutcome] = useState('');
  const [ruling, setRuling] = useState<Ruling>({ reason: '', text: '' });
  const [trial, setTrial] = useState<CaseForm>();
  const [form, setForm] = useState<ActForm>();
  return (
    <ActDialog
      wide="full"
      title={t('cases.many.title', { count: trial?.cases.length ?? picked.length })}
      label={t('cases.ruling.sign')}
      form={form}
      onClose={onClose}
      onBack={() => setForm(undefined)}
      onSigned={() => {
        toast(t('cases.many.signed', { count: form?.case?.cases.length ?? 0 }));
        onSigned();
      }}
    >
      {trial ? (
        <Trial
          form={trial}
          onBack={() => setTrial(undefined)}
          onKeep={cases => setTrial({ ...trial, cases: [...cases] })}
          onSign={() =>
            setForm(actForm('case.rule', { comment: ruling.text.trim(), case: trial }))
          }
        />
      ) : (
        <Fields
          rows={picked}
          outcome={outcome}
          onOutcome={o => {
            setOutcome(o);
            setRuling({ ...ruling, reason: '' });
          }}
          ruling={ruling}
          onRuling={setRuling}
          onTrial={() =>
            setTrial(
              caseForm(
                picked.map(r => r.id),
                { outcome, reason: ruling.reason },
              ),
            )
          }
        />
      )}
    </ActDialog>
  );
}

function Fields({
  rows,
  outcome,
  onOutcome,
  ruling,
  onRuling,
  onTrial,
}: {
  rows: readonly CaseRow[];
  outcome: string;
  onOutcome: (outcome: string) => void;
  ruling: Ruling;
  onRuling: (ruling: Ruling) => void;
  onTrial: () => void;
}) {
  const { t } = useT();
  // The outcomes that fit stand in each case; the first speaks for its kind.
  const view = useCase(rows[0]?.id ?? '');
  const mixed = new Set(rows.map(r => r.kind)).size > 1;
  return (
    <View of={view}>
      {v => {
        const chosen = v.proposals.find(p => p.outcome === outcome);
        const ready = chosen !== undefined && isRuling(ruling);
        return (
          <form
            className="flex max-w-2xl flex-col gap-4"
            onSubmit={e => {
              e.preventDefault();
              if (ready) onTrial();
            }}
          >
            {mixed && <p className="text-wait">{t('cases.many.kinds')}</p>}
            <Select
              autoFocus
              label={t('cases.many.outcome')}
              value={outcome}
              options={v.proposals.map(p => ({
                key: p.outcome,
                text: codeText('cases.outcome', p.outcome),
                note: codeText('cases.about', p.outcome),
              }))}
              onChange={onOutcome}
            />
            {chosen && (
              <RulingFields reasons={chosen.reasons} value={ruling} onChange={onRuling} />
            )}
            <Button look="primary" type="submit" className="self-end" isDisabled={!ready}>
              {t('cases.many.trial')}
            </Button>
          </form>
        );
      }}
    </View>
  );
}
