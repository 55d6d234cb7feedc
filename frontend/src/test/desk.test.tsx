import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../i18n/en';
import { uk } from '../i18n/uk';
import { startShortcuts } from '../lib/keys';
import { openWindow } from './window';

let stop = () => {};
beforeEach(() => {
  sessionStorage.clear();
  stop = startShortcuts();
});
afterEach(() => stop());

/** A press on a Ukrainian layout: the letter is Cyrillic, the key's place is what counts. */
const press = (code: string, key: string, more: KeyboardEventInit = {}) =>
  act(() => {
    fireEvent.keyDown(document.body, { code, key, ...more });
  });
const sheetOf = async (number: string) =>
  screen.findByRole('heading', { name: uk.sheet.title.replace('{{number}}', number) });
const current = () =>
  document.querySelector('[role=option][aria-current=true]')?.textContent ?? '';
const list = () => screen.findByRole('listbox');
/** The approve button can be pressed once the effects are on screen. */
const ready = () =>
  waitFor(() => {
    const button = screen.getByRole('button', { name: uk.queue.acts.approve });
    expect((button as HTMLButtonElement).disabled).toBe(false);
  });

describe('the queue', () => {
  it('moves by the place of the keys, on any layout', async () => {
    openWindow('/queue?sort=newest', { zone: 'agency' });
    await list();
    await waitFor(() => expect(current()).toContain('А9072-26-0400'));
    press('KeyJ', 'о');
    await waitFor(() => expect(current()).toContain('А9131-26-0401'));
    await sheetOf('А9131-26-0401');
    press('KeyK', 'л');
    await waitFor(() => expect(current()).toContain('А9072-26-0400'));
  });

  it('shows what a decision does before it is signed, and what the revision changed', async () => {
    openWindow('/queue?sort=newest', { zone: 'agency' });
    await list();
    press('KeyJ', 'о');
    await sheetOf('А9131-26-0401');
    await screen.findByText(uk.queue.others);
    expect(screen.getAllByText('140').length).toBeGreaterThan(0);
    expect(screen.getByText(/2 зміни проти попередньої редакції/)).toBeTruthy();
    expect(screen.getByText(/Дві роти на одному складі/)).toBeTruthy();
  });

  it('asks for the passphrase only when it is needed, then goes on by itself', async () => {
    const user = userEvent.setup();
    openWindow('/queue?sort=newest', { zone: 'agency' });
    await ready();
    press('KeyA', 'ф');
    await user.type(
      await screen.findByLabelText(uk.sign.passphrase),
      'степ вітер{Enter}',
    );
    await screen.findByText(uk.queue.saved_one);
    await waitFor(() => expect(current()).toContain('А9131-26-0401'));
    await sheetOf('А9131-26-0401');
    await ready();
    press('KeyA', 'ф');
    await waitFor(() => expect(current()).toContain('А9224-26-0402'));
    expect(screen.queryByLabelText(uk.sign.passphrase)).toBeNull();
  });

  it('never signs because a key is held', async () => {
    openWindow('/queue?sort=newest', { zone: 'agency', fresh: 'yes' });
    await ready();
    press('KeyA', 'ф', { repeat: true });
    await act(() => new Promise(done => setTimeout(done, 100)));
    expect(current()).toContain('А9072-26-0400');
  });

  it('does not approve what the rules stop, and says why', async () => {
    openWindow('/queue?sort=newest&text=0403', { zone: 'agency', fresh: 'yes' });
    await sheetOf('А9339-26-0403');
    await screen.findByText(uk.queue.stock);
    await screen.findByText(uk.fault.says.own_decision);
    press('KeyA', 'ф');
    await screen.findByText(
      uk.queue.notReady.replace('{{why}}', uk.fault.says.own_decision),
    );
    expect(current()).toContain('А9339-26-0403');
  });

  it('approves the selected after one summary', async () => {
    const user = userEvent.setup();
    openWindow('/queue?sort=newest', { zone: 'agency', fresh: 'yes' });
    await ready();
    press('KeyX', 'ч');
    press('KeyJ', 'о');
    await waitFor(() => expect(current()).toContain('А9131-26-0401'));
    await ready();
    press('KeyX', 'ч');
    press('KeyA', 'Ф', { shiftKey: true });
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText('А9072-26-0400');
    expect(within(dialog).getByText('А9131-26-0401')).toBeTruthy();
    await user.click(within(dialog).getByRole('button', { name: uk.queue.batchSign }));
    await screen.findByText(uk.queue.saved_few.replace('{{count}}', '2'));
    await waitFor(() => expect(current()).toContain('А9224-26-0402'));
  });

  it('names the orders of a summary that cannot be approved and leaves them in the queue', async () => {
    const user = userEvent.setup();
    openWindow('/queue?sort=newest', { zone: 'agency', fresh: 'yes', orders: 6 });
    await ready();
    press('KeyX', 'Ч', { shiftKey: true });
    await screen.findByRole('button', { name: /Погодити позначені/ });
    press('KeyA', 'Ф', { shiftKey: true });
    const dialog = await screen.findByRole('dialog');
    await user.click(
      await within(dialog).findByRole('button', { name: uk.queue.batchDrop }),
    );
    await waitFor(() =>
      expect(within(dialog).queryByText(uk.fault.says.own_decision)).toBeNull(),
    );
    await user.click(within(dialog).getByRole('button', { name: uk.queue.batchSign }));
    await waitFor(() => expect(current()).toContain('А9339-26-0403'));
  });

  it('returns with a typed question at its line and field', async () => {
    const user = userEvent.setup();
    openWindow('/queue?sort=newest', { zone: 'agency', fresh: 'yes' });
    await ready();
    press('KeyR', 'к');
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: /Причина/ }));
    await user.click(
      await screen.findByRole('option', { name: uk.orders.reason.date_unrealistic }),
    );
    await user.type(
      within(dialog).getByLabelText(uk.queue.text),
      'Чи прийнятно 20 грудня?',
    );
    await user.click(within(dialog).getByRole('button', { name: uk.queue.next }));
    await within(dialog).findByText(/Документ у цілому, потрібно до/);
    await user.click(
      await within(dialog).findByRole('button', { name: uk.queue.returnSign }),
    );
    await screen.findByText(uk.queue.saved_one);
  });

  it('decides a hundred orders by keyboard in one summary', async () => {
    openWindow('/queue?sort=newest', { zone: 'agency', fresh: 'yes', orders: 100 });
    await ready();
    press('KeyX', 'Ч', { shiftKey: true });
    await screen.findByRole('button', { name: /Погодити позначені/ });
    press('KeyA', 'Ф', { shiftKey: true });
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(
      await within(dialog).findByRole('button', { name: uk.queue.batchDrop }),
    );
    const sign = await within(dialog).findByRole('button', { name: uk.queue.batchSign });
    await waitFor(() => expect((sign as HTMLButtonElement).disabled).toBe(false));
    fireEvent.submit(sign.closest('form') as HTMLFormElement);
    await screen.findByText(/Збережено на цій робочій станції/);
  });
});

