import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { uk } from '../i18n/uk';
import { startShortcuts } from '../lib/keys';
import type { FakeStart } from './fake/bridge';
import { policy } from './fake/policy';
import { openWindow } from './window';

const agency: FakeStart = { zone: 'agency' };
const pages: [string, FakeStart][] = [
  ['/rounds', agency],
  ['/rounds?view=signed', agency],
  ['/rounds/round-1', agency],
  ['/budget/fund-guaranteed', {}],
  ['/posture', { zone: 'general_staff', role: 'need_officer' }],
  ['/invoices', agency],
  ['/invoices/inv-0', agency],
  ['/payments', agency],
  ['/register', agency],
  ['/parcels', agency],
  ['/policies', agency],
  ['/delegations', agency],
  ['/dashboard', agency],
  ['/dashboard', { zone: 'supplier' }],
  ['/dashboard', { zone: 'general_staff' }],
];

let stop: () => void;
beforeEach(() => {
  stop = startShortcuts();
});
afterEach(() => stop());

describe('every view of rounds and money', () => {
  it.each(pages)('%s has its content', async (address, start) => {
    openWindow(address, start);
    expect(await screen.findByRole('heading', { level: 1 })).toBeTruthy();
    await waitFor(() =>
      expect(screen.queryByRole('status', { name: uk.common.loading })).toBeNull(),
    );
    expect(screen.queryByText(uk.common.error.title)).toBeNull();
  });

  it.each([
    ['/rounds', uk.rounds.empty],
    ['/rounds?view=signed', uk.rounds.none],
    ['/posture', uk.policies.posture.empty],
    ['/invoices', uk.money.empty],
    ['/payments', uk.money.noPayments],
    ['/register', uk.registry.empty],
    ['/parcels', uk.registry.parcels.empty],
    ['/delegations', uk.policies.delegations.empty],
    ['/dashboard', uk.dashboard.empty],
  ])('%s says what will be there when it is empty', async (address, text) => {
    openWindow(address, { ...agency, scenario: 'empty', link: 'live' });
    await screen.findByText(text);
  });

  it.each(['/rounds', '/invoices', '/register', '/parcels', '/dashboard'])(
    '%s says so when there is neither data nor link',
    async address => {
      openWindow(address, { ...agency, scenario: 'empty', link: 'offline' });
      await screen.findByText(uk.common.offline.title);
    },
  );

  it.each(['/rounds', '/invoices', '/payments', '/register', '/policies', '/dashboard'])(
    '%s says in words what failed',
    async address => {
      openWindow(address, { ...agency, scenario: 'error' });
      await screen.findByText(uk.common.error.title);
    },
  );
});

describe('a round', () => {
  const preview = async (user: ReturnType<typeof userEvent.setup>) => {
    openWindow('/rounds', agency);
    const grid = await screen.findByRole('grid');
    act(() => grid.focus());
    await user.keyboard('x');
    await screen.findByText('обрано 1');
    await user.keyboard('{ArrowDown}x');
    await screen.findByText('обрано 2');
    await user.keyboard('p');
    await screen.findByRole('heading', { level: 1, name: uk.rounds.title });
    return await screen.findAllByRole('slider');
  };

  it('is computed anew when a slider moves, and says who gains and who loses', async () => {
    const user = userEvent.setup({ delay: null });
    const sliders = await preview(user);
    expect(screen.queryByText(uk.rounds.byPolicy)).toBeNull();
    for (const slider of sliders) {
      act(() => slider.focus());
      await user.keyboard('{End}');
    }
    await screen.findByText(/Отриму.ть більше, ніж за правилами/);
    await screen.findByText(/Отриму.ть менше, ніж за правилами/);
    expect(screen.getByText(uk.rounds.byPolicy)).toBeTruthy();
  });

  it('is signed with the very preview that was looked at', async () => {
    const user = userEvent.setup({ delay: null });
    await preview(user);
    const asked: unknown[] = [];
    const app = (window as unknown as { go: { app: { App: { PrepareAct: unknown } } } })
      .go.app.App;
    const own = app.PrepareAct as (f: unknown) => Promise<unknown>;
    app.PrepareAct = (f: unknown) => {
      asked.push(f);
      return own(f);
    };
    await user.click(await screen.findByRole('button', { name: uk.rounds.sign }));
    await screen.findByRole('dialog');
    await waitFor(() => expect(asked.length).toBeGreaterThan(0));
    expect(asked[0]).toMatchObject({
      act: 'round.sign',
      round: { input: expect.stringMatching(/^5b1f/), floor: 2, floorShare: 3000 },
    });
  });

  it('says when this laptop finds another result than was signed', async () => {
    openWindow('/rounds/round-5', agency);
    await screen.findByText(uk.rounds.differs);
  });
});

