import { BadgeCheck, Ban, Hourglass, TriangleAlert } from 'lucide-react';
import { codeText, useT } from '../../i18n';
import { Badge } from '../../ui/StateBadge';

const looks = {
  waiting: ['wait', Hourglass],
  paid: ['go', BadgeCheck],
  cancelled: ['still', Ban],
  unmatched: ['alarm', TriangleAlert],
} as const;

/** Where a payment order stands. */
export function PaymentState({ state }: { state: string }) {
  useT();
  const [tone, icon] = looks[state as keyof typeof looks] ?? looks.waiting;
  return (
    <Badge plain tone={tone} icon={icon} text={codeText('money.paymentStates', state)} />
  );
}
