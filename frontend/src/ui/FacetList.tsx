import { cx } from '../lib/cx';

export interface FacetChoice {
  key: string;
  text: string;
  count: number;
}

/** One facet of a list with how many each choice holds: a press chooses, another lets go. */
export function FacetList({
  title,
  any,
  choices,
  value,
  onChange,
}: {
  title: string;
  /** The word for no choice. */
  any: string;
  choices: readonly FacetChoice[];
  value: string | undefined;
  onChange: (key: string | undefined) => void;
}) {
  const row = (key: string | undefined, text: string, n?: number) => (
    <li key={key ?? ''}>
      <button
        type="button"
        aria-pressed={key === value}
        onClick={() => onChange(key === value ? undefined : key)}
        className={cx(
          'flex min-h-8 w-full items-center justify-between gap-2 rounded px-2 text-start',
          key === value
            ? 'bg-selected font-medium text-accent'
            : n === 0
              ? 'text-ink-3 hover:bg-hover'
              : 'hover:bg-hover',
        )}
      >
        <span className="min-w-0 break-words">{text}</span>
        {n !== undefined && (
          <span className={cx('num text-sm', n === 0 && 'text-ink-3')}>{n}</span>
        )}
      </button>
    </li>
  );
  return (
    <section>
      <h2 className="eyebrow px-2 pb-1">{title}</h2>
      <ul className="-me-2 flex flex-col">
        {row(undefined, any)}
        {choices.map(c => row(c.key, c.text, c.count))}
      </ul>
    </section>
  );
}
