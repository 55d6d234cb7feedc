import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { en } from '../i18n/en';
import { uk } from '../i18n/uk';
import { startShortcuts } from '../lib/keys';
import { reason } from './fake/orders';
import { openWindow } from './window';

const pages = [
  '/catalogue',
  '/cart',
  '/orders',
  '/receive',
  '/claims',
  '/budget',
  '/log',
];
const others = [
  ['/deliveries', 'agency'],
  ['/today', 'supplier'],
  ['/supplier-orders', 'supplier'],
] as const;

describe('every view', () => {
  it.each(pages)('%s has its content', async address => {
    openWindow(address);
    expect(await screen.findByRole('heading', { level: 1 })).toBeTruthy();
    await waitFor(() =>
      expect(screen.queryByRole('status', { name: uk.common.loading })).toBeNull(),
    );
    expect(screen.queryByText(uk.common.error.title)).toBeNull();
  });

  it.each([
    ['/catalogue', uk.catalogue.empty],
    ['/cart', uk.cart.empty],
    ['/orders', uk.orders.empty],
    ['/receive', uk.delivery.empty],
    ['/claims', uk.claims.empty],
    ['/budget', uk.budget.empty],
    ['/log', uk.log.empty],
  ])('%s says what will be there when it is empty', async (address, text) => {
    openWindow(address, { scenario: 'empty', link: 'live' });
    await screen.findByText(text);
  });

  it.each(['/catalogue', '/orders', '/receive', '/claims', '/budget'])(
    '%s says so when there is neither data nor link',
    async address => {
      openWindow(address, { scenario: 'empty', link: 'offline' });
      await screen.findByText(uk.common.offline.title);
    },
  );

  it.each(pages)('%s says in words what failed', async address => {
    openWindow(address, { scenario: 'error' });
    await screen.findByText(uk.common.error.title);
    expect(screen.getAllByText(/запис журналу не читається/).length).toBeGreaterThan(0);
  });

  it.each(others)('%s of the %s zone has its four other forms', async (address, zone) => {
    const full = openWindow(address, { zone });
    await screen.findByRole('heading', { level: 1 });
    await waitFor(() =>
      expect(screen.queryByRole('status', { name: uk.common.loading })).toBeNull(),
    );
    expect(screen.queryByText(uk.common.error.title)).toBeNull();
    full.unmount();
    const failed = openWindow(address, { zone, scenario: 'error' });
    await screen.findByText(uk.common.error.title);
    failed.unmount();
    const alone = openWindow(address, { zone, scenario: 'empty', link: 'offline' });
    alone.fake.emit('sync', { ...(await alone.fake.bridge.Sync()), dataAsOf: '' });
    await screen.findByText(uk.common.offline.title);
  });
});

describe('the window', () => {
  it('keeps at most sixty rows of any list in the page', async () => {
    openWindow('/orders');
    const grid = await screen.findByRole('grid');
    expect(grid.querySelectorAll('[role=row]').length).toBeLessThanOrEqual(60);
    expect(grid.getAttribute('aria-rowcount')).toBe('11');
  });

  it('opens a row by keyboard alone', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/orders');
    const grid = await screen.findByRole('grid');
    act(() => grid.focus());
    await user.keyboard('{ArrowDown}{Enter}');
    await screen.findByRole('heading', { name: 'А9072-26-0147' });
  });

  it('runs a page by the palette, typed on the wrong layout', async () => {
    const stop = startShortcuts();
    const user = userEvent.setup({ delay: null });
    openWindow('/catalogue');
    await screen.findByRole('heading', { level: 1 });
    await user.keyboard('{Control>}k{/Control}');
    await user.type(
      await screen.findByPlaceholderText(uk.frame.palette.placeholder),
      ',.l;tn',
    );
    await user.keyboard('{Enter}');
    await screen.findByRole('heading', { level: 1, name: uk.frame.pages.budget });
    stop();
  });

  it('follows the truth line as Go tells it', async () => {
    const { fake } = openWindow('/settings');
    await screen.findByText(uk.state.link.offline);
    act(() =>
      fake.emit('sync', {
        state: 'live',
        done: 0,
        total: 0,
        pending: 0,
        oldestPending: '',
        lastContact: '',
        dataAsOf: '',
        openCases: 0,
        problem: null,
        retryAt: '',
        workOffline: false,
        stamp: 0,
      }),
    );
    await screen.findByText(uk.state.link.live);
    expect(screen.getByText(uk.frame.truth.nothingWaits)).toBeTruthy();
  });

  it('says in words why there is no link, where a person can end it', async () => {
    const { fake } = openWindow('/settings');
    await screen.findByText(uk.state.link.offline);
    const sync = await fake.bridge.Sync();
    const login = reason('captive_portal');
    act(() => fake.emit('sync', { ...sync, problem: login }));
    const says = await screen.findByText(uk.fault.says.captive_portal);
    expect(says.title).toContain(uk.fault.remedy.captive_portal);
    act(() =>
      fake.emit('sync', { ...sync, problem: login, workOffline: true, stamp: 1 }),
    );
    await screen.findByText(uk.state.link.by_hand);
    expect(screen.queryByText(uk.fault.says.captive_portal)).toBeNull();
  });

  it('speaks English when asked', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/settings');
    await user.click(await screen.findByRole('radio', { name: 'English' }));
    await screen.findByRole('heading', { level: 1, name: en.frame.pages.settings });
  });

  it('unlocks with the passphrase and says when it is wrong', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/', { phase: 'locked' });
    await user.type(await screen.findByLabelText(uk.start.phrase), 'ні{Enter}');
    await screen.findByText(uk.fault.says.passphrase_wrong);
    await user.type(screen.getByLabelText(uk.start.phrase), ' степ вітер{Enter}');
    await screen.findByRole('heading', { level: 1, name: uk.frame.pages.catalogue });
  });

  it('enrols in three short steps', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/', { phase: 'first_run' });
    await user.click(await screen.findByRole('button', { name: 'Українська' }));
    await user.type(
      await screen.findByLabelText(new RegExp(uk.start.ticket)),
      'ABCD-1234-EFGH',
    );
    await user.click(screen.getByRole('button', { name: uk.start.next }));
    await user.type(
      await screen.findByLabelText(new RegExp(`^${uk.start.phrase}`)),
      'степ вітер сонце дощ',
    );
    await user.click(screen.getByRole('button', { name: uk.start.enrol }));
    await screen.findByRole('heading', { level: 1, name: uk.frame.pages.catalogue });
  });
});
