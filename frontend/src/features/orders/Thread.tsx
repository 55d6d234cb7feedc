import { useNavigate } from '@tanstack/react-router';
import { MessageCircleQuestion, Signature } from 'lucide-react';
import { useState } from 'react';
import {
  type OrderView,
  type QuestionView,
  useCartForm,
  useReviseOrder,
} from '../../api';
import { codeText, useT } from '../../i18n';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/fields';
import { When } from '../../ui/figures';

/** Questions per line and field with their answers; `open` gives the fields to answer and sign anew. */
export function Thread({ view, open }: { view: OrderView; open?: boolean }) {
  return open ? (
    <Answering view={view} />
  ) : (
    <ul className="flex flex-col gap-4">
      {view.questions.map(q => (
        <li key={q.id} className="flex flex-col gap-1">
          <Question q={q} />
          {q.answer && <Answer q={q} />}
        </li>
      ))}
    </ul>
  );
}

function Answer({ q }: { q: QuestionView }) {
  const { t } = useT();
  return (
    <p className="border-accent border-s-2 ps-3">
      <span className="block text-ink-3 text-sm">
        {t('orders.answered')} · <When at={q.answeredAt} />
      </span>
      {q.answer}
    </p>
  );
}

function Question({ q }: { q: QuestionView }) {
  const { t } = useT();
  return (
    <div>
      <p className="text-ink-3 text-sm">
        {q.line > 0 ? t('common.line', { n: q.line }) : t('common.document')}
        {q.field && `, ${codeText('state.field', q.field)}`} ·{' '}
        {codeText('orders.reason', q.reason)}
      </p>
      <p>{q.text}</p>
      <p className="text-ink-3 text-xs">
        {q.askedBy} · <When at={q.askedAt} />
      </p>
    </div>
  );
}

/** Answers, then straight to the new revision's signature; the lines can be changed first in the cart. */
function Answering({ view }: { view: OrderView }) {
  const { t } = useT();
  const navigate = useNavigate();
  const revise = useReviseOrder();
  const save = useCartForm();
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const open = view.questions.filter(q => q.answer === '');
  const complete = open.every(q => (answers[q.id] ?? '').trim() !== '');
  const onSign = async () => {
    const cart = await revise.mutateAsync(view.row.id);
    await save.mutateAsync({
      ...cart.details,
      answers: { ...cart.details.answers, ...answers },
    });
    await navigate({ to: '/sign' });
  };
  return (
    <section className="border-b bg-info-soft px-4 py-3">
      <h2 className="flex items-center gap-2 pb-2 font-semibold text-info">
        <MessageCircleQuestion aria-hidden className="size-4" />
        {t('cart.questions', { count: open.length })}
      </h2>
      <ul className="flex flex-col gap-4">
        {open.map(q => (
          <li key={q.id} className="grid gap-x-6 gap-y-2 @4xl:grid-cols-2">
            <Question q={q} />
            <TextField
              label={t('orders.yourAnswer')}
              lines={2}
              value={answers[q.id] ?? ''}
              onChange={text => setAnswers(a => ({ ...a, [q.id]: text }))}
            />
          </li>
        ))}
      </ul>
      <div className="flex items-center justify-end gap-3 pt-3">
        {!complete && (
          <span className="text-ink-2 text-sm">{t('orders.answersMissing')}</span>
        )}
        <Button
          look="primary"
          icon={Signature}
          isDisabled={!complete || revise.isPending}
          onPress={() => void onSign()}
        >
          {t('orders.answerSign')}
        </Button>
      </div>
    </section>
  );
}
