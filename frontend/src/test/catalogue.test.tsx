import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { openWindow } from './window';

describe('what is likely of the items of a list', () => {
  it('stands on the cards, as ranges, and is asked for once for all of them', async () => {
    const { fake } = openWindow('/catalogue');
    const asked = vi.spyOn(fake.bridge, 'Forecasts');
    const chips = await screen.findAllByTitle(/^Імовірно .* у наступному розподілі; усе/);
    expect(chips.length).toBeGreaterThan(1);
    expect(chips[0]?.textContent).toMatch(/^\d+(–\d+)? шт, 3–9 груд\. · /);
    expect(screen.getAllByText('прогнозу ще немає').length).toBeGreaterThan(0);
    expect(asked.mock.calls.length).toBe(1);
    expect(asked.mock.calls[0]?.[0].length).toBeGreaterThan(5);
  });

  it('is not asked for by who does not order', async () => {
    const { fake } = openWindow('/catalogue', { zone: 'agency' });
    const asked = vi.spyOn(fake.bridge, 'Forecasts');
    await waitFor(() => expect(screen.getAllByRole('article').length).toBeGreaterThan(1));
    expect(asked).not.toHaveBeenCalled();
  });
});
