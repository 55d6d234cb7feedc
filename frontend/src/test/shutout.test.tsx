import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { en } from '../i18n/en';
import { uk } from '../i18n/uk';
import { reasonText, remedyText } from '../ui/Reasons';
import { openWindow } from './window';

const admin = { zone: 'admin' } as const;
const fork = '/cases/case-9';

describe('a ruling that shuts a device out', () => {
  it('says whom, what of it stays and what cannot be taken back, before it is chosen', async () => {
    openWindow(fork, admin);
    const group = await screen.findByRole('radiogroup', { name: uk.cases.outcomes });
    expect(within(group).getByText(uk.cases.about.keep_first)).toBeTruthy();
    expect(within(group).getByText(uk.act.facts.shut_out)).toBeTruthy();
    expect(within(group).getByText(/Ноутбук складу № 2 · Романюк Леся/)).toBeTruthy();
    expect(within(group).getByText(uk.act.facts.came)).toBeTruthy();
    expect(within(group).getByText('112')).toBeTruthy();
    expect(within(group).getByText(uk.act.facts.unsent)).toBeTruthy();
    expect(within(group).getByText(uk.cases.staysOut)).toBeTruthy();
    expect(within(group).queryByText(uk.cases.reversible)).toBeNull();
  });

  it('is taken back in words that let no device in', async () => {
    const user = userEvent.setup();
    const { fake } = openWindow(fork, admin);
    await screen.findByRole('radiogroup', { name: uk.cases.outcomes });
    const view = await fake.bridge.Case('case-9');
    expect(view.proposals[0]?.outcome).toBe('keep_first');
    view.rulings.push({
      id: 'ruling-9',
      at: view.row.openedAt,
      personName: 'Романюк Леся',
      outcome: 'keep_first',
      reason: 'restored_copy',
      text: '',
      reversedAt: '',
      reversedBy: '',
      reversedText: '',
      canReverse: true,
      whyNot: [],
      pending: false,
    });
    fake.bridge.Case = () => Promise.resolve(structuredClone(view));
    act(() => fake.emit('changed', ['cases']));
    await user.click(await screen.findByRole('button', { name: uk.cases.reverse }));
    const dialog = await screen.findByRole('dialog', { name: uk.cases.reverseTitle });
    expect(within(dialog).getByText(uk.cases.reverseNoteOut)).toBeTruthy();
    expect(within(dialog).queryByText(uk.cases.reverseNote)).toBeNull();
  });

  it('is told on the device itself, with what becomes of what was signed there', () => {
    const told = {
      code: 'device_revoked',
      have: Date.UTC(2026, 10, 22, 12),
      want: 0,
      ref: '',
      field: '',
      line: 0,
      severity: 'stop' as const,
    };
    expect(reasonText(told, 'uk')).toContain('2026');
    expect(remedyText(told, 'uk')).toBe(uk.fault.remedy.device_revoked);
    expect(en.fault.remedy.device_revoked).toContain('courier');
  });
});
