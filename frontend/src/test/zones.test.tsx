import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { uk } from '../i18n/uk';
import { pagesOf } from '../zones';
import { openWindow } from './window';

// Whoever signs can have cases: the line at the bottom counts them in every zone.
const signing = ['unit', 'agency', 'supplier', 'admin', 'general_staff'] as const;

describe('the pages of the zones', () => {
  it.each(signing)('of the %s have its cases once', zone => {
    const paths = pagesOf(zone).map(p => p.path);
    expect(paths).toContain('/cases');
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe.each(['supplier', 'general_staff'] as const)('an author of the %s', zone => {
  it('finds the cases in the menu', async () => {
    openWindow('/log', { zone });
    await screen.findByRole('heading', { level: 1 });
    await waitFor(() =>
      expect(document.querySelector('a[href="#/cases"]')).not.toBeNull(),
    );
  });

  it('sees the own case and nothing that only the administration may do', async () => {
    openWindow('/cases', { zone });
    const grid = await screen.findByRole('grid', { name: uk.frame.pages.cases });
    expect(within(grid).getAllByRole('row')).toHaveLength(2);
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('opens it', async () => {
    openWindow('/cases/case-1', { zone });
    await screen.findByRole('region', { name: uk.cases.title });
    for (const name of [uk.cases.assign, uk.cases.bundle, uk.cases.mend])
      expect(screen.queryByRole('button', { name })).toBeNull();
    for (const name of Object.values(uk.cases.outcome))
      expect(screen.queryByRole('button', { name })).toBeNull();
    expect(screen.queryByRole('radiogroup', { name: uk.cases.outcomes })).toBeNull();
    expect(screen.getByRole('button', { name: uk.cases.comment })).toBeTruthy();
  });
});

it('the order of a supplier’s case opens as the supplier sees it', async () => {
  openWindow('/orders/supply-1', { zone: 'supplier' });
  await screen.findByRole('button', { name: uk.supplier.respond });
});
