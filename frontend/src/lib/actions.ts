import type { LucideIcon } from 'lucide-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';

/**
 * One thing a person can do now. Every action of the program stands in one
 * registry: the palette lists it, the shortcuts sheet explains it, the keyboard
 * runs it. A view registers its actions while it is on screen.
 */
export interface Action {
  /** Stable name, unique among what is registered, e.g. `cart.sign`. */
  id: string;
  /** The text people see, already translated. */
  label: string;
  /** Heading it stands under in the palette and in the sheet. */
  group: string;
  run: () => void;
  /** In tinykeys' notation, letters by `event.code`: `$mod+KeyK`, `Shift+KeyA`; ` | ` between ways to press it. */
  keys?: string;
  icon?: LucideIcon;
  disabled?: boolean;
  /** Runs again and again while the key is held; an act that signs never does. */
  repeats?: boolean;
  /** Runs while a dialog is open too. */
  inDialog?: boolean;
}

const lists = new Map<symbol, readonly Action[]>();
const listeners = new Set<() => void>();
let snapshot: readonly Action[] = [];

function rebuild(): void {
  // The newest list wins an id or a key: what is on top of the screen acts first.
  const byId = new Map<string, Action>();
  for (const list of lists.values()) for (const a of list) byId.set(a.id, a);
  snapshot = [...byId.values()];
  for (const l of listeners) l();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What can be done now; read at the moment of use. */
export const currentActions = (): readonly Action[] => snapshot;

/** What can be done now, following changes. */
export const useCurrentActions = (): readonly Action[] =>
  useSyncExternalStore(subscribe, currentActions);

const signature = (list: readonly Action[]): string =>
  list.map(a => `${a.id}|${a.label}|${a.group}|${a.keys}|${a.disabled}`).join('\n');

/** Registers these actions while the calling component is on screen. */
export function useActions(list: readonly Action[]): void {
  const sig = signature(list);
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sig stands for the list; run() always reaches the latest closure.
  useEffect(() => {
    const key = Symbol('actions');
    lists.set(
      key,
      list.map(a => ({
        ...a,
        run: () => latest.current.find(x => x.id === a.id)?.run(),
      })),
    );
    rebuild();
    return () => {
      lists.delete(key);
      rebuild();
    };
  }, [sig]);
}
