import { MessageCircleQuestion } from 'lucide-react';
import { type CartView, useCartForm } from '../../api';
import { codeText, useT } from '../../i18n';
import { SettledText } from './DetailsForm';

/** The agency's questions on the returned order; the answers go with the new revision. */
export function Questions({ cart }: { cart: CartView }) {
  const { t } = useT();
  const save = useCartForm();
  const { answers } = cart.details;
  return (
    <section className="border-b bg-info-soft/50 p-4">
      <h2 className="flex items-center gap-2 font-semibold text-info">
        <MessageCircleQuestion aria-hidden className="size-4" />
        {t('cart.questions', { count: cart.questions.length })}
      </h2>
      <ul className="flex flex-col gap-4 pt-3">
        {cart.questions.map(q => (
          <li key={q.id} className="grid gap-2 @2xl:grid-cols-2">
            <div>
              <p className="text-ink-3 text-sm">
                {q.line > 0 ? t('common.line', { n: q.line }) : t('common.document')}
                {q.field && `, ${codeText('state.field', q.field)}`} ·{' '}
                {codeText('orders.reason', q.reason)}
              </p>
              <p>{q.text}</p>
            </div>
            <SettledText
              label={t('cart.answer')}
              value={answers[q.id] ?? q.answer}
              onSettle={text =>
                save.mutate({ ...cart.details, answers: { ...answers, [q.id]: text } })
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
