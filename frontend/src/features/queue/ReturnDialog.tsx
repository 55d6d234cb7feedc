import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import {
  type DecisionForm,
  type OrderView,
  type QuestionForm,
  usePolicy,
} from '../../api';
import { codeText, named, useT } from '../../i18n';
import { Button, IconButton } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Effects } from '../../ui/Effects';
import { Select, TextField } from '../../ui/fields';
import type { DecideProps } from './Dialogs';
import {
  asked,
  documentFields,
  lineFields,
  returnReasons,
  withLine,
  withReason,
} from './forms';
import { SignStep } from './SignStep';

interface Draft extends QuestionForm {
  key: number;
}
const fresh = (key: number): Draft => ({ key, line: 1, field: '', reason: '', text: '' });

/** A return: questions per line and field with typed reasons, then the signature. */
export function ReturnDialog({ order, onClose, onSigned }: DecideProps) {
  const { t } = useT();
  const [list, setList] = useState<Draft[]>([fresh(1)]);
  const [comment, setComment] = useState('');
  const [form, setForm] = useState<DecisionForm>();
  const holdDays = usePolicy().data?.holdDays ?? 0;
  const change = (key: number, to: QuestionForm) =>
    setList(l => l.map(q => (q.key === key ? { ...to, key } : q)));
  const ready = list.every(asked);
  const next = () =>
    ready &&
    setForm({
      act: 'return',
      orders: [order.row.id],
      questions: list.map(({ key: _, ...q }) => ({ ...q, text: q.text.trim() })),
      reason: '',
      comment: comment.trim(),
    });
  return (
    <Dialog
      wide
      open
      title={t('queue.returnTitle', { number: order.row.number })}
      onClose={onClose}
    >
      {form ? (
        <SignStep form={form} label={t('queue.returnSign')} onSigned={onSigned}>
          {view => (
            <>
              <Button className="self-start" onPress={() => setForm(undefined)}>
                {t('queue.back')}
              </Button>
              <Summary form={form} order={order} />
              <Effects view={view} />
            </>
          )}
        </SignStep>
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={e => {
            e.preventDefault();
            next();
          }}
        >
          <p className="text-ink-2">
            {t('queue.returnText')}
            {holdDays > 0 && ` ${t('queue.returnHold', { count: holdDays })}`}
          </p>
          {list.map((q, i) => (
            <Question
              key={q.key}
              n={i + 1}
              order={order}
              value={q}
              onChange={to => change(q.key, to)}
              {...(list.length > 1
                ? { onRemove: () => setList(l => l.filter(x => x.key !== q.key)) }
                : {})}
            />
          ))}
          <Button
            className="self-start"
            icon={Plus}
            onPress={() =>
              setList(l => [...l, fresh(Math.max(...l.map(x => x.key)) + 1)])
            }
          >
            {t('queue.addQuestion')}
          </Button>
          <TextField
            label={t('queue.commentAll')}
            value={comment}
            onChange={setComment}
          />
          <Button look="primary" type="submit" isDisabled={!ready}>
            {t('queue.next')}
          </Button>
        </form>
      )}
    </Dialog>
  );
}

function Question({
  n,
  order,
  value: q,
  onChange,
  onRemove,
}: {
  n: number;
  order: OrderView;
  value: QuestionForm;
  onChange: (q: QuestionForm) => void;
  onRemove?: () => void;
}) {
  const { t, lang } = useT();
  const fields: readonly string[] = q.line > 0 ? lineFields : documentFields;
  const reason = returnReasons.find(r => r === q.reason) ?? '';
  const wordless = q.reason === 'other' && q.text.trim() === '';
  return (
    <fieldset className="grid gap-3 rounded border p-3 sm:grid-cols-3">
      <legend className="flex items-center gap-1 px-1 font-medium">
        {t('queue.question', { n })}
        {onRemove && (
          <IconButton
            icon={Trash2}
            label={t('queue.removeQuestion', { n })}
            onPress={onRemove}
          />
        )}
      </legend>
      <Select
        autoFocus={n === 1}
        label={t('queue.reason')}
        value={reason}
        options={returnReasons.map(key => ({ key, text: t(`orders.reason.${key}`) }))}
        onChange={r => onChange(withReason(q, r))}
      />
      <Select
        label={t('queue.place')}
        value={String(q.line)}
        options={[
          { key: '0', text: t('common.document') },
          ...order.document.lines.map(l => ({
            key: String(l.line),
            text: `${t('common.line', { n: l.line })}: ${named(lang, l.nameUk, l.nameEn)}`,
          })),
        ]}
        onChange={line => onChange(withLine(q, Number(line)))}
      />
      <Select
        label={t('queue.field')}
        value={q.field}
        options={fields.map(key => ({ key, text: codeText('state.field', key) }))}
        onChange={field => onChange({ ...q, field })}
      />
      <TextField
        className="sm:col-span-3"
        label={t('queue.text')}
        placeholder={t('queue.textHint')}
        lines={2}
        value={q.text}
        onChange={text => onChange({ ...q, text })}
        error={wordless ? t('queue.textNeeded') : undefined}
      />
    </fieldset>
  );
}

/** The questions as they will be signed. */
function Summary({ form, order }: { form: DecisionForm; order: OrderView }) {
  const { t, lang } = useT();
  return (
    <ol className="flex list-inside list-decimal flex-col gap-1.5">
      {form.questions.map(q => {
        const line = order.document.lines.find(l => l.line === q.line);
        return (
          <li key={`${q.line}${q.field}${q.reason}${q.text}`}>
            <span className="font-medium">
              {line
                ? `${t('common.line', { n: q.line })}, ${named(lang, line.nameUk, line.nameEn)}`
                : t('common.document')}
              {q.field && `, ${codeText('state.field', q.field)}`}
            </span>
            : {codeText('orders.reason', q.reason)}
            {q.text && <span className="block ps-5 text-ink-2">{q.text}</span>}
          </li>
        );
      })}
    </ol>
  );
}