describe('plots', () => {
  it('are read as a table too', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/budget/fund-guaranteed');
    await user.click(await screen.findByRole('button', { name: uk.common.plot.asTable }));
    const plot = screen
      .getAllByRole('table')
      .find(x => within(x).queryByText(uk.budget.day));
    expect(plot).toBeTruthy();
    expect(plot?.querySelectorAll('tbody tr').length).toBeGreaterThan(40);
    expect(plot?.querySelectorAll('tbody tr').length).toBeLessThanOrEqual(61);
  });
});

describe('invoices', () => {
  it('are paid by finance only, and only what is open', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/invoices', { ...agency, role: 'finance' });
    const grid = await screen.findByRole('grid');
    act(() => grid.focus());
    // The first can be paid, the second waits for its acceptance.
    await user.keyboard('x{ArrowDown}x');
    expect(screen.getByText(/позначено 1/)).toBeTruthy();
  });

  it('show no button to pay to others', async () => {
    openWindow('/invoices', agency);
    await screen.findByRole('grid');
    expect(screen.queryByRole('button', { name: uk.money.pay })).toBeNull();
  });
});

describe('a bank statement', () => {
  it('shows what is confirmed, what is not and why, before it is signed', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/payments', { ...agency, role: 'finance' });
    await user.click(
      await screen.findByRole('button', { name: uk.money.statement.read }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText('Буде підтверджено 1 платіж')).toBeTruthy();
    expect(within(dialog).getByText(uk.money.statement.unknown)).toBeTruthy();
    expect(within(dialog).getByText(uk.money.statement.done)).toBeTruthy();
    expect(within(dialog).getByText(uk.money.statement.waitsText)).toBeTruthy();
    expect(
      within(dialog).getByText(uk.money.statement.reasons.ambiguous_money),
    ).toBeTruthy();
    expect(
      within(dialog).getByText(
        uk.money.statement.cancelled.replace(
          '{{reason}}',
          uk.state.cancel_reason.wrong_details,
        ),
      ),
    ).toBeTruthy();
  });
});

describe('a payment order', () => {
  it('is taken back with a typed reason, by who may', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/payments?view=waiting', { ...agency, role: 'finance', fresh: 'yes' });
    const grid = await screen.findByRole('grid');
    act(() => grid.focus());
    await user.keyboard('{Enter}');
    await user.click(await screen.findByRole('button', { name: uk.money.cancel.act }));
    const dialog = await screen.findByRole('dialog');
    const next = within(dialog).getByRole('button', { name: uk.act.next });
    expect(next.hasAttribute('disabled')).toBe(true);
    await user.click(
      within(dialog).getByRole('button', { name: new RegExp(uk.money.cancel.reason) }),
    );
    await user.click(
      await screen.findByRole('option', { name: uk.state.cancel_reason.other }),
    );
    expect(next.hasAttribute('disabled'), 'another reason has its words').toBe(true);
    await user.type(
      within(dialog).getByRole('textbox', { name: uk.money.cancel.words }),
      'Закрито рахунок.',
    );
    await user.click(next);
    await within(dialog).findByRole('button', { name: uk.money.cancel.sign });
  });

  it('that was taken back says why, and what the bank said after that', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/payments?view=unmatched', { ...agency, role: 'finance' });
    const grid = await screen.findByRole('grid');
    act(() => grid.focus());
    await user.keyboard('{Enter}');
    await screen.findByText(uk.state.cancel_reason.wrong_details);
    await screen.findByText(uk.money.cancel.unmatchedText);
    expect(screen.queryByRole('button', { name: uk.money.cancel.act })).toBeNull();
  });
});

describe('policies', () => {
  it('are changed by who may, with what changes shown before the signature', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/policies', { zone: 'admin', role: 'access_administrator' });
    await user.click(await screen.findByRole('button', { name: uk.policies.edit }));
    const sign = screen.getByRole('button', { name: uk.policies.sign });
    expect(sign.hasAttribute('disabled')).toBe(true);
    const days = screen.getByRole('textbox', { name: uk.policies.figures.holdDays });
    await user.clear(days);
    await user.type(days, '14');
    await user.tab();
    await waitFor(() => expect(sign.hasAttribute('disabled')).toBe(false));
    expect(
      screen.getByText(`${uk.policies.figures.holdDays}: ${policy.holdDays} д`),
    ).toBeTruthy();
    expect(screen.getByText(`${uk.policies.figures.holdDays}: 14 д`)).toBeTruthy();
  });

  it('cannot be changed by others', async () => {
    openWindow('/policies', agency);
    await screen.findByText(uk.policies.parts.checks);
    expect(screen.queryByRole('button', { name: uk.policies.edit })).toBeNull();
  });
});

describe('a dashboard', () => {
  it('opens the list behind every figure', async () => {
    openWindow('/dashboard', agency);
    const payable = await screen.findByRole('link', {
      name: new RegExp(uk.dashboard.figures.payable),
    });
    expect(payable.getAttribute('href')).toBe('#/invoices?view=payable');
  });
});
