import { ChartLine, Table2 } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useT } from '../i18n';
import { cx } from '../lib/cx';
import { day } from '../lib/format';
import { IconButton } from './Button';
import { useMeasure } from './measure';
import { ScrollArea } from './Page';

export type PlotTone = 'accent' | 'wait' | 'alarm' | 'info' | 'ink-3';

/** One line, row of bars or row of dashes of a plot. */
export interface PlotLine {
  name: string;
  form: 'line' | 'bar' | 'dash';
  tone: PlotTone;
  /** One value for each x; null where there is none. */
  values: readonly (number | null)[];
  /** The range around each value, drawn as a band. */
  range?: readonly ([number, number] | null)[];
  /** A broken line: what is expected and not known. */
  broken?: boolean;
}

/** What a plot shows; the same data stand in its table. */
export interface Plot {
  /** Days ("2026-11-01") where `days`, else names. */
  x: readonly string[];
  days?: boolean;
  /** What the x are, for the head of the table. */
  xName: string;
  lines: readonly PlotLine[];
  /** "money", "days", "count", "percent", "pieces". */
  kind: string;
  /** A day with an upright line and a word. */
  mark?: { x: string; text: string };
}

// The library of plots is large: it comes with the first plot, not with the window.
const Drawing = lazy(() => import('./plot'));

const swatch: Record<PlotTone, string> = {
  accent: 'bg-accent',
  wait: 'bg-wait',
  alarm: 'bg-alarm',
  info: 'bg-info',
  'ink-3': 'bg-ink-3',
};
const edge: Record<PlotTone, string> = {
  accent: 'border-accent',
  wait: 'border-wait',
  alarm: 'border-alarm',
  info: 'border-info',
  'ink-3': 'border-ink-3',
};

/** A plot with its legend; one press shows the same figures as a table. */
export function Chart({
  label,
  plot,
  height = 'h-64',
  aside,
}: {
  label: string;
  plot: Plot;
  height?: string;
  aside?: ReactNode;
}) {
  const { t } = useT();
  const [table, setTable] = useState(false);
  return (
    <figure className="flex min-w-0 flex-col gap-2">
      <figcaption className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1">
        <span className="eyebrow">{label}</span>
        {!table &&
          plot.lines.length > 1 &&
          plot.lines.map(l => (
            <span
              key={l.name}
              className="flex items-center gap-1.5 whitespace-nowrap text-ink-2 text-xs"
            >
              <Swatch line={l} />
              {l.name}
            </span>
          ))}
        <span className="ms-auto flex items-center gap-2">
          {aside}
          <IconButton
            icon={table ? ChartLine : Table2}
            label={table ? t('common.plot.asPlot') : t('common.plot.asTable')}
            onPress={() => setTable(!table)}
          />
        </span>
      </figcaption>
      {table ? (
        <ScrollArea label={label} className={cx(height, 'rounded border bg-surface')}>
          <PlotTable plot={plot} />
        </ScrollArea>
      ) : (
        <div
          role="img"
          aria-label={t('common.plot.label', { label })}
          className={cx(height, 'min-w-0')}
        >
          <Suspense fallback={null}>
            <Drawing plot={plot} />
          </Suspense>
        </div>
      )}
    </figure>
  );
}

function Swatch({ line: l }: { line: PlotLine }) {
  if (l.form === 'bar')
    return (
      <span
        aria-hidden
        className={cx('size-2.5 rounded-[2px]', swatch[l.tone], l.broken && 'opacity-30')}
      />
    );
  return (
    <span
      aria-hidden
      className={cx('w-5 border-t-2', edge[l.tone], l.broken && 'border-dashed')}
    />
  );
}

/** At most so many rows stand in the table: of a long plot every n-th, and the last. */
const mostRows = 60;

function PlotTable({ plot }: { plot: Plot }) {
  const { t, lang } = useT();
  const { full } = useMeasure();
  const step = Math.ceil(plot.x.length / mostRows);
  const rows = plot.x
    .map((x, i) => ({ x, i }))
    .filter(({ i }) => i % step === 0 || i === plot.x.length - 1);
  return (
    <table className="w-full border-collapse text-sm">
      {step > 1 && (
        <caption className="px-3 py-1.5 text-start text-ink-3 text-xs">
          {t('common.plot.everyNth', { n: step })}
        </caption>
      )}
      <thead>
        <tr className="sticky top-0 bg-surface text-end text-ink-3 text-xs">
          <th scope="col" className="px-3 py-1.5 text-start font-medium">
            {plot.xName}
          </th>
          {plot.lines.map(l => (
            <th key={l.name} scope="col" className="px-3 py-1.5 font-medium">
              {l.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="num">
        {rows.map(({ x, i }) => (
          <tr key={x} className="border-t">
            <th scope="row" className="px-3 py-1 text-start font-normal">
              {plot.days ? day(x, lang) : x}
            </th>
            {plot.lines.map(l => {
              const value = l.values[i] ?? null;
              const range = l.range?.[i];
              return (
                <td key={l.name} className="px-3 py-1 text-end">
                  {value === null ? t('common.none') : full(plot.kind, value)}
                  {range && (
                    <span className="text-ink-3">
                      {' '}
                      ({full(plot.kind, range[0])} … {full(plot.kind, range[1])})
                    </span>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
