import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { uk } from '../i18n/uk';
import { startShortcuts } from '../lib/keys';
import { openWindow } from './window';

let stop = () => {};
beforeEach(() => {
  stop = startShortcuts();
});
afterEach(() => stop());

const press = (code: string, more: KeyboardEventInit = {}) =>
  act(() => {
    fireEvent.keyDown(document.body, { code, key: code, ...more });
  });
const admin = { zone: 'admin' } as const;
const text = (s: string, args: Record<string, string>) =>
  s.replace(/\{\{(\w+)\}\}/g, (_, k: string) => args[k] ?? '');
const choose = async (
  user: ReturnType<typeof userEvent.setup>,
  dialog: HTMLElement,
  label: string,
  option: string,
) => {
  await user.click(
    await within(dialog).findByRole('button', { name: new RegExp(label) }),
  );
  await user.click(
    await screen.findByRole('option', {
      name: new RegExp(`^${option.replace(/[()]/g, '.')}`),
    }),
  );
};
const sign = async (
  user: ReturnType<typeof userEvent.setup>,
  dialog: HTMLElement,
  label: string,
) => {
  const phrase = await within(dialog).findByLabelText(uk.sign.passphrase);
  await user.type(phrase, 'степ вітер');
  await user.click(within(dialog).getByRole('button', { name: label }));
};

