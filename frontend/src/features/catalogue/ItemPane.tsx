import { Plus, ShoppingCart } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import {
  type ItemCard,
  type ItemView,
  type OfferView,
  useCart,
  useForecast,
  useItem,
} from '../../api';
import { named, useT } from '../../i18n';
import { count } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Forecast } from '../../ui/Forecast';
import { NumberField } from '../../ui/fields';
import { When } from '../../ui/figures';
import { View } from '../../ui/forms';
import { Facts, Pane, Section } from '../../ui/Page';
import {
  CodifiedBadge,
  firstQuantity,
  Price,
  Supply,
  useAddToCart,
  useOrdering,
  useSpecText,
} from './parts';

/** Everything about one item: its offers with what each would add, all specs, codes. */
export function ItemPane({ id, onClose }: { id: string; onClose: () => void }) {
  const { lang } = useT();
  const item = useItem(id);
  const card = item.data?.card;
  return (
    <Pane
      title={card ? named(lang, card.nameUk, card.nameEn) : ''}
      above={
        card && (
          <p className="eyebrow pb-1">{named(lang, card.categoryUk, card.categoryEn)}</p>
        )
      }
      onClose={onClose}
    >
      <View of={item}>{v => <Body view={v} />}</View>
    </Pane>
  );
}

function Body({ view }: { view: ItemView }) {
  const { t, lang } = useT();
  const specText = useSpecText();
  const { card } = view;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <CodifiedBadge nsn={card.nsn} />
        <span className="text-ink-2">{card.manufacturer}</span>
      </div>
      <Section
        title={t('catalogue.offers', { count: view.offers.length })}
        aside={
          view.asOf && (
            <span className="text-ink-3 text-xs">
              {t('frame.truth.data')} <When at={view.asOf} />
            </span>
          )
        }
      >
        {view.offers.length === 0 && (
          <p className="text-ink-3">{t('catalogue.noOffer')}</p>
        )}
        <ul className="flex flex-col gap-2">
          {view.offers.map(o => (
            <Offer key={o.id} item={card} offer={o} />
          ))}
        </ul>
      </Section>
      <Section title={t('catalogue.specs')}>
        <Facts
          rows={view.specs.map(s => [
            named(lang, s.labelUk, s.labelEn),
            <span key={s.key} className="num">
              {specText(s)}
            </span>,
          ])}
        />
      </Section>
      {view.description && (
        <Section title={t('catalogue.description')}>
          <p className="wrap-anywhere max-w-prose text-ink-2">{view.description}</p>
        </Section>
      )}
      <Section title={t('catalogue.codes')}>
        <Facts
          rows={[
            [t('catalogue.article'), card.article],
            [
              t('catalogue.nsn'),
              <span key="nsn" className="num">
                {card.nsn || t('common.none')}
              </span>,
            ],
            [
              t('catalogue.dk021'),
              <span key="dk" className="num">
                {card.dk021}
              </span>,
            ],
          ]}
        />
      </Section>
    </div>
  );
}

function Offer({ item, offer }: { item: ItemCard; offer: OfferView }) {
  const { t, lang } = useT();
  const [quantity, setQuantity] = useState(firstQuantity(offer));
  const add = useAddToCart();
  const ordering = useOrdering();
  const had =
    useCart(ordering).data?.lines.find(l => l.offer.id === offer.id)?.quantity ?? 0;
  const uom = named(lang, offer.uomUk, offer.uomEn);
  const forecast = useForecast(
    ordering ? item.id : '',
    useDeferredValue(quantity),
    'routine',
  ).data;
  return (
    <li className="flex flex-col gap-2 rounded border p-3">
      <div className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 font-medium">{offer.supplierName}</span>
        <Price offer={offer} />
      </div>
      <Supply offer={offer} />
      <Forecast of={forecast} />
      <p className="text-ink-3 text-sm">
        {offer.minimum > 1 && (
          <>{t('catalogue.minimum', { qty: `${count(offer.minimum)} ${uom}` })}, </>
        )}
        {offer.pack > 1 && (
          <>{t('catalogue.pack', { qty: `${count(offer.pack)} ${uom}` })}, </>
        )}
        {t('catalogue.validUntil')} <When at={offer.validUntil} as="day" />
      </p>
      {!ordering ? null : offer.withdrawn ? (
        <p className="text-ink-3">{t('catalogue.withdrawn')}</p>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <NumberField
            bare
            label={t('state.field.quantity')}
            className="w-32"
            value={quantity}
            min={firstQuantity(offer)}
            step={Math.max(1, offer.pack)}
            onChange={setQuantity}
          />
          <Button
            look="primary"
            icon={had > 0 ? Plus : ShoppingCart}
            onPress={() => add(item, offer, quantity, had)}
          >
            {had > 0 ? t('catalogue.addMore') : t('catalogue.add')}
          </Button>
          {had > 0 && (
            <span className="num font-medium text-accent text-sm">
              {t('catalogue.inCart', { qty: count(had) })}
            </span>
          )}
        </div>
      )}
    </li>
  );
}
