import { ArrowRight } from 'lucide-react';
import type { ChangeView, QuestionView } from '../../api';
import { codeText, useT } from '../../i18n';
import { When } from '../../ui/figures';
import { changeText } from '../../ui/OrderSheet';

/** What this revision changed against the one before, one difference a line. */
export function Changes({ list }: { list: readonly ChangeView[] }) {
  const { t, lang } = useT();
  return (
    <ul className="flex flex-col gap-0.5 text-sm">
      {list.map(c => (
        <li
          key={`${c.line}${c.field}${c.kind}`}
          className="flex flex-wrap items-center gap-x-2"
        >
          <span className="text-ink-2">
            {c.line > 0 ? t('common.line', { n: c.line }) : t('common.document')},{' '}
            {codeText('state.field', c.field)}:
          </span>
          {c.kind === 'changed' ? (
            <>
              <s className="num">{changeText(c.field, c.before, lang)}</s>
              <ArrowRight aria-hidden className="size-3.5 text-ink-3" />
              <span className="num font-semibold">
                {changeText(c.field, c.after, lang)}
              </span>
            </>
          ) : c.kind === 'added' ? (
            <span className="font-medium">
              {t('queue.added')} {changeText(c.field, c.after, lang)}
            </span>
          ) : (
            <span>
              {t('queue.removed')} <s>{changeText(c.field, c.before, lang)}</s>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What was asked before and what the unit answered. */
export function Asked({ list }: { list: readonly QuestionView[] }) {
  const { t } = useT();
  return (
    <ul className="flex flex-col gap-3">
      {list.map(q => (
        <li key={q.id}>
          <p className="text-ink-3 text-sm">
            {q.line > 0 ? t('common.line', { n: q.line }) : t('common.document')}
            {q.field && `, ${codeText('state.field', q.field)}`} ·{' '}
            {codeText('orders.reason', q.reason)} · {q.askedBy} · <When at={q.askedAt} />
          </p>
          {q.text && <p>{q.text}</p>}
          <p className="mt-1 border-accent border-s-2 ps-3">
            {q.answer || <span className="text-ink-3">{t('queue.noAnswer')}</span>}
          </p>
        </li>
      ))}
    </ul>
  );
}
