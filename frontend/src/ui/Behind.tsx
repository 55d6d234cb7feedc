import { ChartNoAxesCombined } from 'lucide-react';
import { codeText, useT } from '../i18n';
import { Button } from './Button';

const sets: Record<string, readonly string[]> = {
  stage: ['state.decision', 'state.delivery'],
  returned: ['orders.reason'],
  rejected: ['orders.reason'],
  claims: ['state.claim_reason'],
};

/** Says that only what a figure of the dashboard counts is shown, and shows all again. */
export function Behind({ of, onAll }: { of: string; onAll: () => void }) {
  const { t } = useT();
  if (of === '') return null;
  const [set = '', code = ''] = of.split('.');
  const name = (sets[set] ?? [])
    .map(prefix => codeText(prefix, code))
    .find(text => text !== code);
  return (
    <p
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-info-soft px-4 py-1.5 text-sm"
    >
      <span className="inline-flex items-center gap-2">
        <ChartNoAxesCombined aria-hidden className="size-4 shrink-0 text-info" />
        {name === undefined
          ? codeText('dashboard.behind', of)
          : codeText('dashboard.behind', set, { name })}
      </span>
      <Button onPress={onAll}>{t('common.list.all')}</Button>
    </p>
  );
}
