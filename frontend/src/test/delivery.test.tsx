import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { uk } from '../i18n/uk';
import { startShortcuts } from '../lib/keys';
import { openWindow } from './window';

let stop = () => {};
beforeEach(() => {
  sessionStorage.clear();
  stop = startShortcuts();
});
afterEach(() => stop());

const press = (code: string, key: string, more: KeyboardEventInit = {}) =>
  act(() => {
    fireEvent.keyDown(document.body, { code, key, ...more });
  });
const off = (el: HTMLElement): boolean => (el as HTMLButtonElement).disabled;
const slow = 240_000;

describe('receiving', () => {
  it(
    'checks the code, wants every line and every reason, and is saved without a link',
    async () => {
      const user = userEvent.setup({ delay: null });
      openWindow('/receive/delivery-1', { link: 'offline', fresh: 'yes' });
      const code = await screen.findByLabelText(uk.delivery.receiving.code);
      const next = screen.getByRole('button', { name: uk.delivery.receiving.next });
      fireEvent.change(code, { target: { value: 'AAAAA-AAAAA' } });
      await screen.findByText(uk.delivery.receiving.codeBad);
      fireEvent.change(code, { target: { value: '7q4km-2xw9t' } });
      await screen.findByText(uk.delivery.receiving.codeGood);
      expect(off(next)).toBe(true);
      await user.click(screen.getByRole('button', { name: uk.delivery.receiving.all }));
      expect(off(next)).toBe(false);
      const [first] = screen.getAllByRole('textbox', {
        name: uk.delivery.receiving.refused,
      });
      if (!first) throw new Error('no line');
      await user.clear(first);
      await user.type(first, '2');
      await user.tab();
      await screen.findByText(new RegExp(uk.delivery.receiving.needReason));
      expect(off(next)).toBe(true);
      await user.click(screen.getByRole('button', { name: /Причина/ }));
      await user.click(
        await screen.findByRole('option', { name: uk.state.claim_reason.damaged }),
      );
      await user.click(next);
      await user.click(
        await screen.findByRole('button', { name: uk.delivery.receiving.sign }),
      );
      await screen.findByText(uk.delivery.receiving.doneOffline);
    },
    slow,
  );
});

describe('the supplier', () => {
  it(
    'never sees the unit, neither in an order nor in its delivery',
    async () => {
      openWindow('/deliveries/delivery-7', { zone: 'supplier' });
      await screen.findByText(/ПД-0/);
      expect(document.body.textContent).not.toMatch(/А9072|А9131|А9224|А9339|А9410/);
      expect(screen.queryByText(uk.delivery.unit)).toBeNull();
    },
    slow,
  );

  it(
    'confirms an order with its word on every part',
    async () => {
      const user = userEvent.setup({ delay: null });
      openWindow('/supplier-orders/supply-1', { zone: 'supplier', fresh: 'yes' });
      await screen.findByRole('button', { name: uk.supplier.respond });
      press('KeyA', 'ф');
      const dialog = await screen.findByRole('dialog');
      const next = within(dialog).getByRole('button', { name: uk.supplier.next });
      expect(off(next)).toBe(true);
      for (const refuse of within(dialog).getAllByRole('radio', {
        name: uk.state.response.not_accepted,
      }))
        await user.click(refuse);
      within(dialog).getByText(uk.supplier.refuseText);
      await user.click(next);
      await user.click(
        await within(dialog).findByRole('button', { name: uk.supplier.respondSign }),
      );
      await screen.findByText(uk.act.saved);
    },
    slow,
  );
});

