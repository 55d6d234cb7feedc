import { matchKeyBindingPress, parseKeybinding } from 'tinykeys';
import { type Action, currentActions } from './actions';

const typing =
  'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=textbox], [role=spinbutton], [role=searchbox]';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(typing) !== null;

const inDialog = (): boolean => document.querySelector('[role=dialog]') !== null;

/**
 * Finds the action a key press stands for. Letters are compared by
 * `event.code`, so the same key works on a Ukrainian and on a Latin layout.
 * Plain letters do nothing while a person types, and only actions marked so
 * run while a dialog is open.
 */
export function actionFor(event: KeyboardEvent): Action | undefined {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (plain && event.key !== 'Escape' && isTyping(event.target)) return undefined;
  const modal = inDialog();
  return currentActions().findLast(a => {
    if (!a.keys || a.disabled || (modal && !a.inDialog)) return false;
    if (event.repeat && !a.repeats) return false;
    return a.keys.split(' | ').some(k => {
      const [press] = parseKeybinding(k);
      return press !== undefined && matchKeyBindingPress(event, press);
    });
  });
}

/** Listens for every registered shortcut; returns what stops it. */
export function startShortcuts(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const action = actionFor(event);
    if (!action) return;
    event.preventDefault();
    action.run();
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

const names: Record<string, string> = {
  $mod: 'Ctrl',
  Escape: 'Esc',
  Slash: '/',
  Enter: 'Enter',
  Comma: ',',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** The keys as they are printed on the keyboard: `Ctrl+K`. */
export function showKeys(keys: string): string {
  const [first = ''] = keys.split(' | ');
  if (first === 'Shift+Slash') return '?';
  return first
    .split('+')
    .map(part => names[part] ?? part.replace(/^(Key|Digit)/, ''))
    .join('+');
}
