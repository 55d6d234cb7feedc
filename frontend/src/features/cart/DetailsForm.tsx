import { useEffect, useState } from 'react';
import { type CartForm, type CartView, type Urgency, useCartForm } from '../../api';
import { useT } from '../../i18n';
import { lettersLeft, noteBytes, upTo } from '../../lib/fit';
import { money } from '../../lib/format';
import { DateField, Segmented, Select, TextField } from '../../ui/fields';

const urgencies: readonly Urgency[] = ['routine', 'priority', 'urgent'];

/** What stands beside the lines; everything is chosen from what the system knows, and preset. */
export function DetailsForm({ cart }: { cart: CartView }) {
  const { t, lang } = useT();
  const save = useCartForm();
  const { details } = cart;
  const put = (change: Partial<CartForm>) => save.mutate({ ...details, ...change });
  return (
    <div className="flex flex-col gap-4">
      <Select
        label={t('cart.fund')}
        value={details.fund}
        options={cart.funds.map(f => ({
          key: f.id,
          text: `${t(`state.fund.${f.fund}`)}, ${f.year}`,
          note: t('cart.fundNote', { free: money(f.free, lang) }),
        }))}
        onChange={fund => put({ fund })}
      />
      <Select
        label={t('cart.point')}
        value={details.point}
        options={cart.points.map(p => ({ key: p.id, text: p.name, note: p.code }))}
        onChange={point => put({ point })}
      />
      <DateField
        label={t('cart.neededBy')}
        value={details.neededBy}
        onChange={neededBy => put({ neededBy })}
      />
      <Segmented
        fill
        label={t('cart.urgency')}
        value={details.urgency}
        options={urgencies.map(key => ({ key, text: t(`state.urgency.${key}`) }))}
        onChange={urgency => put({ urgency })}
      />
      <SettledText
        label={t('cart.note')}
        value={details.note}
        placeholder={t('cart.noteHint')}
        onSettle={note => put({ note })}
      />
    </div>
  );
}

/** From how many letters on that still fit it is said how many. */
const nearLimit = 100;

/**
 * A text that is saved once the person pauses, so that each letter is not a change to undo. It takes
 * as much as an order does, and says near that how much is left.
 */
export function SettledText(p: {
  label: string;
  value: string;
  placeholder?: string;
  onSettle: (v: string) => void;
}) {
  const { t } = useT();
  const [text, setText] = useState(p.value);
  const left = lettersLeft(text, noteBytes);
  const { onSettle, value } = p;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onSettle(text), 400);
    return () => clearTimeout(timer);
  }, [text, value, onSettle]);
  return (
    <TextField
      label={p.label}
      lines={3}
      value={text}
      placeholder={p.placeholder ?? ''}
      onChange={v => setText(upTo(v, noteBytes))}
      help={left <= nearLimit ? t('cart.left', { n: left }) : undefined}
      onBlur={() => text !== value && onSettle(text)}
    />
  );
}
