import {
  type DraftChangeView,
  type DraftValueView,
  type DraftView,
  useTakeDraftValue,
} from '../../api';
import { codeText, named, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count, day } from '../../lib/format';
import { Button } from '../../ui/Button';
import { When } from '../../ui/figures';
import { Section } from '../../ui/Page';

/** Every change of the draft, the newest first; where two met, both values and the way to the other. */
export function DraftHistory({ draft }: { draft: DraftView }) {
  const { t } = useT();
  return (
    <Section title={t('cart.draft.history')} className="border-b p-4">
      {draft.history.length === 0 && (
        <p className="text-ink-3">{t('cart.draft.historyNone')}</p>
      )}
      <ol className="flex flex-col gap-3">
        {draft.history.map(x => (
          <Change key={x.id} change={x} />
        ))}
      </ol>
    </Section>
  );
}

function Change({ change: x }: { change: DraftChangeView }) {
  const { t, lang } = useT();
  const text = useValueText();
  const name = named(lang, x.nameUk, x.nameEn);
  const field = codeText('state.field', x.field);
  return (
    <li
      className={cx(
        'flex flex-wrap items-start gap-x-4 gap-y-2 border-s-2 ps-3',
        x.raced ? 'border-wait' : 'border-line-strong',
      )}
    >
      <div className="min-w-52 flex-1">
        <p>
          {name && <span className="font-medium">{name} · </span>}
          {t('cart.draft.set', { field, value: text(x.value, x.field) })}{' '}
          <span className="text-ink-3">
            ({t('cart.draft.was', { value: text(x.was, x.field) })})
          </span>
        </p>
        <p className="text-ink-3 text-sm">
          {x.mine
            ? `${x.by.name}, ${t('cart.draft.mine')}`
            : t('cart.draft.by', { name: x.by.name, laptop: x.by.laptop })}{' '}
          · <When at={x.by.at} />
          {x.pending && <span className="text-wait"> · {t('cart.draft.pending')}</span>}
        </p>
        {x.raced && <p className="text-sm text-wait">{t('cart.draft.racedText')}</p>}
      </div>
      {x.raced && <Both change={x} text={text} />}
    </li>
  );
}

/** Both values of a place that two changed at once: which stands, and one press to take the other. */
function Both({
  change: x,
  text,
}: {
  change: DraftChangeView;
  text: (v: DraftValueView, field: string) => string;
}) {
  const { t } = useT();
  const take = useTakeDraftValue();
  return (
    <span className="flex flex-wrap gap-2">
      {([false, true] as const).map(was => {
        const value = text(was ? x.was : x.value, x.field);
        const stands = x.stands === (was ? 'was' : 'value');
        return (
          <Button
            key={String(was)}
            isDisabled={stands || take.isPending}
            onPress={() => take.mutate({ id: x.id, was })}
          >
            {stands ? t('cart.draft.taken', { value }) : t('cart.draft.take', { value })}
          </Button>
        );
      })}
    </span>
  );
}

/** A value of a place in words. */
function useValueText(): (v: DraftValueView, field: string) => string {
  const { t, lang } = useT();
  return (v, field) => {
    switch (v.kind) {
      case 'none':
        return field === 'quantity' ? t('cart.draft.out') : t('cart.draft.none');
      case 'pieces':
        return t('cart.draft.pieces', { qty: count(v.number) });
      case 'count':
        return t('cart.draft.ranked', { count: v.number });
      case 'urgency':
        return codeText('state.urgency', v.text);
      case 'fund':
        return t('cart.draft.fundOf', {
          fund: codeText('state.fund', v.text),
          year: v.year,
        });
      case 'date':
        return day(v.text, lang);
      case 'point':
      case 'text':
        return `«${v.text}»`;
    }
  };
}
