import { act, render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { startTexts } from '../i18n';
import { toast } from '../lib/toasts';
import { Toasts } from '../ui/Toasts';

describe('a toast', () => {
  it('that says something waits goes when it went, and no other does', () => {
    startTexts();
    const { rerender } = render(<Toasts waiting={false} />);
    act(() => {
      toast('it will go when there is a link', { waits: true });
      toast('removed');
    });
    rerender(<Toasts waiting />);
    screen.getByText('it will go when there is a link');
    rerender(<Toasts waiting={false} />);
    expect(screen.queryByText('it will go when there is a link')).toBeNull();
    screen.getByText('removed');
  });
});
