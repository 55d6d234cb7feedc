import { FileSearch } from 'lucide-react';
import { useT } from '../i18n';
import { Button } from './Button';
import { type ReasonLike, Reasons } from './Reasons';

const others: ReadonlySet<string> = new Set(['order_duplicate', 'order_look_alike']);

/** What the checks found; where it is another order, the way to it. */
export function FindingList({
  list,
  onOther,
}: {
  list: readonly ReasonLike[];
  /** Opens the list of orders at a number. */
  onOther: (number: string) => void;
}) {
  const { t } = useT();
  return (
    <Reasons
      list={list}
      places
      remedies={false}
      action={r =>
        others.has(r.code) &&
        r.ref && (
          <Button look="quiet" icon={FileSearch} onPress={() => onOther(r.ref)}>
            {t('orders.showOther')}
          </Button>
        )
      }
    />
  );
}
