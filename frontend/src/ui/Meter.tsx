import { cx } from '../lib/cx';

export interface Part {
  value: number;
  label: string;
  className: string;
}

/** A bar of parts of a whole; the words beside it carry the same figures. */
export function Meter({
  whole,
  parts,
  label,
  className,
}: {
  whole: number;
  parts: readonly Part[];
  label: string;
  className?: string;
}) {
  const base = Math.max(1, whole);
  return (
    <div
      role="img"
      aria-label={label}
      className={cx('flex h-2 w-full overflow-hidden rounded-full bg-sunken', className)}
    >
      {parts.map(part => (
        <div
          key={part.label}
          title={part.label}
          className={cx(
            'h-full shrink-0 border-surface border-e last:border-e-0',
            part.className,
          )}
          style={{ width: `${Math.max(0, Math.min(100, (part.value / base) * 100))}%` }}
        />
      ))}
    </div>
  );
}
