import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { uk } from '../i18n/uk';
import { openWindow } from './window';

describe('A draft of the unit', () => {
  it('names who else changed it, and gives the other value with one press', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/cart', { cart: 'ready', draft: 'shared' });
    const bar = await screen.findByRole('region', { name: uk.cart.draft.shared });
    expect(within(bar).getByText(/Марія Ткач, ноутбук «склад»/)).toBeTruthy();
    expect(within(bar).getByText('1 розбіжність')).toBeTruthy();
    await user.click(within(bar).getByRole('button', { name: uk.cart.draft.history }));
    expect(screen.getByText(uk.cart.draft.racedText)).toBeTruthy();
    const stands = screen.getByRole('button', { name: /^Діє: 6/ });
    expect((stands as HTMLButtonElement).disabled).toBe(true);
    await user.click(screen.getByRole('button', { name: /^Взяти: 4/ }));
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /^Діє: 4/ })).toBeTruthy(),
    );
    expect(screen.getByRole('button', { name: /^Взяти: 6/ })).toBeTruthy();
  });

  it('takes a note no longer than an order does, and says what is left', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/cart', { cart: 'ready' });
    const [note] = await screen.findAllByLabelText(uk.cart.note);
    const field = note as HTMLTextAreaElement;
    await user.click(field);
    await user.paste('ї'.repeat(899));
    expect(screen.queryByText(/^Залишилося літер/)).toBeNull();
    await user.paste('ї');
    expect(screen.getAllByText('Залишилося літер: 100')).toHaveLength(1);
    await user.paste('ї'.repeat(200));
    expect(field.value).toBe('ї'.repeat(1000));
    expect(screen.getAllByText('Залишилося літер: 0')).toHaveLength(1);
  });

  it('of a colleague is opened from an empty cart', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/cart', { cart: 'no' });
    await screen.findByText(uk.cart.empty);
    await user.click(screen.getByRole('button', { name: uk.cart.draft.open }));
    await screen.findByRole('region', { name: uk.cart.draft.shared });
  });

  it('is put aside for a new one', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/cart', { cart: 'ready' });
    await user.click(await screen.findByRole('button', { name: uk.cart.draft.fresh }));
    await screen.findByText(uk.cart.empty);
    expect(screen.getByText(uk.cart.draft.drafts)).toBeTruthy();
  });
});
