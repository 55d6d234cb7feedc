import { useNavigate } from '@tanstack/react-router';
import type { ReasonView } from '../../api';
import { useT } from '../../i18n';
import { FindingList } from '../../ui/Findings';

/** What the checks found in the order. */
export function Findings({ list }: { list: readonly ReasonView[] }) {
  const { t } = useT();
  const navigate = useNavigate();
  if (list.length === 0) return null;
  return (
    <section className="border-b px-4 py-3">
      <h2 className="eyebrow pb-1.5">{t('orders.findings')}</h2>
      <FindingList
        list={list}
        onOther={text => void navigate({ to: '/orders', search: { text } as never })}
      />
    </section>
  );
}
