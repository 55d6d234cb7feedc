import { useNavigate } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import {
  type CartLine,
  type CartView,
  type ReasonView,
  useForecast,
  usePutLine,
  useUndoCart,
} from '../../api';
import { named, useT } from '../../i18n';
import { count, money } from '../../lib/format';
import { groupBy } from '../../lib/group';
import { toast } from '../../lib/toasts';
import { Button, IconButton } from '../../ui/Button';
import { Forecast } from '../../ui/Forecast';
import { NumberField } from '../../ui/fields';
import { Money } from '../../ui/figures';
import { type ReasonLike, Reasons } from '../../ui/Reasons';

/** The lines of the draft, one group a supplier, problems at their line. */
export function Lines({ cart }: { cart: CartView }) {
  const { t } = useT();
  const groups = groupBy(cart.lines, l => l.offer.supplierId);
  return (
    <>
      {[...groups].map(([id, lines]) => (
        <section key={id} className="border-b pb-2">
          <header className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 pt-4 pb-1">
            <h2 className="font-semibold">{lines[0]?.offer.supplierName}</h2>
            <span className="text-ink-3 text-sm">
              {t('cart.supplierTotal')}{' '}
              <Money
                value={lines.reduce((s, l) => s + l.total, 0)}
                className="font-medium text-ink"
              />
            </span>
          </header>
          <ul>
            {lines.map(l => (
              <Line
                key={l.offer.id}
                line={l}
                urgency={cart.details.urgency}
                problems={cart.problems.filter(p => p.line === l.line)}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Line({
  line,
  urgency,
  problems,
}: {
  line: CartLine;
  urgency: string;
  problems: ReasonView[];
}) {
  const { t, lang } = useT();
  const put = usePutLine();
  const undo = useUndoCart();
  const { offer } = line;
  const forecast = useForecast(line.itemId, line.quantity, urgency).data;
  const pack = Math.max(1, offer.pack);
  const uom = named(lang, offer.uomUk, offer.uomEn);
  const name = named(lang, line.nameUk, line.nameEn);
  const set = (quantity: number) => put.mutate({ offerId: offer.id, quantity });
  const remove = () =>
    put.mutate(
      { offerId: offer.id, quantity: 0 },
      {
        onSuccess: () =>
          toast(t('cart.removed', { name }), { undo: () => undo.mutate() }),
      },
    );
  return (
    <li className="px-4 py-1.5">
      <div className="row-large flex flex-wrap items-center gap-x-4 gap-y-1">
        <div className="min-w-52 flex-1">
          <div className="font-medium">{name}</div>
          <div className="text-ink-3 text-sm">
            <span className="num">
              {line.article}
              {line.nsn && ` · NSN ${line.nsn}`}
            </span>
          </div>
        </div>
        <div className="w-32 text-end text-sm">
          <Money value={offer.priceWithVat} />
          <div className="text-ink-3 text-xs">
            {line.priceSeen !== offer.price
              ? t('cart.wasPrice', { price: money(line.priceSeen, lang) })
              : t('cart.each', { uom })}
          </div>
        </div>
        <NumberField
          bare
          label={`${t('state.field.quantity')}: ${name}`}
          className="w-32"
          value={line.quantity}
          min={1}
          {...(line.quantity % pack === 0 && pack > 1 ? { min: pack, step: pack } : {})}
          onChange={q => Number.isFinite(q) && q > 0 && set(q)}
        />
        <Money value={line.total} className="w-32 text-end font-medium" />
        <IconButton icon={Trash2} label={t('cart.remove', { name })} onPress={remove} />
      </div>
      <Forecast of={forecast} />
      {problems.length > 0 && (
        <Reasons
          list={problems}
          className="mb-1 rounded bg-sunken px-3 py-2 text-sm"
          action={r => <Remedy reason={r} line={line} onSet={set} />}
        />
      )}
    </li>
  );
}

/** What mends the problem with one press. */
function Remedy({
  reason,
  line,
  onSet,
}: {
  reason: ReasonLike;
  line: CartLine;
  onSet: (q: number) => void;
}) {
  const { t } = useT();
  const navigate = useNavigate();
  const pack = Math.max(1, line.offer.pack);
  const whole = (n: number) => Math.ceil(n / pack) * pack;
  const fixes: Record<string, [string, number] | undefined> = {
    pack_not_whole: [
      t('cart.fixPack', { qty: count(whole(line.quantity)) }),
      whole(line.quantity),
    ],
    quantity_below_minimum: [
      t('cart.fixMinimum', { qty: count(whole(line.offer.minimum)) }),
      whole(line.offer.minimum),
    ],
    stock_gone:
      reason.have >= pack
        ? [
            t('cart.fixStock', { qty: count(Math.floor(reason.have / pack) * pack) }),
            Math.floor(reason.have / pack) * pack,
          ]
        : undefined,
    cap_exceeded:
      reason.want >= pack
        ? [
            t('cart.fixStock', { qty: count(Math.floor(reason.want / pack) * pack) }),
            Math.floor(reason.want / pack) * pack,
          ]
        : undefined,
  };
  const fix = fixes[reason.code];
  const elsewhere = [
    'stock_gone',
    'offer_expired',
    'item_withdrawn',
    'not_codified',
  ].includes(reason.code);
  return (
    <span className="flex shrink-0 flex-wrap justify-end gap-2">
      {elsewhere && (
        <Button
          look="quiet"
          onPress={() =>
            void navigate({ to: '/catalogue', search: { item: line.itemId } as never })
          }
        >
          {t('cart.seeOthers')}
        </Button>
      )}
      {fix && <Button onPress={() => onSet(fix[1])}>{fix[0]}</Button>}
    </span>
  );
}
