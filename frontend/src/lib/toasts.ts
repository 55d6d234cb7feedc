import { useSyncExternalStore } from 'react';

/** A short word about what was just done; never the only carrier of an error. */
export interface Toast {
  id: number;
  text: string;
  tone: 'done' | 'info';
  undo?: () => void;
  /** Waits: it says that something has yet to go, and is wrong once that went. */
  waits?: boolean;
}

let list: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function put(to: readonly Toast[]): void {
  list = to;
  for (const l of listeners) l();
}

/** Shows a toast; the newest three stay in sight. */
export function toast(
  text: string,
  options: { tone?: Toast['tone']; undo?: () => void; waits?: boolean } = {},
): void {
  const made: Toast = { id: next++, text, tone: options.tone ?? 'done' };
  if (options.undo) made.undo = options.undo;
  if (options.waits) made.waits = true;
  put([...list.slice(-2), made]);
}

/** When the person changes, what was done is nobody's business. */
export const clearToasts = (): void => put([]);

/** Everything went that had to go. */
export const closeWaiting = (): void => put(list.filter(t => !t.waits));

export const closeToast = (id: number): void => put(list.filter(t => t.id !== id));

export const useToasts = (): readonly Toast[] =>
  useSyncExternalStore(
    l => {
      listeners.add(l);
      return () => listeners.delete(l);
    },
    () => list,
  );
