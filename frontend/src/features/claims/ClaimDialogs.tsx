import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { type ActForm, actForm, type ClaimView } from '../../api';
import { useT } from '../../i18n';
import { Button } from '../../ui/Button';
import { Segmented, Select, TextField } from '../../ui/fields';

interface Props {
  view: ClaimView;
  onClose: () => void;
}

/** A proposed penalty becomes a claim. */
export function OpenDialog({ view, onClose }: Props) {
  const { t } = useT();
  const [form] = useState(() =>
    actForm('claim.open', {
      claim: {
        deliveryId: view.row.deliveryId,
        claimId: view.row.id,
        reason: view.row.reason,
        // The rules drafted it: what it is about stands in the draft.
        lines: [],
        attachments: [],
      },
    }),
  );
  return (
    <ActDialog
      title={t('claims.openTitle', { number: view.row.number || view.row.orderNumber })}
      form={form}
      label={t('claims.openSign')}
      onClose={onClose}
      shown={() => <p className="text-ink-2">{t('claims.proposedText')}</p>}
    />
  );
}

/** The supplier's answer: takes the claim as it is, or objects and says why. */
export function AnswerDialog({ view, onClose }: Props) {
  const { t } = useT();
  const [agrees, setAgrees] = useState<'agrees' | 'disagrees'>('agrees');
  const [text, setText] = useState('');
  const [form, setForm] = useState<ActForm>();
  const ready = agrees === 'agrees' || text.trim() !== '';
  return (
    <ActDialog
      title={t('claims.answerTitle', { number: view.row.number })}
      form={form}
      label={t('claims.answerSign')}
      onClose={onClose}
      onBack={() => setForm(undefined)}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={e => {
          e.preventDefault();
          if (ready)
            setForm(
              actForm('claim.answer', {
                id: view.row.id,
                agrees: agrees === 'agrees',
                comment: text.trim(),
              }),
            );
        }}
      >
        <Segmented
          label={t('claims.decision')}
          value={agrees}
          options={(['agrees', 'disagrees'] as const).map(key => ({
            key,
            text: t(`claims.${key}`),
          }))}
          onChange={setAgrees}
        />
        <TextField
          autoFocus
          label={t('claims.answerText')}
          lines={4}
          value={text}
          onChange={setText}
        />
        <Button look="primary" type="submit" isDisabled={!ready}>
          {t('claims.next')}
        </Button>
      </form>
    </ActDialog>
  );
}

const outcomes = ['replaced', 'refunded', 'fined', 'withdrawn'] as const;
type Outcome = (typeof outcomes)[number];

/** How the person here can end a claim: what the rules say, in the sequence of the texts. */
const outcomesOf = (view: ClaimView): readonly Outcome[] =>
  outcomes.filter(o => view.outcomes.includes(o));

/** The end of a claim and what it does to money and pieces. */
export function SettleDialog({ view, onClose }: Props) {
  const { t } = useT();
  const options = outcomesOf(view);
  const [outcome, setOutcome] = useState<Outcome | ''>(
    options.length === 1 ? (options[0] ?? '') : '',
  );
  const [text, setText] = useState('');
  const [form, setForm] = useState<ActForm>();
  return (
    <ActDialog
      wide={form !== undefined}
      title={t('claims.settleTitle', {
        number: view.row.number || view.row.orderNumber,
      })}
      form={form}
      label={t('claims.settleSign')}
      onClose={onClose}
      onBack={() => setForm(undefined)}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={e => {
          e.preventDefault();
          if (outcome !== '')
            setForm(
              actForm('claim.settle', {
                id: view.row.id,
                outcome,
                comment: text.trim(),
              }),
            );
        }}
      >
        <Select
          autoFocus
          label={t('claims.settleOutcome')}
          value={outcome}
          options={options.map(key => ({ key, text: t(`state.outcome.${key}`) }))}
          onChange={setOutcome}
        />
        <TextField
          label={t('claims.settleText')}
          lines={3}
          value={text}
          onChange={setText}
        />
        <Button look="primary" type="submit" isDisabled={outcome === ''}>
          {t('claims.next')}
        </Button>
      </form>
    </ActDialog>
  );
}
