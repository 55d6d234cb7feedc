import { render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Action, useActions } from './actions';
import { showKeys, startShortcuts } from './keys';

function Registers({ list }: { list: Action[] }) {
  useActions(list);
  return <input aria-label="field" />;
}

const action = (id: string, keys: string, run: () => void): Action => ({
  id,
  label: id,
  group: 'g',
  keys,
  run,
});
const press = (init: KeyboardEventInit, on: EventTarget = window) =>
  on.dispatchEvent(
    new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }),
  );

describe('shortcuts', () => {
  let stop: () => void;
  beforeEach(() => {
    stop = startShortcuts();
  });
  afterEach(() => stop());

  it('work on a Ukrainian layout', () => {
    const run = vi.fn();
    render(<Registers list={[action('palette', '$mod+KeyK', run)]} />);
    press({ key: 'л', code: 'KeyK', ctrlKey: true });
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('open the sheet by the key of ? on either layout', () => {
    const run = vi.fn();
    render(<Registers list={[action('sheet', 'Shift+Slash | Shift+?', run)]} />);
    press({ key: '?', code: 'Slash', shiftKey: true });
    press({ key: ',', code: 'Slash', shiftKey: true });
    press({ key: '?', code: 'Digit7', shiftKey: true });
    expect(run).toHaveBeenCalledTimes(3);
  });

  it('leave plain letters to whoever types', () => {
    const run = vi.fn();
    const { getByLabelText } = render(
      <Registers list={[action('approve', 'KeyA', run)]} />,
    );
    press({ key: 'ф', code: 'KeyA' }, getByLabelText('field'));
    expect(run).not.toHaveBeenCalled();
    press({ key: 'ф', code: 'KeyA' });
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('do nothing when the action is off or its view is gone', () => {
    const run = vi.fn();
    const { rerender, unmount } = render(
      <Registers list={[{ ...action('a', 'KeyA', run), disabled: true }]} />,
    );
    press({ key: 'a', code: 'KeyA' });
    rerender(<Registers list={[action('a', 'KeyA', run)]} />);
    unmount();
    press({ key: 'a', code: 'KeyA' });
    expect(run).not.toHaveBeenCalled();
  });

  it('reach the newest closure and prefer what is on top', () => {
    const below = vi.fn();
    const first = vi.fn();
    const second = vi.fn();
    render(<Registers list={[action('frame', 'Escape', below)]} />);
    const { rerender } = render(<Registers list={[action('pane', 'Escape', first)]} />);
    rerender(<Registers list={[action('pane', 'Escape', second)]} />);
    press({ key: 'Escape', code: 'Escape' });
    expect([below, first, second].map(f => f.mock.calls.length)).toEqual([0, 0, 1]);
  });

  it('are shown as printed on the keyboard', () => {
    expect(showKeys('$mod+Shift+KeyS')).toBe('Ctrl+Shift+S');
    expect(showKeys('Shift+Slash | Shift+?')).toBe('?');
  });
});
