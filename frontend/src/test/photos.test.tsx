import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { uk } from '../i18n/uk';
import { mostPhotos } from '../ui/Photos';
import { openWindow } from './window';

beforeEach(() => sessionStorage.clear());

const slow = 240_000;
const named = (text: string, name: string) => text.replace('{{name}}', name);

describe('photos', () => {
  it(
    'are added to a receipt without a link, taken off again, and no more than may be',
    async () => {
      const user = userEvent.setup({ delay: null });
      openWindow('/receive/delivery-1', { link: 'offline', fresh: 'yes' });
      const add = await screen.findByRole('button', { name: uk.photos.add });
      await user.click(add);
      const photo = await screen.findByRole('img', { name: 'дрон-1.jpg' });
      expect(photo.getAttribute('src')).toBe('/attachment/added-1');
      await user.click(
        screen.getByRole('button', { name: named(uk.photos.remove, 'дрон-1.jpg') }),
      );
      expect(screen.queryByRole('img', { name: 'дрон-1.jpg' })).toBeNull();
      for (let n = 0; n < mostPhotos; n += 1) {
        await user.click(add);
        await screen.findByRole('img', { name: `дрон-${n + 2}.jpg` });
      }
      expect((add as HTMLButtonElement).disabled).toBe(true);
    },
    slow,
  );

  it('that are not here are fetched when somebody asks', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/deliveries/delivery-4');
    const fetch = await screen.findByRole('button', {
      name: named(uk.photos.fetchOne, 'корпус.jpg'),
    });
    expect(screen.queryByRole('img', { name: 'корпус.jpg' })).toBeNull();
    await user.click(fetch);
    await waitFor(() => screen.getByRole('img', { name: 'корпус.jpg' }));
    await user.click(
      screen.getByRole('button', { name: named(uk.photos.open, 'корпус.jpg') }),
    );
    const dialog = await screen.findByRole('dialog');
    within(dialog).getByRole('img', { name: 'корпус.jpg' });
  });
});
