import {
  BadgeCheck,
  CircleDashed,
  Clock,
  PackageCheck,
  PackageX,
  Plus,
  ShoppingCart,
} from 'lucide-react';
import {
  type ForecastView,
  type ItemCard,
  type OfferView,
  type SpecView,
  useAppState,
  usePutLine,
  useUndoCart,
} from '../../api';
import { named, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count, decimal } from '../../lib/format';
import { toast } from '../../lib/toasts';
import { Button, IconButton } from '../../ui/Button';
import { ForecastChip } from '../../ui/Forecast';
import { Money, When } from '../../ui/figures';
import { Badge } from '../../ui/StateBadge';

/** Whether the item has a NATO stock number. */
export function CodifiedBadge({ nsn, plain }: { nsn: string; plain?: boolean }) {
  const { t } = useT();
  return nsn ? (
    <span title={`NSN ${nsn}`} className="inline-flex">
      <Badge
        plain={plain ?? false}
        tone="go"
        icon={BadgeCheck}
        text={t('catalogue.codified')}
      />
    </span>
  ) : (
    <Badge
      plain={plain ?? false}
      tone="still"
      icon={CircleDashed}
      text={t('catalogue.notCodified')}
    />
  );
}

/** The value of a spec with its unit. */
export function useSpecText(): (s: SpecView) => string {
  const { t, lang } = useT();
  return s => {
    if (s.kind === 'flag')
      return s.number === 1 || s.text === 'true' ? t('common.yes') : t('common.no');
    if (s.kind !== 'number') return named(lang, s.text, s.textEn);
    const unit = named(lang, s.unitUk, s.unitEn);
    return decimal(String(s.number), lang) + (unit ? `\u00a0${unit}` : '');
  };
}

/** The price with VAT, and what that includes: beside it, or under it where prices must align. */
export function Price({
  offer,
  large,
  stacked,
}: {
  offer: OfferView;
  large?: boolean;
  stacked?: boolean;
}) {
  const { t } = useT();
  return (
    <span
      className={
        stacked
          ? 'flex flex-col items-end leading-4'
          : 'inline-flex flex-wrap items-baseline gap-x-2'
      }
    >
      <Money
        value={offer.priceWithVat}
        className={cx('font-semibold', large && 'text-lg')}
      />
      <span className="text-ink-3 text-xs">
        {offer.vatRate === 0
          ? t('catalogue.noVat')
          : t('catalogue.withVat', { rate: offer.vatRate / 100 })}
      </span>
    </span>
  );
}

/** Free stock and time to deliver, or what of it is likely; with `asOf` the age of the figure. */
export function Supply({
  offer,
  asOf,
  forecast,
  instead,
}: {
  offer: OfferView;
  asOf?: string;
  forecast?: ForecastView | undefined;
  /** In rows the forecast stands where the time to deliver would. */
  instead?: boolean;
}) {
  const { t, lang } = useT();
  const uom = named(lang, offer.uomUk, offer.uomEn);
  const there = offer.free > 0;
  return (
    <span className="flex flex-col gap-0.5 text-sm">
      <span className="flex flex-wrap items-baseline justify-between gap-x-2">
        <Badge
          plain
          tone={there ? 'go' : 'wait'}
          icon={there ? PackageCheck : PackageX}
          text={
            there
              ? t('catalogue.free', { qty: `${count(offer.free)}\u00a0${uom}` })
              : t('catalogue.outOfStock')
          }
        />
        {asOf && (
          <span className="text-ink-3 text-xs">
            {t('common.asOf')} <When at={asOf} />
          </span>
        )}
      </span>
      {!(instead && forecast?.inRounds) && (
        <span className="inline-flex items-center gap-1.5 text-ink-2">
          <Clock aria-hidden className="size-3.5 shrink-0" />
          {t('catalogue.lead', { count: offer.leadDays })}
        </span>
      )}
      <ForecastChip of={forecast} />
    </span>
  );
}

/** The least that can be added: the minimum in whole packs. */
export const firstQuantity = (o: OfferView): number =>
  Math.max(
    1,
    Math.ceil(Math.max(1, o.minimum) / Math.max(1, o.pack)) * Math.max(1, o.pack),
  );

/** Only a unit fills a cart; others read the catalogue. */
export const useOrdering = (): boolean => useAppState().data?.zone === 'unit';

/** Puts an offer in the cart, with a way back in the toast. */
export function useAddToCart(): (
  item: ItemCard,
  offer: OfferView,
  quantity: number,
  had: number,
) => void {
  const { t, lang } = useT();
  const put = usePutLine();
  const undo = useUndoCart();
  return (item, offer, quantity, had) =>
    put.mutate(
      { offerId: offer.id, quantity: had + quantity },
      {
        onSuccess: () =>
          toast(
            t('catalogue.added', {
              name: named(lang, item.nameUk, item.nameEn),
              qty: `${count(quantity)}\u00a0${named(lang, offer.uomUk, offer.uomEn)}`,
            }),
            { undo: () => undo.mutate() },
          ),
      },
    );
}

/** Adds the least that can be ordered; says what is in the cart already. */
export function AddButton({
  item,
  small,
  className,
}: {
  item: ItemCard;
  /** Only the picture: for rows. */
  small?: boolean;
  className?: string;
}) {
  const { t } = useT();
  const add = useAddToCart();
  const ordering = useOrdering();
  const { offer } = item;
  if (!ordering || !offer || item.withdrawn || offer.withdrawn) return null;
  const step = item.inCart > 0 ? Math.max(1, offer.pack) : firstQuantity(offer);
  const label = item.inCart > 0 ? t('catalogue.addMore') : t('catalogue.add');
  const icon = item.inCart > 0 ? Plus : ShoppingCart;
  const press = () => add(item, offer, step, item.inCart);
  if (small) return <IconButton icon={icon} label={label} onPress={press} />;
  return (
    <Button icon={icon} className={className ?? ''} onPress={press}>
      {label}
    </Button>
  );
}
