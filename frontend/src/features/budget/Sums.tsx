import type { BudgetView } from '../../api';
import { useT } from '../../i18n';
import { Money } from '../../ui/figures';

/** What the funds that are shown come to together. */
export function Sums({ list }: { list: readonly BudgetView[] }) {
  const { t } = useT();
  const sum = (of: 'appropriated' | 'free') => (
    <span>
      {t(`budget.${of}`)}{' '}
      <Money className="font-semibold" value={list.reduce((s, b) => s + b[of], 0)} />
    </span>
  );
  return (
    <p className="flex shrink-0 flex-wrap justify-end gap-x-6 border-t px-4 py-2 text-sm">
      <span className="text-ink-2">{t('queue.budgets.sum')}</span>
      {sum('appropriated')}
      {sum('free')}
    </p>
  );
}