describe('a case', () => {
  it('shows what each outcome does before it is chosen, and what cannot be done now', async () => {
    openWindow('/cases/case-1', admin);
    const group = await screen.findByRole('radiogroup', { name: uk.cases.outcomes });
    const options = within(group).getAllByRole<HTMLInputElement>('radio');
    // What can be done now comes first, and is all that there is to choose.
    expect(options).toHaveLength(4);
    expect(options[0]?.checked).toBe(true);
    const offer = within(group).getByRole<HTMLInputElement>('radio', {
      name: new RegExp(`^${uk.cases.outcome.offer}`),
    });
    expect(offer.checked).toBe(true);
    // The rest is folded away behind it, with why not.
    const rest = screen.getByText(/^Зараз не можна: 1/).closest('details');
    expect(rest?.open).toBe(false);
    expect(within(rest as HTMLElement).getByText(uk.cases.about.apply)).toBeTruthy();
    // Both outcomes that take something say how much, and an offer takes it only once signed.
    expect(screen.getAllByText(uk.queue.money)).toHaveLength(2);
    expect(within(group).getByText(uk.cases.afterAuthor)).toBeTruthy();
    expect(within(group).getAllByText(uk.cases.noEffect)).toHaveLength(3);
  });

  it('never offers by itself to shut a device out', async () => {
    const user = userEvent.setup();
    openWindow('/cases/case-9', admin);
    const group = await screen.findByRole('radiogroup', { name: uk.cases.outcomes });
    const [only, ...others] = within(group).getAllByRole<HTMLInputElement>('radio');
    expect(others).toHaveLength(0);
    expect(only?.checked).toBe(false);
    const button = () =>
      screen.queryByRole('button', { name: uk.cases.outcome.keep_first });
    expect(button()).toBeNull();
    await user.click(only as HTMLElement);
    // Nor does it look like the next sensible step.
    expect(button()?.className).toContain('text-alarm');
    expect(button()?.className).not.toContain('bg-accent');
  });

  it('promises a reversal only where the rules have one', async () => {
    openWindow('/cases/case-11', admin);
    const accept = await screen.findByRole('radio', {
      name: new RegExp(`^${uk.cases.outcome.accept}`),
    });
    // It is a third revision: others have it by then.
    expect(accept.closest('div')?.textContent).toContain(uk.cases.irreversible);
    const reject = screen.getByRole('radio', {
      name: new RegExp(`^${uk.cases.outcome.reject}`),
    });
    expect(reject.closest('div')?.textContent).toContain(uk.cases.reversible);
  });

  it('shows a decision as what it is, beside what stands', async () => {
    openWindow('/cases/case-5', admin);
    const title = await screen.findByRole('heading', { name: uk.cases.signed });
    const left = title.closest('section') as HTMLElement;
    expect(within(left).getByText(uk.cases.commands.order.return)).toBeTruthy();
    expect(within(left).getByText(text(uk.cases.namedRevision, { n: '2' }))).toBeTruthy();
    expect(within(left).getByText(text(uk.cases.namedOther, { n: '3' }))).toBeTruthy();
    expect(within(left).getByText('Навіщо двадцять чотири?')).toBeTruthy();
    expect(screen.queryByText(uk.cases.noSigned)).toBeNull();
    const right = screen.getByRole('heading', { name: new RegExp(uk.cases.standing) });
    expect(right.closest('section')?.textContent).toContain(uk.sheet.toPay);
  });

  it('shows beside a first revision what could be had of it today', async () => {
    openWindow('/cases/case-3', admin);
    await screen.findByText(uk.cases.firstRevision);
    expect(screen.queryByText(uk.cases.noStanding)).toBeNull();
    const versions = screen
      .getByRole('heading', { name: uk.cases.versions })
      .closest('section') as HTMLElement;
    const price = within(versions).getAllByRole('row', {
      name: new RegExp(`^${uk.state.field.unit_price}`, 'i'),
    });
    expect(price[0]?.textContent).toContain(uk.cases.notSo);
    expect(price[1]?.textContent).not.toContain(uk.cases.notSo);
    expect(within(versions).getByText(new RegExp(uk.cases.budgetFree))).toBeTruthy();
  });

  it('calls two revisions the same only if their bytes are', async () => {
    const { fake } = openWindow('/', admin);
    const view = await fake.bridge.Case('case-2');
    const { signed, standing } = view;
    if (!signed || !standing) throw new Error('two revisions');
    const [first] = signed.lines;
    if (!first) throw new Error('a line');
    const other = { ...first, offerId: 'offer-of-another', quantity: 5 };
    view.signed = {
      ...signed,
      hash: 'a'.repeat(64),
      lines: [
        {
          ...first,
          substitutes: [
            {
              nameUk: 'Замінник',
              nameEn: 'Substitute',
              supplierName: 'Т',
              priceCap: 100,
            },
          ],
        },
        other,
      ],
      answers: [{ questionId: '4', text: 'Двадцять чотири' }],
    };
    const twin = { ...view.signed, hash: 'b'.repeat(64) };
    const shown = async (standing: typeof twin) => {
      cleanup();
      const { fake } = openWindow('/cases/case-2', admin);
      vi.spyOn(fake.bridge, 'Case').mockResolvedValue({ ...view, standing });
      await screen.findByRole('heading', { name: uk.cases.versions });
    };
    await shown(twin);
    expect(screen.getByText(uk.cases.sameShown)).toBeTruthy();
    expect(screen.getAllByText(/Замінник/)).toHaveLength(2);
    // Two offers of one item are two lines.
    expect(
      screen.getAllByRole('row', { name: new RegExp(uk.state.field.quantity, 'i') }),
    ).toHaveLength(2);
    await shown({
      ...twin,
      answers: [],
      lines: twin.lines.map(l => ({ ...l, substitutes: [], vatRate: 700 })),
    });
    // The answer, both rates and the substitutes.
    expect(screen.getByText('4 відмінності')).toBeTruthy();
    await shown({ ...twin, hash: view.signed.hash });
    expect(screen.getByText(uk.cases.same)).toBeTruthy();
  });

  it('is ruled by keyboard with a typed reason, and the ruling can be taken back', async () => {
    const user = userEvent.setup();
    const { fake } = openWindow('/cases/case-1', admin);
    const prepared = vi.spyOn(fake.bridge, 'PrepareAct');
    await screen.findByRole('radiogroup', { name: uk.cases.outcomes });
    press('Digit4');
    press('KeyD');
    let dialog = await screen.findByRole('dialog', {
      name: text(uk.cases.ruling.title, { outcome: uk.cases.outcome.reject }),
    });
    const next = within(dialog).getByRole('button', { name: uk.act.next });
    expect((next as HTMLButtonElement).disabled).toBe(true);
    await choose(user, dialog, uk.cases.ruling.reason, uk.cases.reason.other);
    // A reason that says nothing by itself needs a text.
    expect((next as HTMLButtonElement).disabled).toBe(true);
    await user.type(
      within(dialog).getByLabelText(uk.cases.ruling.text),
      'Потребу закрито іншим.',
    );
    await user.click(next);
    await sign(user, dialog, uk.cases.ruling.sign);
    expect(prepared.mock.lastCall?.[0]).toMatchObject({
      act: 'case.rule',
      comment: 'Потребу закрито іншим.',
      case: { cases: ['case-1'], outcome: 'reject', reason: 'other' },
    });
    await screen.findByText(
      text(uk.cases.events.ruled, { outcome: uk.cases.outcome.reject }),
    );
    expect(screen.getByText(uk.cases.pending)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: uk.cases.reverse }));
    dialog = await screen.findByRole('dialog', { name: uk.cases.reverseTitle });
    await user.type(within(dialog).getByLabelText(/Чому/), 'Не та справа.');
    await user.click(within(dialog).getByRole('button', { name: uk.act.next }));
    await user.click(
      await within(dialog).findByRole('button', { name: uk.cases.reverseSign }),
    );
    await screen.findByText(
      text(uk.cases.events.reversed, { outcome: uk.cases.outcome.reject }),
    );
  });

  it('takes a comment that the author sees only by leave, and is assigned', async () => {
    const user = userEvent.setup();
    openWindow('/cases/case-4', admin);
    await screen.findByText(uk.cases.rule.budget_gone);
    expect(screen.getByText(uk.cases.forAuthor)).toBeTruthy();
    expect(screen.getAllByText(uk.cases.forDesk)).toHaveLength(1);
    press('KeyC');
    let dialog = await screen.findByRole('dialog', { name: uk.cases.commentTitle });
    await user.type(within(dialog).getByRole('textbox'), 'Уточнюємо.');
    await user.click(within(dialog).getByRole('button', { name: uk.act.next }));
    await sign(user, dialog, uk.cases.commentSign);
    await screen.findByText('Уточнюємо.');
    expect(screen.getAllByText(uk.cases.forDesk)).toHaveLength(2);
    press('KeyT');
    dialog = await screen.findByRole('dialog', { name: uk.cases.assignTitle });
    await choose(user, dialog, uk.cases.assignTo, 'Марченко');
    await user.click(within(dialog).getByRole('button', { name: uk.act.next }));
    await user.click(
      await within(dialog).findByRole('button', { name: uk.cases.assignSign }),
    );
    // The history tells whom it was given to.
    await screen.findByText(text(uk.cases.events.assigned, { name: 'Марченко Віра' }));
  });

  it('saves a support bundle and says which copy it is', async () => {
    const user = userEvent.setup();
    openWindow('/cases/case-8', admin);
    await user.click(await screen.findByRole('button', { name: uk.cases.bundle }));
    await screen.findByText(
      text(uk.cases.exported, { path: 'case-8.zip', number: '17' }),
    );
  });

  it('tells its author what was decided and offers nothing to rule', async () => {
    openWindow('/cases/case-1');
    await screen.findByText(uk.cases.next.offered);
    expect(
      screen.getByText(text(uk.cases.events.ruled, { outcome: uk.cases.outcome.offer })),
    ).toBeTruthy();
    // What was decided stands where it says whose move it is, and in the history.
    expect(screen.getAllByText(/зменште кількість/)).toHaveLength(2);
    expect(screen.getByRole('button', { name: uk.cases.comment })).toBeTruthy();
    expect(screen.queryByText(uk.cases.outcomes)).toBeNull();
    expect(screen.queryByRole('button', { name: uk.cases.bundle })).toBeNull();
    // What is offered is one step from the signature.
    await userEvent.click(screen.getByRole('button', { name: uk.cases.takeOffer }));
    await screen.findByRole('heading', { name: uk.frame.pages.cart });
  });
});

