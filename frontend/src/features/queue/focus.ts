import { useEffect, useState } from 'react';
import type { OrderPage, OrderRow, Paged } from '../../api';

// Where the person was in the queue, so that a look at an order's page and back
// finds the same place. Of this run of the program only.
const slot = 'dotchain.queue';
interface Place {
  id: string;
  at: number;
}
function kept(): Place {
  const [at, id] = (sessionStorage.getItem(slot) ?? '').split('/');
  return { id: id ?? '', at: Number(at) || 0 };
}

export interface Focus {
  /** Its place in the list, −1 in an empty list. */
  at: number;
  row: OrderRow | undefined;
  move: (by: number) => void;
  put: (at: number) => void;
  /** To the order after this one, or before it at the end: this one has just been decided. */
  advance: () => void;
}

function find(list: Paged<OrderPage, OrderRow>, id: string, near: number): number {
  if (id === '') return -1;
  for (let d = 0; d <= 100; d++)
    for (const i of [near - d, near + d])
      if (i >= 0 && list.rowAt(i)?.id === id) return i;
  return -1;
}

/**
 * The order that is looked at. It is held by its id; when it leaves the list
 * (decided here or elsewhere), its place passes to the next one.
 */
export function useFocus(list: Paged<OrderPage, OrderRow>): Focus {
  const [held, setHeld] = useState(kept);
  const found = find(list, held.id, held.at);
  const at = found >= 0 ? found : Math.min(held.at, list.total - 1);
  const row = at >= 0 ? list.rowAt(at) : undefined;
  const put = (to: number) => {
    const next = Math.max(0, Math.min(list.total - 1, to));
    const there = list.rowAt(next);
    if (there) setHeld({ id: there.id, at: next });
  };
  const id = row?.id ?? '';
  useEffect(() => {
    if (id !== '') sessionStorage.setItem(slot, `${at}/${id}`);
  }, [id, at]);
  return {
    at,
    row,
    move: by => put(at + by),
    put,
    advance: () => put(at + 1 < list.total ? at + 1 : at - 1),
  };
}
