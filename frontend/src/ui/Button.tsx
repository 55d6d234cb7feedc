import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaProps,
} from 'react-aria-components';
import { cx } from '../lib/cx';
import { Hint } from './Hint';

type Look = 'primary' | 'plain' | 'quiet' | 'alarm';

const looks: Record<Look, string> = {
  primary:
    'bg-accent text-accent-ink hover:bg-accent-hover data-pressed:bg-accent-hover border-transparent',
  plain:
    'bg-surface text-ink border-line-strong/60 hover:bg-hover data-pressed:bg-sunken',
  quiet:
    'bg-transparent text-ink-2 border-transparent hover:bg-hover hover:text-ink data-pressed:bg-sunken',
  alarm: 'bg-surface text-alarm border-alarm/60 hover:bg-alarm-soft',
};

interface Props extends Omit<AriaProps, 'children' | 'className' | 'style'> {
  children: ReactNode;
  look?: Look;
  icon?: LucideIcon;
  large?: boolean;
  className?: string;
}

/** A button with a word on it. One primary button a view: the next sensible step. */
export function Button({
  children,
  look = 'plain',
  icon: Icon,
  large,
  className,
  ...rest
}: Props) {
  return (
    <AriaButton
      {...rest}
      className={cx(
        'inline-flex min-w-0 shrink-0 select-none items-center justify-center gap-2 rounded border font-medium outline-offset-2',
        'disabled:border-line disabled:bg-sunken disabled:text-ink-3',
        large ? 'min-h-11 px-5 text-lg' : 'min-h-8 px-3',
        looks[look],
        className,
      )}
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
      <span className="text-start">{children}</span>
    </AriaButton>
  );
}

interface IconProps extends Omit<AriaProps, 'children' | 'className' | 'style'> {
  icon: LucideIcon;
  label: string;
  className?: string;
}

/** A button with only a picture; its word is the label, shown on hover and focus. */
export function IconButton({ icon: Icon, label, className, ...rest }: IconProps) {
  return (
    <Hint text={label}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={cx(
          'inline-flex size-8 shrink-0 items-center justify-center rounded border border-transparent text-ink-2 hover:bg-hover hover:text-ink disabled:text-ink-3 disabled:opacity-50',
          className,
        )}
      >
        <Icon aria-hidden className="size-4" />
      </AriaButton>
    </Hint>
  );
}
