import { cx } from '../lib/cx';

export interface Tab<K extends string> {
  key: K;
  text: string;
  count?: number;
  urgent?: boolean;
}

/** Saved views of a list with how many each holds. */
export function Tabs<K extends string>({
  label,
  value,
  tabs,
  onChange,
}: {
  label: string;
  value: K;
  tabs: readonly Tab<K>[];
  onChange: (key: K) => void;
}) {
  return (
    <nav aria-label={label} className="flex shrink-0 gap-1 overflow-x-auto border-b px-3">
      {tabs.map(tab => (
        <button
          key={tab.key}
          type="button"
          aria-current={tab.key === value ? 'true' : undefined}
          onClick={() => onChange(tab.key)}
          className={cx(
            '-outline-offset-2 row-dense flex shrink-0 items-center gap-2 whitespace-nowrap border-b-2 px-2',
            tab.key === value
              ? 'border-accent font-medium text-accent'
              : 'border-transparent text-ink-2 hover:text-ink',
          )}
        >
          {tab.text}
          {tab.count !== undefined && (
            <span
              className={cx(
                'num text-sm',
                tab.urgent && tab.count > 0
                  ? 'rounded-sm bg-alarm-soft px-1.5 font-medium text-alarm'
                  : 'text-ink-3',
              )}
            >
              {tab.count}
            </span>
          )}
        </button>
      ))}
    </nav>
  );
}
