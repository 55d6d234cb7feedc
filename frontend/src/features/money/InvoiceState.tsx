import { Banknote, CircleDashed, FileCheck, Receipt, Scale, Undo2 } from 'lucide-react';
import { codeText, useT } from '../../i18n';
import { Badge } from '../../ui/StateBadge';

const looks = {
  issued: ['wait', Receipt],
  payable: ['go', Scale],
  ordered: ['info', FileCheck],
  refund_due: ['alarm', Undo2],
  paid: ['go', Banknote],
  void: ['still', CircleDashed],
} as const;

/** Where an invoice stands. */
export function InvoiceState({ state, plain }: { state: string; plain?: boolean }) {
  useT();
  const [tone, icon] = looks[state as keyof typeof looks] ?? looks.void;
  return (
    <Badge
      tone={tone}
      icon={icon}
      text={codeText('money.states', state)}
      plain={plain ?? false}
    />
  );
}
