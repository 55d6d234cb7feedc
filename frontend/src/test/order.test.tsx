import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { uk } from '../i18n/uk';
import { openWindow } from './window';

/** Counts what the person does with the pointer; keys typed into a field are not clicks. */
function counting() {
  const user = userEvent.setup({ delay: null });
  let clicks = 0;
  return {
    user,
    click: async (el: Element) => {
      clicks++;
      await user.click(el);
    },
    clicks: () => clicks,
  };
}

describe('an order', () => {
  it('is signed offline in at most seven clicks from the catalogue', async () => {
    const { user, click, clicks } = counting();
    openWindow('/catalogue', { cart: 'no' });
    const [add] = await screen.findAllByRole('button', { name: uk.catalogue.add });
    if (!add) throw new Error('no card');
    await click(add);
    await click(await screen.findByRole('link', { name: /Кошик/ }));
    await click(await screen.findByRole('button', { name: uk.cart.sign }));
    await user.type(
      await screen.findByLabelText(uk.sign.passphrase),
      'степ вітер сонце дощ',
    );
    await click(screen.getByRole('button', { name: uk.sign.sign }));
    await screen.findByText(uk.sign.savedTitle);
    expect(screen.getByText(/щойно з’явиться зв’язок/)).toBeTruthy();
    expect(clicks()).toBeLessThanOrEqual(7);
  });

  it('shows the document from the bytes before it is signed', async () => {
    openWindow('/sign', { cart: 'ready' });
    const sheet = await screen.findByRole('article');
    expect(within(sheet).getByText(/А9072-26-0149/)).toBeTruthy();
    expect(within(sheet).getByText(/9f2c41d0/)).toBeTruthy();
  });

  it('says a wrong passphrase in words and keeps the document', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/sign', { cart: 'ready' });
    await user.type(await screen.findByLabelText(uk.sign.passphrase), 'ні');
    await user.keyboard('{Enter}');
    await screen.findByText(uk.fault.says.passphrase_wrong);
    expect(screen.getByRole('article')).toBeTruthy();
  });

  it('asks for the passphrase when it grew old before the button was pressed', async () => {
    const user = userEvent.setup({ delay: null });
    const { fake } = openWindow('/sign', { cart: 'ready' });
    const { PrepareOrder, Sign } = fake.bridge;
    let isFresh = true;
    fake.bridge.PrepareOrder = async () => ({
      ...(await PrepareOrder()),
      needPassphrase: !isFresh,
    });
    fake.bridge.Sign = async (token, passphrase) => {
      if (passphrase !== '') return Sign(token, passphrase);
      isFresh = false;
      throw new Error(JSON.stringify({ code: 'fresh_factor_needed', reasons: [] }));
    };
    const sign = () => screen.findByRole('button', { name: uk.sign.sign });
    await user.click(await sign());
    await user.type(await screen.findByLabelText(uk.sign.passphrase), 'степ вітер');
    await user.click(await sign());
    await screen.findByText(uk.sign.savedTitle);
  });

  it('that stops says why at its line and mends it with one press', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/cart');
    await screen.findByText(/Вільного залишку 12, потрібно 14/);
    const sign = screen.getByRole('button', { name: uk.cart.sign });
    expect((sign as HTMLButtonElement).disabled).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Зменшити до 12' }));
    await waitFor(() =>
      expect(
        (screen.getByRole('button', { name: uk.cart.sign }) as HTMLButtonElement)
          .disabled,
      ).toBe(false),
    );
  });

  it('that was returned is answered and led to the new revision', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/orders/order-2');
    const fields = await screen.findAllByLabelText(uk.orders.yourAnswer);
    for (const [i, f] of fields.entries()) await user.type(f, `Відповідь ${i + 1}`);
    await user.click(screen.getByRole('button', { name: uk.orders.answerSign }));
    const sheet = await screen.findByRole('article');
    expect(within(sheet).getByText('Відповідь 2')).toBeTruthy();
    expect(within(sheet).getByText(/було 60/)).toBeTruthy();
  });

  it('that is parked shows its typed reason and the remedy', async () => {
    openWindow('/orders/order-3');
    await screen.findByText(uk.orders.parkedTitle);
    expect(screen.getAllByText(/Вільного залишку 3, потрібно 8/).length).toBeGreaterThan(
      0,
    );
  });

  it('that is parked says its reason in the box and marks the line, and does not say it a third time', async () => {
    openWindow('/orders/order-3');
    await screen.findByText(uk.orders.parkedTitle);
    expect(screen.getAllByText(/Вільного залишку 3, потрібно 8\./)).toHaveLength(2);
    expect(screen.getAllByText(/Зменште кількість або доберіть/)).toHaveLength(1);
  });

  it('removed from the cart comes back by undo', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/cart');
    await user.click(
      await screen.findByRole('button', { name: /Прибрати рядок: FPV-дрон «Сова»/ }),
    );
    await waitFor(() => expect(screen.queryByText(/Вільного залишку 12/)).toBeNull());
    await user.click(screen.getByRole('button', { name: uk.common.undo }));
    await screen.findByText(/Вільного залишку 12/);
  });
});