describe('every view of the desk', () => {
  it.each([
    ['/queue', 'agency', uk.queue.empty],
    ['/budget', 'agency', uk.queue.budgets.empty],
    ['/orders', 'agency', uk.orders.empty],
    ['/cases', 'admin', uk.cases.empty],
    ['/fleet', 'admin', uk.fleet.empty],
  ] as const)(
    '%s says what will be there, that it was never here, and what failed',
    async (address, zone, empty) => {
      const first = openWindow(address, { zone, scenario: 'empty', link: 'live' });
      await screen.findByText(empty);
      first.unmount();
      const second = openWindow(address, { zone, scenario: 'empty', link: 'offline' });
      // Orders may be signed before anything came; the others have nothing without the server.
      await screen.findByText(uk.common.offline.title);
      second.unmount();
      openWindow(address, { zone, scenario: 'error' });
      await screen.findByText(uk.common.error.title);
    },
  );

  it('lists cases with their kinds counted, and opens both versions with the differences marked', async () => {
    const user = userEvent.setup();
    openWindow('/cases', { zone: 'admin' });
    await screen.findByRole('button', { name: /Усі види/ });
    const grid = await screen.findByRole('grid');
    await user.click(within(grid).getByText(uk.cases.kind.revision_race));
    await screen.findByText(uk.cases.rule.revision_race);
    expect(screen.getByText(/3 відмінності/)).toBeTruthy();
    expect(screen.getAllByText(uk.cases.differs)).toHaveLength(3);
    expect(screen.getByText(uk.cases.next.ownRuling)).toBeTruthy();
    expect(screen.queryByRole('button', { name: uk.cases.toOrder })).toBeNull();
  });

  it('leads from a parked order to its case and back', async () => {
    const user = userEvent.setup();
    openWindow('/orders/order-3');
    await user.click(await screen.findByRole('button', { name: uk.cases.parkedCase }));
    await screen.findByText(uk.cases.rule.stock_gone);
    await user.click(screen.getByRole('button', { name: uk.cases.mend }));
    await screen.findByText(uk.orders.parkedTitle);
  });

  it('speaks English', async () => {
    openWindow('/fleet', { zone: 'admin', lang: 'en' });
    await screen.findByRole('heading', { name: en.frame.pages.fleet });
  });

  it('gives the agency a catalogue to read, without a cart', async () => {
    openWindow('/catalogue', { zone: 'agency' });
    await screen.findByRole('heading', { level: 1 });
    await waitFor(() => expect(screen.queryByRole('status')).toBeTruthy());
    expect(screen.queryByRole('button', { name: uk.catalogue.add })).toBeNull();
  });
});