describe('the list of cases', () => {
  it('narrows by a press on the field of kinds and ages, and the address keeps it', async () => {
    const user = userEvent.setup();
    openWindow('/cases', admin);
    const cell = text(uk.cases.plot.cell, {
      kind: uk.cases.kind.revoked_signer,
      age: uk.cases.ages['6'],
      n: '1',
    });
    await user.click(await screen.findByRole('button', { name: cell }));
    await waitFor(() => expect(window.location.hash).toContain('kind=revoked_signer'));
    const grid = screen.getByRole('grid', { name: uk.frame.pages.cases });
    await waitFor(() => expect(within(grid).getAllByRole('row')).toHaveLength(2));
    await user.click(screen.getByRole('button', { name: uk.cases.facets.clear }));
    await waitFor(() =>
      expect(within(grid).getAllByRole('row').length).toBeGreaterThan(5),
    );
  });

  it('makes one ruling over many only after a dry run in which none fails', async () => {
    const user = userEvent.setup();
    const { fake } = openWindow('/cases', admin);
    const prepared = vi.spyOn(fake.bridge, 'PrepareAct');
    await screen.findByRole('grid', { name: uk.frame.pages.cases });
    press('KeyX', { shiftKey: true });
    await user.click(await screen.findByRole('button', { name: uk.cases.select.rule }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText(uk.cases.many.kinds)).toBeTruthy();
    await choose(user, dialog, uk.cases.many.outcome, uk.cases.outcome.reject);
    await choose(user, dialog, uk.cases.ruling.reason, uk.cases.reason.not_needed);
    await user.click(within(dialog).getByRole('button', { name: uk.cases.many.trial }));
    const on = await within(dialog).findByRole('button', { name: uk.cases.many.on });
    expect((on as HTMLButtonElement).disabled).toBe(true);
    await user.click(within(dialog).getByRole('button', { name: uk.cases.many.drop }));
    await waitFor(() => expect(on).toHaveProperty('isConnected', false));
    const again = await within(dialog).findByRole('button', { name: uk.cases.many.on });
    expect((again as HTMLButtonElement).disabled).toBe(false);
    await user.click(again);
    await sign(user, dialog, uk.cases.ruling.sign);
    const form = prepared.mock.lastCall?.[0].case;
    expect(form?.outcome).toBe('reject');
    // Those that cannot be rejected are not among them.
    expect(form?.cases).toContain('case-1');
    expect(form?.cases).not.toContain('case-8');
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: uk.cases.select.rule })).toBeNull(),
    );
  });

  it('has the longest waiting first, and says so', async () => {
    openWindow('/cases', admin);
    const grid = await screen.findByRole('grid', { name: uk.frame.pages.cases });
    const head = within(grid).getByRole('columnheader', { name: uk.cases.waiting });
    expect(head.getAttribute('aria-sort')).toBe('descending');
    const rows = within(grid).getAllByRole('row');
    expect(rows[1]?.textContent).toContain(uk.cases.kind.revoked_signer);
    // Opened before the next and given to its author since: it waits by the later clock.
    const all = rows.map(r => r.textContent ?? '');
    const at = (kind: string) => all.findIndex(x => x.includes(kind));
    expect(at(uk.cases.kind.price_changed)).toBeGreaterThan(at(uk.cases.kind.stock_gone));
  });

  it('takes nothing of an offer before its author signs, and says so', async () => {
    const user = userEvent.setup();
    openWindow('/cases?kind=stock_gone', admin);
    await screen.findByRole('grid', { name: uk.frame.pages.cases });
    press('KeyX', { shiftKey: true });
    await user.click(await screen.findByRole('button', { name: uk.cases.select.rule }));
    const dialog = await screen.findByRole('dialog');
    await choose(user, dialog, uk.cases.many.outcome, uk.cases.outcome.offer);
    await choose(user, dialog, uk.cases.ruling.reason, uk.cases.reason.no_stock);
    await user.click(within(dialog).getByRole('button', { name: uk.cases.many.trial }));
    await within(dialog).findByText(uk.cases.many.afterAuthor);
    expect(within(dialog).queryByText(uk.cases.many.money)).toBeNull();
  });

  it('is saved as a table with all that was found', async () => {
    const { fake } = openWindow('/cases?kind=stock_gone&state=all', admin);
    const saved = vi.spyOn(fake.bridge, 'ExportCases');
    await screen.findByRole('grid', { name: uk.frame.pages.cases });
    await userEvent.setup().click(screen.getByRole('button', { name: uk.cases.export }));
    expect(saved.mock.lastCall?.[0]).toMatchObject({
      kind: 'stock_gone',
      state: '',
      offset: 0,
      limit: 2,
    });
  });

  it('gives a unit no choice of many', async () => {
    openWindow('/cases');
    await screen.findByRole('grid', { name: uk.frame.pages.cases });
    press('KeyX', { shiftKey: true });
    await act(() => new Promise(done => setTimeout(done, 50)));
    expect(screen.queryByRole('button', { name: uk.cases.select.rule })).toBeNull();
    expect(screen.queryByRole('checkbox')).toBeNull();
  });
});

