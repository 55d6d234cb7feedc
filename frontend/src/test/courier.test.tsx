import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { uk } from '../i18n/uk';
import { startShortcuts } from '../lib/keys';
import { openWindow } from './window';

beforeEach(() => sessionStorage.clear());

const filled = (text: string, args: Record<string, unknown>) =>
  Object.entries(args).reduce((s, [k, v]) => s.replace(`{{${k}}}`, String(v)), text);

describe('the courier page', () => {
  it('saves all that waits, or only what is new, and says in which file', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/courier');
    await screen.findByText(uk.courier.steps.carryText);
    screen.getByRole('button', { name: filled(uk.courier.all, { n: 3 }) });
    await user.click(
      screen.getByRole('button', { name: filled(uk.courier.fresh, { n: 1 }) }),
    );
    const row = (await screen.findByRole('rowheader', { name: '№ 3' })).closest('tr');
    expect(row?.textContent).toContain('Чекає 1 квитанції');
    // Nothing is new any more, and all may be saved again.
    await waitFor(() =>
      expect(
        screen.queryByRole('button', { name: filled(uk.courier.fresh, { n: 1 }) }),
      ).toBeNull(),
    );
    screen.getByText(filled(uk.courier.inFile, { n: 3 }));
    screen.getByRole('button', { name: uk.courier.again });
    screen.getByText(/Файл № 3 збережено: 1 підписана команда. До сервера ще нічого/);
    screen.getByText('/media/stick/dotchain.courier');
    const now = screen.getByText(uk.courier.unknown).closest('[aria-current]');
    expect(now?.getAttribute('aria-current')).toBe('step');
  });

  it('takes another device’s file by a key, an answer by dropping it, and says what is wrong with a third', async () => {
    const user = userEvent.setup({ delay: null });
    const { fake } = openWindow('/courier');
    const stop = startShortcuts();
    const taken = vi.spyOn(fake.bridge, 'TakeCourier');
    await screen.findByText(uk.courier.drop);
    await user.keyboard('o');
    await screen.findByText(/Взято файл пристрою …e0553b61: 3 підписані команди/);
    screen.getByText(filled(uk.courier.fromDevice, { device: 'e0553b61' }));

    const place = screen.getByText(uk.courier.drop).parentElement;
    if (!place) throw new Error('no place to drop');
    const file = new File([new Uint8Array([0x89, 0x44, 0xff])], 'x.courier');
    fireEvent.drop(place, { dataTransfer: { files: [file] } });
    await screen.findByText(
      /Відповідь на файл № 2. Дійшло: сервер прийняв 1 підписану команду/,
    );
    expect(taken.mock.calls).toEqual([[btoa('\x89D\xff')]]);
    screen.getByText(/1 команду сервер не зміг застосувати/);
    const row = screen.getByRole('rowheader', { name: '№ 2' }).closest('tr');
    expect(row?.textContent).toContain(uk.courier.done);

    await user.keyboard('o');
    await screen.findByRole('alert');
    expect(screen.getAllByText(uk.fault.says.courier_damaged)).toHaveLength(2);
    expect(screen.queryByText(/Відповідь на файл/)).toBeNull();
    stop();
  });

  it('gives back answers, and forgets what was handed over', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/courier');
    const item = (device: string) => {
      const found = screen
        .getByText(filled(uk.courier.fromDevice, { device }))
        .closest('li');
      if (!found) throw new Error(`${device} is not carried`);
      return within(found);
    };
    await screen.findByText(filled(uk.courier.fromDevice, { device: '90c3e11d' }));
    expect(item('4f1ab207').queryByRole('button')).toBeNull(); // it waits: nothing to do
    item('4f1ab207').getByText(uk.courier.carriedNext.waits);
    await user.click(
      item('90c3e11d').getByRole('button', { name: uk.courier.saveAnswer }),
    );
    await waitFor(() =>
      item('90c3e11d').getByRole('button', { name: uk.courier.againAnswer }),
    );
    screen.getByText(filled(uk.courier.answerSaved, { device: '90c3e11d' }));
    screen.getByText('/media/stick/answer.courier');
    await user.click(screen.getByRole('button', { name: uk.common.close }));
    expect(screen.queryByText('/media/stick/answer.courier')).toBeNull();
    await user.click(
      item('90c3e11d').getByRole('button', {
        name: filled(uk.courier.forget, { device: '90c3e11d' }),
      }),
    );
    await waitFor(() =>
      expect(
        screen.queryByText(filled(uk.courier.fromDevice, { device: '90c3e11d' })),
      ).toBeNull(),
    );
  });

  it('puts what is carried for others first, and in it the answer to be taken back', async () => {
    openWindow('/courier');
    const [first] = await screen.findAllByRole('heading', { level: 2 });
    expect(first?.textContent).toBe(uk.courier.carried);
    const item = first?.closest('section')?.querySelector('li');
    expect(item?.textContent).toContain(uk.courier.saveAnswer);
  });

  it('is named by an order that left with one, in the list and on its page', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/orders');
    await user.click(await screen.findByText(filled(uk.orders.byCourier, { n: 2 })));
    await screen.findByText(new RegExp(filled(uk.orders.byCourierText, { n: 2 })));
  });

  it('is reached from the log, and is quiet when nothing waits', async () => {
    const user = userEvent.setup({ delay: null });
    openWindow('/log', { scenario: 'empty' });
    await user.click(await screen.findByRole('button', { name: uk.frame.pages.courier }));
    await screen.findByText(uk.courier.nothing);
    screen.getByText(uk.courier.noneCarried);
  });
});
