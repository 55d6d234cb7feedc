import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { uk } from '../i18n/uk';
import type { FakeStart } from './fake/bridge';
import { openWindow } from './window';

const agency: FakeStart = { zone: 'agency' };
const lists: [string, FakeStart, string, string][] = [
  ['/orders', {}, uk.orders.total, 'total'],
  ['/orders', agency, uk.orders.decision, 'decision'],
  ['/deliveries', agency, uk.delivery.quantity, 'pieces'],
  ['/receive', {}, uk.delivery.promised, 'promised'],
  ['/claims', agency, uk.claims.penalty, 'penalty'],
  ['/supplier-orders', { zone: 'supplier' }, uk.supplier.total, 'total'],
  ['/rounds', agency, uk.rounds.columns.pieces, 'pieces'],
  ['/rounds?view=signed', agency, uk.rounds.columns.value, 'value'],
  ['/invoices', agency, uk.money.columns.total, 'total'],
  ['/payments', agency, uk.money.columns.total, 'total'],
  ['/parcels', agency, uk.registry.parcels.attempts, 'attempts'],
];

describe('the headings of lists', () => {
  it.each(lists)(
    'of %s sort it, by keyboard too, and the address keeps how',
    async (address, start, header, column) => {
      openWindow(address, start);
      const grid = await screen.findByRole('grid');
      const heading = await within(grid).findByRole('columnheader', { name: header });
      const press = within(heading).getByRole('button');
      const user = userEvent.setup();
      const sortOf = () =>
        screen
          .getAllByRole('columnheader', { name: header })
          .at(-1)
          ?.getAttribute('aria-sort');
      await user.click(press);
      await waitFor(() => expect(sortOf()).toMatch(/ending$/));
      const first = sortOf();
      expect(window.location.hash).toMatch(new RegExp(`sort=${column}_(asc|desc)`));
      press.focus();
      await user.keyboard('{Enter}');
      await waitFor(() => expect(sortOf()).not.toBe(first));
      expect(sortOf()).toMatch(/ending$/);
      const back = window.location.hash;
      openWindow(back.slice(1), start);
      expect(
        (await screen.findAllByRole('columnheader', { name: header }))
          .at(-1)
          ?.getAttribute('aria-sort'),
      ).toMatch(/ending$/);
    },
  );
});

describe('the register', () => {
  it('is turned round by its day', async () => {
    const { fake } = openWindow('/register', agency);
    const asked = vi.spyOn(fake.bridge, 'Register');
    const heading = await screen.findByRole('columnheader', {
      name: uk.registry.columns.at,
    });
    expect(heading.getAttribute('aria-sort')).toBe('descending');
    await userEvent.setup().click(within(heading).getByRole('button'));
    await waitFor(() => expect(window.location.hash).toContain('sort=oldest'));
    await waitFor(() => expect(asked.mock.lastCall?.[0].sort).toBe('oldest'));
  });
});

describe('a figure of the dashboard', () => {
  it('opens just what it counts, says so, and shows all again', async () => {
    openWindow('/orders?of=stage.verifying', agency);
    const user = userEvent.setup();
    const note = await screen.findByText(/пройшли стан/);
    await user.click(
      within(note.closest('p') ?? document.body).getByRole('button', {
        name: uk.common.list.all,
      }),
    );
    await waitFor(() => expect(window.location.hash).not.toContain('of='));
    expect(screen.queryByText(/пройшли стан/)).toBeNull();
  });

  it('opens the claims of one reason alone', async () => {
    openWindow('/claims?view=reason.quality', agency);
    const note = await screen.findByText(/останні 90 днів; причина/);
    expect(note.textContent).toContain(uk.state.claim_reason.quality);
    const picked = await screen.findByRole('button', { pressed: true });
    expect(picked.textContent).toContain(uk.state.claim_reason.quality);
    const user = userEvent.setup();
    await user.click(picked);
    await waitFor(() => expect(window.location.hash).not.toContain('reason.'));
  });

  it.each([agency, {}])(
    'opens the funds of the year and the fund it counts',
    async start => {
      openWindow('/budget?year=2026&fund=performance', start);
      const note = await screen.findByText(/2026 рік, результативний/);
      expect(screen.queryByText(new RegExp(uk.state.fund.guaranteed))).toBeNull();
      await userEvent.setup().click(
        within(note.closest('p') ?? document.body).getByRole('button', {
          name: uk.common.list.all,
        }),
      );
      await screen.findAllByText(new RegExp(uk.state.fund.guaranteed));
    },
  );

  it('opens what a supplier still waits to be paid', async () => {
    openWindow('/invoices?view=due', { zone: 'supplier' });
    await screen.findByRole('button', {
      name: new RegExp(uk.money.views.due),
      current: true,
    });
  });

  it('opens the queue with all that waits for a decision', async () => {
    openWindow('/queue?of=with_agency', agency);
    await screen.findByText(uk.dashboard.behind.with_agency);
    const tab = await screen.findByRole('button', {
      name: new RegExp(uk.queue.views.all),
      current: true,
    });
    expect(tab).toBeTruthy();
  });
});
