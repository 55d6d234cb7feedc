import { useCallback, useMemo, useState } from 'react';
import {
  type ForecastAsk,
  type ForecastView,
  type ItemCard,
  useForecasts,
} from '../../api';
import { firstQuantity, useOrdering } from './parts';

/** So many items are asked for at once: what is in sight and a little around it. */
const block = 24;

/** What is likely of the items in sight, in one call as they come into it; nothing where nobody orders. */
export function useForecastsInSight(
  total: number,
  rowAt: (i: number) => ItemCard | undefined,
): {
  forecastOf: (item: ItemCard) => ForecastView | undefined;
  onRange: (start: number, end: number) => void;
} {
  const ordering = useOrdering();
  const [range, setRange] = useState({ from: 0, to: 0 });
  const asks: ForecastAsk[] = [];
  const end = ordering ? Math.min(total, (range.to + 1) * block) : 0;
  for (let i = range.from * block; i < end; i++) {
    const item = rowAt(i);
    if (item?.offer) asks.push({ itemId: item.id, quantity: firstQuantity(item.offer) });
  }
  const known = useForecasts(asks).data;
  const onRange = useCallback((start: number, stop: number) => {
    const from = Math.floor(start / block);
    const to = Math.floor(stop / block);
    setRange(r => (r.from === from && r.to === to ? r : { from, to }));
  }, []);
  return useMemo(
    () => ({ forecastOf: (item: ItemCard) => known?.get(item.id), onRange }),
    [known, onRange],
  );
}
