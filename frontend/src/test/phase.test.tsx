import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { CataloguePage, CatalogueQuery, StateView } from '../api';
import { uk } from '../i18n/uk';
import { openWindow } from './window';

/** A promise that is settled from outside. */
function held<T>(): { promise: Promise<T>; give: (value: T) => void } {
  let give: (value: T) => void = () => {};
  const promise = new Promise<T>(done => {
    give = done;
  });
  return { promise, give };
}

describe('what Go tells before it answers', () => {
  it('is not lost when the profile opens: pages are drawn and follow', async () => {
    const { fake } = openWindow('/catalogue', { phase: 'locked', link: 'connecting' });
    const unlock = fake.bridge.Unlock;
    const unlocked = held<void>();
    fake.bridge.Unlock = async phrase => {
      const state: StateView = await unlock(phrase);
      fake.emit('changed', ['state']);
      await unlocked.promise; // the event overtakes the answer
      return state;
    };
    const read = fake.bridge.Catalogue;
    const asked = held<void>();
    const answer = held<void>();
    fake.bridge.Catalogue = async q => {
      asked.give();
      await answer.promise;
      return read(q);
    };
    const field = await screen.findByLabelText(uk.start.phrase);
    await userEvent.type(field, 'степ вітер сонце дощ');
    await userEvent.click(screen.getByRole('button', { name: uk.start.unlock }));
    await act(() => asked.promise);
    await act(async () => unlocked.give());
    await act(async () => answer.give());
    await waitFor(() =>
      expect(screen.queryByRole('status', { name: uk.common.loading })).toBeNull(),
    );
    expect((await screen.findAllByRole('article')).length).toBeGreaterThan(0);
    const line = screen.getByRole('region', { name: uk.frame.truth.label });
    const truth = await fake.bridge.Sync();
    act(() => fake.emit('sync', { ...truth, stamp: 1_000, state: 'live' }));
    await waitFor(() => expect(line.textContent).toContain(uk.state.link.live));
  });

  it('is not lost while something is read for the first time', async () => {
    const { fake } = openWindow('/catalogue', { phase: 'locked', link: 'live' });
    const read = fake.bridge.Catalogue;
    const asked = held<CatalogueQuery>();
    const before = held<CataloguePage>();
    fake.bridge.Catalogue = async q => {
      fake.bridge.Catalogue = read;
      asked.give(q);
      return before.promise;
    };
    await fake.bridge.Unlock('степ вітер сонце дощ');
    act(() => fake.emit('changed', ['state']));
    const query = await act(() => asked.promise);
    const nothing: CataloguePage = { ...(await read(query)), total: 0, items: [] };
    act(() => fake.emit('changed', ['catalogue']));
    await act(async () => before.give(nothing));
    expect((await screen.findAllByRole('article')).length).toBeGreaterThan(0);
  });

  it('does not hide that something was signed', async () => {
    const { fake } = openWindow('/receive/delivery-1', { link: 'offline', fresh: 'yes' });
    const { Sign, Delivery } = fake.bridge;
    const signed = held<void>();
    fake.bridge.Sign = async (token, passphrase) => {
      const answer = await Sign(token, passphrase);
      fake.bridge.Delivery = async id => ({ ...(await Delivery(id)), canReceive: false });
      fake.emit('changed', ['deliveries']);
      await signed.promise; // the event overtakes the answer
      return answer;
    };
    const code = await screen.findByLabelText(uk.delivery.receiving.code);
    fireEvent.change(code, { target: { value: '7q4km-2xw9t' } });
    await screen.findByText(uk.delivery.receiving.codeGood);
    const press = async (name: string) =>
      userEvent.click(await screen.findByRole('button', { name }));
    await press(uk.delivery.receiving.all);
    await press(uk.delivery.receiving.next);
    await press(uk.delivery.receiving.sign);
    await screen.findByText(uk.delivery.receiving.notNow);
    await act(async () => signed.give());
    await screen.findByText(uk.delivery.receiving.doneOffline);
  });
});
