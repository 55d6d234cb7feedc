import { ChartNoAxesCombined } from 'lucide-react';
import { codeText, useT } from '../../i18n';
import { useAddress } from '../../lib/address';
import { Button } from '../../ui/Button';
import type { BudgetSearch } from './search';

/** Says of which year, fund and posture the funds are shown, and shows all again. */
export function Only({ of }: { of: BudgetSearch }) {
  const { t } = useT();
  const go = useAddress<BudgetSearch>();
  const what = [
    of.year === undefined ? '' : t('budget.year', { year: of.year }),
    of.fund === undefined ? '' : codeText('state.fund', of.fund).toLowerCase(),
    of.posture === undefined ? '' : codeText('state.posture', of.posture),
  ].filter(Boolean);
  if (what.length === 0) return null;
  return (
    <p
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-info-soft px-4 py-1.5 text-sm"
    >
      <span className="inline-flex items-center gap-2">
        <ChartNoAxesCombined aria-hidden className="size-4 shrink-0 text-info" />
        {t('queue.budgets.only', { what: what.join(', ') })}
      </span>
      <Button
        onPress={() => go({ year: undefined, fund: undefined, posture: undefined })}
      >
        {t('common.list.all')}
      </Button>
    </p>
  );
}
