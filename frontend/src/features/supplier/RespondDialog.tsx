import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import {
  type ActForm,
  actForm,
  type PartView,
  type ResponseLine,
  type SupplierOrderView,
} from '../../api';
import { named, useT } from '../../i18n';
import { count, day } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Checkbox, DateField, NumberField, Segmented, TextField } from '../../ui/fields';

const statuses = ['accepted', 'changed', 'not_accepted'] as const;

/** The pieces there can be a word on: those given and not dropped since. */
const given = (p: PartView): number => p.quantity - p.dropped;

/** A part with the supplier's word on it so far: all of it by the promised day. */
const wordOn = (p: PartView): ResponseLine => ({
  line: p.line,
  part: p.part,
  status: 'accepted',
  confirmed: given(p),
  promisedOn: p.promisedOn,
  inProduction: p.inProduction,
});

/** The word with another status and figures that fit it. */
export function withStatus(p: PartView, w: ResponseLine, status: string): ResponseLine {
  if (status === 'not_accepted')
    return { ...w, status, confirmed: 0, promisedOn: '', inProduction: false };
  return {
    ...w,
    status,
    confirmed: status === 'accepted' || w.confirmed === 0 ? given(p) : w.confirmed,
    promisedOn: w.promisedOn || p.promisedOn,
  };
}

/** Whether a word promises a later day than the one that stands: a promise comes nearer or stays. */
export const isLater = (p: PartView, w: ResponseLine): boolean =>
  p.promisedOn !== '' && w.promisedOn > p.promisedOn;

/** Whether each part has a word that can be signed. */
export const isReady = (
  parts: readonly PartView[],
  words: readonly ResponseLine[],
): boolean =>
  parts.every((p, i) => {
    const w = words[i] ?? wordOn(p);
    return (
      w.status === 'not_accepted' ||
      (w.promisedOn !== '' && w.confirmed > 0 && !isLater(p, w))
    );
  });

/** The order response: a word on every part that still waits for one. */
export function RespondDialog({
  view,
  onClose,
}: {
  view: SupplierOrderView;
  onClose: () => void;
}) {
  const { t } = useT();
  const parts = view.parts.filter(p => p.quantity > p.dispatched + p.dropped);
  const [words, setWords] = useState<readonly ResponseLine[]>(() => parts.map(wordOn));
  const [comment, setComment] = useState('');
  const [form, setForm] = useState<ActForm>();
  const ready = isReady(parts, words);
  return (
    <ActDialog
      wide
      title={t('supplier.respondTitle', { number: view.row.number })}
      form={form}
      label={t('supplier.respondSign')}
      onClose={onClose}
      onBack={() => setForm(undefined)}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={e => {
          e.preventDefault();
          if (ready)
            setForm(
              actForm('order.respond', {
                comment: comment.trim(),
                response: { orderId: view.row.id, lines: [...words] },
              }),
            );
        }}
      >
        {parts.map((p, i) => (
          <Word
            key={`${p.line}/${p.part}`}
            part={p}
            value={words[i] ?? wordOn(p)}
            onChange={to => setWords(all => all.map((w, k) => (k === i ? to : w)))}
          />
        ))}
        {words.some(w => w.status === 'not_accepted') && (
          <p className="text-wait">{t('supplier.refuseText')}</p>
        )}
        <TextField label={t('supplier.comment')} value={comment} onChange={setComment} />
        {words.some(w => w.status !== 'not_accepted' && w.promisedOn === '') && (
          <p className="text-ink-2 text-sm">{t('supplier.needDay')}</p>
        )}
        <Button look="primary" type="submit" isDisabled={!ready}>
          {t('supplier.next')}
        </Button>
      </form>
    </ActDialog>
  );
}

function Word({
  part: p,
  value: w,
  onChange,
}: {
  part: PartView;
  value: ResponseLine;
  onChange: (to: ResponseLine) => void;
}) {
  const { t, lang } = useT();
  const notLater = p.promisedOn
    ? t('supplier.notLater', { day: day(p.promisedOn, lang) })
    : undefined;
  const refused = w.status === 'not_accepted';
  return (
    <fieldset className="flex flex-col gap-3 rounded border p-3">
      <legend className="px-1 font-medium">
        {named(lang, p.nameUk, p.nameEn)},{' '}
        <span className="num">
          {count(given(p))} {named(lang, p.uomUk, p.uomEn)}
        </span>
      </legend>
      <Segmented
        bare
        label={t('supplier.status')}
        value={statuses.find(s => s === w.status) ?? 'accepted'}
        options={statuses.map(key => ({ key, text: t(`state.response.${key}`) }))}
        onChange={status => onChange(withStatus(p, w, status))}
      />
      {!refused && (
        <div className="grid items-start gap-3 sm:grid-cols-3">
          <NumberField
            label={t('supplier.confirmed')}
            value={w.confirmed}
            min={Math.max(1, p.dispatched)}
            max={given(p)}
            disabled={w.status === 'accepted'}
            onChange={confirmed => onChange({ ...w, confirmed })}
          />
          <DateField
            label={t('supplier.promise')}
            value={w.promisedOn}
            max={p.promisedOn}
            {...(isLater(p, w) ? { error: notLater } : { help: notLater })}
            onChange={promisedOn =>
              onChange({
                ...w,
                promisedOn,
                status: promisedOn === p.promisedOn ? w.status : 'changed',
              })
            }
          />
          <Checkbox
            className="pb-1"
            label={t('supplier.production')}
            value={w.inProduction}
            onChange={inProduction => onChange({ ...w, inProduction })}
          />
        </div>
      )}
    </fieldset>
  );
}
