import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { type ActForm, actForm, type CaseRuling } from '../../api';
import { codeText, useT } from '../../i18n';
import { Button } from '../../ui/Button';
import { Checkbox, TextField } from '../../ui/fields';
import { caseForm } from './forms';

/** A word on the case; by leave the author sees it, too. */
export function CommentDialog({
  id,
  desk,
  onClose,
}: {
  id: string;
  /** The author's own word is for everybody who sees the case. */
  desk: boolean;
  onClose: () => void;
}) {
  const { t } = useT();
  const [toAuthor, setToAuthor] = useState(!desk);
  return (
    <Worded
      title={t('cases.commentTitle')}
      label={t('cases.commentSign')}
      field={t('cases.commentText')}
      onClose={onClose}
      formOf={text =>
        actForm('case.comment', { comment: text, case: caseForm([id], { toAuthor }) })
      }
    >
      {desk && (
        <Checkbox label={t('cases.toAuthor')} value={toAuthor} onChange={setToAuthor} />
      )}
    </Worded>
  );
}

/** Takes a ruling back and says why. */
export function ReverseDialog({
  id,
  ruling,
  onClose,
}: {
  id: string;
  ruling: CaseRuling;
  onClose: () => void;
}) {
  const { t } = useT();
  return (
    <Worded
      title={t('cases.reverseTitle')}
      label={t('cases.reverseSign')}
      field={t('cases.reverseText')}
      onClose={onClose}
      formOf={text =>
        actForm('case.reverse', {
          comment: text,
          case: caseForm([id], { ruling: ruling.id }),
        })
      }
    >
      <p className="font-medium">{codeText('cases.outcome', ruling.outcome)}</p>
      <p className="text-pretty text-ink-2">
        {ruling.outcome === 'keep_first'
          ? t('cases.reverseNoteOut')
          : t('cases.reverseNote')}
      </p>
    </Worded>
  );
}

/** An act that is a text: the text, then what will be signed. */
function Worded({
  title,
  label,
  field,
  formOf,
  onClose,
  children,
}: {
  title: string;
  label: string;
  field: string;
  formOf: (text: string) => ActForm;
  onClose: () => void;
  children?: React.ReactNode;
}) {
  const { t } = useT();
  const [text, setText] = useState('');
  const [form, setForm] = useState<ActForm>();
  const said = text.trim();
  return (
    <ActDialog
      title={title}
      label={label}
      form={form}
      onClose={onClose}
      onBack={() => setForm(undefined)}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={e => {
          e.preventDefault();
          if (said !== '') setForm(formOf(said));
        }}
      >
        {children}
        <TextField
          required
          autoFocus
          label={field}
          lines={4}
          value={text}
          onChange={setText}
        />
        <Button
          look="primary"
          type="submit"
          className="self-end"
          isDisabled={said === ''}
        >
          {t('act.next')}
        </Button>
      </form>
    </ActDialog>
  );
}
