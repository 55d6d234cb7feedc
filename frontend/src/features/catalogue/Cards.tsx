import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ForecastView, ItemCard } from '../../api';
import { named, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { usePrefs } from '../../lib/prefs';
import { Checkbox } from '../../ui/fields';
import {
  AddButton,
  CodifiedBadge,
  Price,
  Supply,
  useOrdering,
  useSpecText,
} from './parts';

const widest = 248;
// Who does not order sees neither what is likely nor the button.
const heights = { ordering: 336, reading: 268 };
const gap = 12;

interface Props {
  total: number;
  rowAt: (i: number) => ItemCard | undefined;
  forecastOf: (item: ItemCard) => ForecastView | undefined;
  onRange: (start: number, end: number) => void;
  onOpen: (item: ItemCard) => void;
  openId: string;
  asOf: string;
  compare: readonly string[];
  onCompare: (item: ItemCard, on: boolean) => void;
}

/** The catalogue as cards; only those in sight stand in the page. Arrows move between them, Enter opens. */
export function Cards(p: Props) {
  const { t } = useT();
  const { zoom } = usePrefs();
  const scale = zoom / 100;
  const height = useOrdering() ? heights.ordering : heights.reading;
  const scroller = useRef<HTMLDivElement>(null);
  const [across, setAcross] = useState(3);
  useEffect(() => {
    const el = scroller.current;
    if (!el) return;
    const measure = () =>
      setAcross(
        Math.max(1, Math.floor((el.clientWidth - 32 + gap) / (widest * scale + gap))),
      );
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(el);
    return () => watch.disconnect();
  }, [scale]);
  const rowHeight = (height + gap) * scale;
  const virtual = useVirtualizer({
    count: Math.ceil(p.total / across),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 2,
    paddingStart: 12,
    paddingEnd: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of zoom changes every height.
  useEffect(() => virtual.measure(), [rowHeight]);
  const rows = virtual.getVirtualItems();
  const [first, last] = [
    (rows[0]?.index ?? 0) * across,
    ((rows.at(-1)?.index ?? 0) + 1) * across,
  ];
  const { onRange } = p;
  useEffect(() => onRange(first, last), [onRange, first, last]);

  const onKeyDown = (e: KeyboardEvent<HTMLDivElement>) => {
    const at = (e.target as Element).closest('[data-card]')?.getAttribute('data-card');
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across }[
      e.code
    ];
    if (
      at === null ||
      at === undefined ||
      step === undefined ||
      e.target instanceof HTMLInputElement
    )
      return;
    e.preventDefault();
    const to = Math.max(0, Math.min(p.total - 1, Number(at) + step));
    virtual.scrollToIndex(Math.floor(to / across));
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-card="${to}"] button`)?.focus(),
    );
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: moves the focus between the cards' own buttons.
    <div
      ref={scroller}
      onKeyDown={onKeyDown}
      className="relative min-h-0 flex-1 overflow-y-auto px-4 [contain:strict]"
    >
      <ul
        aria-label={t('frame.pages.catalogue')}
        style={{ height: virtual.getTotalSize() }}
      >
        {rows.flatMap(row =>
          Array.from({ length: across }, (_, c) => row.index * across + c)
            .filter(i => i < p.total)
            .map(i => {
              const item = p.rowAt(i);
              return (
                <li
                  key={i}
                  data-card={i}
                  className="absolute"
                  style={{
                    top: row.start,
                    height: height * scale,
                    left: `calc(1rem + (100% - 2rem + ${gap}px) / ${across} * ${i % across})`,
                    width: `calc((100% - 2rem + ${gap}px) / ${across} - ${gap}px)`,
                  }}
                >
                  {item && (
                    <Card
                      item={item}
                      asOf={p.asOf}
                      forecast={p.forecastOf(item)}
                      open={item.id === p.openId}
                      onOpen={() => p.onOpen(item)}
                      compared={p.compare.includes(item.id)}
                      onCompare={on => p.onCompare(item, on)}
                    />
                  )}
                </li>
              );
            }),
        )}
      </ul>
    </div>
  );
}

interface CardProps {
  item: ItemCard;
  asOf: string;
  forecast: ForecastView | undefined;
  open: boolean;
  onOpen: () => void;
  compared: boolean;
  onCompare: (on: boolean) => void;
}

function Card({ item, asOf, forecast, open, onOpen, compared, onCompare }: CardProps) {
  const { t, lang } = useT();
  const specText = useSpecText();
  const { offer } = item;
  return (
    <article
      className={cx(
        'flex h-full flex-col rounded border bg-surface p-4',
        open ? 'border-accent' : 'hover:border-line-strong',
      )}
    >
      <div className="flex items-start justify-between gap-2">
        <CodifiedBadge nsn={item.nsn} plain />
        {item.inCart > 0 && (
          <span className="num ms-auto whitespace-nowrap font-medium text-accent text-sm">
            {t('catalogue.inCart', { qty: count(item.inCart) })}
          </span>
        )}
        <Checkbox
          label=""
          bare={`${t('catalogue.toCompare')}: ${named(lang, item.nameUk, item.nameEn)}`}
          value={compared}
          onChange={onCompare}
          className="-my-1 -me-1 px-1"
        />
      </div>
      <button
        type="button"
        onClick={onOpen}
        title={named(lang, item.nameUk, item.nameEn)}
        className="mt-1 line-clamp-2 min-h-10 rounded-sm text-start font-semibold hover:text-accent"
      >
        {named(lang, item.nameUk, item.nameEn)}
      </button>
      <p className="shrink-0 truncate text-ink-3 text-sm">
        {item.article} · {item.manufacturer}
      </p>
      <dl className="mt-2 flex min-h-0 flex-col overflow-hidden text-sm">
        {item.specs.slice(0, 3).map(s => (
          <div key={s.key} className="flex items-baseline justify-between gap-3">
            <dt className="truncate text-ink-3">{named(lang, s.labelUk, s.labelEn)}</dt>
            <dd className="num shrink-0">{specText(s)}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-auto flex shrink-0 flex-col gap-2 border-t pt-2.5">
        {offer ? (
          <>
            <Supply offer={offer} asOf={asOf} forecast={forecast} />
            <Price offer={offer} large />
            <AddButton item={item} />
          </>
        ) : (
          <p className="text-ink-3">
            {item.withdrawn ? t('catalogue.withdrawn') : t('catalogue.noOffer')}
          </p>
        )}
      </div>
    </article>
  );
}