describe('the fleet', () => {
  it('draws a window of five thousand devices, the longest silent first', async () => {
    openWindow('/fleet', { zone: 'admin', orders: 5000 });
    const grid = await screen.findByRole('grid');
    expect(grid.getAttribute('aria-rowcount')).toBe('5001');
    const rows = within(grid).getAllByRole('row');
    expect(rows.length).toBeLessThan(60);
    expect(rows[1]?.textContent).toContain(uk.fleet.states.never);
    expect(rows[2]?.textContent).toContain(uk.fleet.states.silent);
    expect(rows[2]?.textContent).toContain('+1');
  });

  it('narrows by state, sorts by a figure, and says all there is of a device', async () => {
    const user = userEvent.setup();
    const { fake } = openWindow('/fleet', admin);
    const asked = vi.spyOn(fake.bridge, 'Fleet');
    const grid = await screen.findByRole('grid');
    await user.click(
      within(
        within(grid).getByRole('columnheader', { name: uk.fleet.backlog }),
      ).getByRole('button'),
    );
    await waitFor(() =>
      expect(asked.mock.lastCall?.[0]).toMatchObject({ sort: 'backlog', desc: true }),
    );
    await user.click(
      screen.getByRole('button', { name: new RegExp(`^${uk.fleet.states.gap}\\s*1$`) }),
    );
    await waitFor(() =>
      expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('2'),
    );
    await user.click(within(screen.getByRole('grid')).getByText('Ноутбук штабу'));
    await screen.findByText(uk.fleet.about.gap);
    expect(screen.getByText(uk.fleet.about.skewed)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: uk.fleet.cases }));
    await waitFor(() => expect(window.location.hash).toContain('device=device-5001'));
  });
});