describe('an act', () => {
  it(
    'asks for the passphrase when it grew old before the button was pressed',
    async () => {
      const user = userEvent.setup({ delay: null });
      const { fake } = openWindow('/claims/claim-2', { zone: 'agency' });
      const { PrepareAct, Sign } = fake.bridge;
      let isFresh = true;
      fake.bridge.PrepareAct = async form => ({
        ...(await PrepareAct(form)),
        needPassphrase: !isFresh,
      });
      fake.bridge.Sign = async (token, passphrase) => {
        if (passphrase !== '') return Sign(token, passphrase);
        isFresh = false;
        throw new Error(JSON.stringify({ code: 'fresh_factor_needed', reasons: [] }));
      };
      await screen.findByText(uk.claims.proposedText);
      press('KeyA', 'ф');
      const dialog = await screen.findByRole('dialog');
      const sign = () =>
        within(dialog).findByRole('button', { name: uk.claims.openSign });
      await user.click(await sign());
      await user.type(
        await within(dialog).findByLabelText(uk.sign.passphrase),
        'степ вітер',
      );
      await user.click(await sign());
      await waitFor(() => expect(screen.queryByText(uk.claims.proposedText)).toBeNull());
    },
    slow,
  );
});

describe('a claim', () => {
  it(
    'is proposed to the agency alone, and opened by a signature',
    async () => {
      const user = userEvent.setup({ delay: null });
      openWindow('/claims/claim-2', { zone: 'agency', fresh: 'yes' });
      await screen.findByText(uk.claims.proposedText);
      press('KeyA', 'ф');
      const dialog = await screen.findByRole('dialog');
      await user.click(
        await within(dialog).findByRole('button', { name: uk.claims.openSign }),
      );
      await waitFor(() => expect(screen.queryByText(uk.claims.proposedText)).toBeNull());
    },
    slow,
  );
});

describe('the end of a claim', () => {
  it.each([
    ['the agency is offered what the rules take', ['withdrawn'], true],
    ['nobody is offered what they do not', [], false],
  ] as const)('%s', async (_, outcomes, offered) => {
    openWindow('/claims/claim-2', { zone: 'agency', fresh: 'yes' });
    const app = (window as unknown as { go: { app: { App: { Claim: unknown } } } }).go.app
      .App;
    const own = app.Claim as (id: string) => Promise<object>;
    app.Claim = async (id: string) => ({ ...(await own(id)), outcomes });
    await screen.findByText(uk.claims.proposedText);
    const button = () => screen.queryByRole('button', { name: uk.claims.drop });
    await waitFor(() => expect(button() !== null).toBe(offered));
  });
});

describe('verification', () => {
  it(
    'lets an order pass by one key and goes on to the next',
    async () => {
      openWindow('/queue?view=to_verify&sort=newest', { zone: 'agency', fresh: 'yes' });
      await screen.findAllByText(uk.queue.found);
      const current = () =>
        document.querySelector('[role=option][aria-current=true]')?.textContent ?? '';
      const first = current();
      await waitFor(() =>
        expect(off(screen.getByRole('button', { name: uk.queue.acts.verify }))).toBe(
          false,
        ),
      );
      press('KeyV', 'м');
      await waitFor(() => expect(current()).not.toBe(first));
    },
    slow,
  );

  it(
    'groups orders by what was found in them',
    async () => {
      const user = userEvent.setup({ delay: null });
      openWindow('/queue?view=to_verify', { zone: 'agency' });
      const chips = await screen.findByRole('navigation', { name: uk.queue.findings });
      const chip = within(chips).getByRole('button', {
        name: new RegExp(uk.queue.finding.order_look_alike),
      });
      const count = Number(/\d+$/.exec(chip.textContent ?? '')?.[0]);
      await user.click(chip);
      await waitFor(() =>
        expect(screen.getAllByRole('option')[0]?.getAttribute('aria-setsize')).toBe(
          String(count),
        ),
      );
    },
    slow,
  );
});

describe('an order on its way', () => {
  it(
    'says what a round gave, why not more, and what is late',
    async () => {
      openWindow('/orders/order-6');
      await screen.findByText(/Розподіл № 12/);
      screen.getByText(/не дісталося 12: на всіх не вистачило/);
      screen.getByText(/спізнюється 8/);
    },
    slow,
  );
});
