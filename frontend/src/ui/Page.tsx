import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useT } from '../i18n';
import { useActions } from '../lib/actions';
import { cx } from '../lib/cx';
import { IconButton } from './Button';

/**
 * A page of a zone: title, search or filters and actions above; the content
 * below; at the right the detail pane, when a row is open.
 */
export function Page({
  title,
  note,
  search,
  actions,
  side,
  pane,
  children,
}: {
  title: ReactNode;
  /** A few words beside the title: a count, an age. */
  note?: ReactNode;
  search?: ReactNode;
  actions?: ReactNode;
  /** A column at the left inside the page: facets. */
  side?: ReactNode;
  pane?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="@container flex h-full min-w-0 flex-col">
      <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2">
        <div className="flex min-w-0 items-baseline gap-3">
          <h1 className="font-semibold text-xl tracking-[-0.01em]">{title}</h1>
          {note && <div className="text-ink-3 text-sm">{note}</div>}
        </div>
        {search && <div className="min-w-40 max-w-xl flex-1">{search}</div>}
        {actions && (
          <div className="ms-auto flex flex-wrap items-center gap-2">{actions}</div>
        )}
      </header>
      <div className="relative flex min-h-0 flex-1">
        {side && (
          <div className="hidden w-60 shrink-0 overflow-y-auto border-e px-4 py-3 @3xl:block">
            {side}
          </div>
        )}
        <div className="flex min-w-0 flex-1 flex-col">{children}</div>
        {pane}
      </div>
    </div>
  );
}

/** The detail pane: opens on a row, closes with Esc, keeps the list in sight. */
export function Pane({
  title,
  above,
  onClose,
  footer,
  children,
}: {
  title: ReactNode;
  above?: ReactNode;
  onClose: () => void;
  footer?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useT();
  const ref = useRef<HTMLElement>(null);
  useActions([
    {
      id: 'pane.close',
      label: t('frame.actions.closePane'),
      group: t('frame.groups.here'),
      keys: 'Escape',
      run: onClose,
    },
  ]);
  return (
    <aside
      ref={ref}
      className={cx(
        'z-20 flex w-[26rem] shrink-0 flex-col border-s bg-surface shadow-pane',
        'max-w-full @max-4xl:absolute @max-4xl:inset-y-0 @max-4xl:right-0',
      )}
    >
      <header className="flex items-start gap-2 border-b py-3 ps-5 pe-3">
        <div className="min-w-0 flex-1">
          {above}
          <h2 className="text-balance font-semibold text-lg">{title}</h2>
        </div>
        <IconButton icon={X} label={t('common.close')} onPress={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
      {footer && <footer className="border-t px-5 py-3">{footer}</footer>}
    </aside>
  );
}

/** Names and values, one under the other. */
export function Facts({
  rows,
  className,
}: {
  rows: readonly [ReactNode, ReactNode][];
  className?: string;
}) {
  return (
    <dl
      className={cx(
        'grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-4 gap-y-1.5',
        className,
      )}
    >
      {rows.map(([name, value], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one list of facts keep their places.
        <div key={i} className="contents">
          <dt className="text-ink-3 first-letter:uppercase">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A group of things under a small heading. */
export function Section({
  title,
  aside,
  children,
  className,
}: {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={cx('flex flex-col gap-2', className)}>
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="eyebrow">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Keys as printed on the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="num inline-block rounded-sm border border-line-strong/50 px-1.5 font-sans text-ink-2 text-xs">
      {children}
    </kbd>
  );
}

/** A region that scrolls and holds nothing else to stand on: the keyboard can scroll it. */
export function ScrollArea({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className={cx('overflow-y-auto -outline-offset-2', className)}
    >
      {children}
    </section>
  );
}
