import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { type ActForm, actForm, type BudgetView, useBudgets } from '../../api';
import { useT } from '../../i18n';
import { money } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Select, TextField } from '../../ui/fields';
import { MoneyField } from '../../ui/MoneyField';

export type MoneyAct = 'budget.transfer' | 'budget.amend' | 'budget.close_year';

const names = {
  'budget.transfer': 'transfer',
  'budget.amend': 'amend',
  'budget.close_year': 'close',
} as const;

interface Props {
  act: MoneyAct;
  budget: BudgetView;
  /** The funds of a year that is closed; only this one without them. */
  all?: readonly BudgetView[];
  onClose: () => void;
}

/** Money is moved, added, taken back, or its year closed: the figures, then the signature. */
export function MoneyDialog({ act, budget: b, all, onClose }: Props) {
  const { t, lang } = useT();
  const budgets = useBudgets().data ?? [];
  const [to, setTo] = useState('');
  const [amount, setAmount] = useState(Number.NaN);
  const [year, setYear] = useState(b.year);
  const [comment, setComment] = useState('');
  const [form, setForm] = useState<ActForm>();
  const name = names[act];
  const closing = act === 'budget.close_year';
  const closed = (all ?? [b]).filter(x => x.year === year);
  const others = budgets.filter(x => x.id !== b.id && x.year === b.year);
  const ready = closing
    ? closed.length > 0
    : Number.isFinite(amount) && amount !== 0 && (act === 'budget.amend' || to !== '');
  const next = () =>
    setForm(
      actForm(act, {
        comment,
        money: closing
          ? { from: '', to: '', amount: 0, year, budgets: closed.map(x => x.id) }
          : { from: b.id, to, amount, year: b.year, budgets: [] },
      }),
    );
  return (
    <ActDialog
      wide
      title={t(`budget.titles.${name}`)}
      label={t(`budget.signs.${name}`)}
      form={form}
      onBack={() => setForm(undefined)}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <p className="text-ink-2">{t(`budget.texts.${name}`)}</p>
        {closing ? (
          <>
            {all && (
              <Select
                className="w-40"
                label={t('act.facts.year')}
                value={String(year)}
                options={[...new Set(all.map(x => x.year))].sort().map(y => ({
                  key: String(y),
                  text: String(y),
                }))}
                onChange={y => setYear(Number(y))}
              />
            )}
            <p className="num">{t('budget.closes', { count: closed.length })}</p>
          </>
        ) : (
          <>
            <p>
              {b.unitName}, {t(`state.fund.${b.fund}`)}, {b.year}: {t('budget.free')}{' '}
              <span className="num font-medium">{money(b.free, lang)}</span>
            </p>
            {act === 'budget.transfer' && (
              <Select
                label={t('act.facts.to')}
                value={to}
                options={others.map(x => ({
                  key: x.id,
                  text: `${x.unitName}, ${t(`state.fund.${x.fund}`)}`,
                  note: t('budget.freeIs', { sum: money(x.free, lang) }),
                }))}
                onChange={setTo}
              />
            )}
            <MoneyField
              className="w-56"
              label={t('act.facts.amount')}
              value={amount}
              onChange={setAmount}
              {...(act === 'budget.transfer' ? { min: 1, max: Math.max(1, b.free) } : {})}
            />
          </>
        )}
        <TextField
          label={t('act.comment')}
          lines={2}
          value={comment}
          onChange={setComment}
        />
        <Button look="primary" className="self-end" isDisabled={!ready} onPress={next}>
          {t('act.next')}
        </Button>
      </div>
    </ActDialog>
  );
}
