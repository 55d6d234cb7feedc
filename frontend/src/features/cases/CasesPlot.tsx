import { type CasePage, useAppState } from '../../api';
import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { Chart, type PlotLine } from '../../ui/Chart';
import { type CasesSearch, caseAges } from './search';

/** Whether the plot is shown: as the address says, else the administration sees it. */
export function usePlotOn(search: CasesSearch): boolean {
  const zone = useAppState().data?.zone;
  return search.plot === undefined ? zone === 'admin' : search.plot === 'on';
}

/** Open cases by kind and by how long they have waited: as bars, and as a field of figures to press. */
export function CasesPlot({
  page,
  search,
  go,
}: {
  page: CasePage;
  search: CasesSearch;
  go: (change: Partial<CasesSearch>) => void;
}) {
  const { t } = useT();
  const rows = page.ages
    .map(a => ({ ...a, sum: a.counts.reduce((n, c) => n + c, 0) }))
    .filter(a => a.sum > 0)
    .toSorted((a, b) => b.sum - a.sum);
  const most = Math.max(1, ...rows.flatMap(r => r.counts));
  const all = caseAges.map((_, i) => rows.reduce((n, r) => n + (r.counts[i] ?? 0), 0));
  const chosen = rows.find(r => r.kind === search.kind);
  const bars: PlotLine[] = [
    {
      name: t('cases.plot.all'),
      form: 'bar',
      tone: chosen ? 'ink-3' : 'accent',
      values: all,
    },
  ];
  if (chosen)
    bars.push({
      name: codeText('cases.kind', chosen.kind),
      form: 'bar',
      tone: 'accent',
      values: chosen.counts,
    });
  return (
    <section
      aria-label={t('cases.plot.matrix')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className={cx(
        '-outline-offset-2 flex max-h-64 shrink-0 gap-6 overflow-auto border-b px-4 py-3 @max-3xl:flex-col',
        search.plot === undefined && '@max-3xl:hidden',
      )}
    >
      <div className="w-64 shrink-0 @max-3xl:w-full">
        <Chart
          label={t('cases.plot.title')}
          height="h-40"
          plot={{
            x: caseAges.map(a => t(`cases.ages.${a}`)),
            xName: t('cases.plot.age'),
            lines: bars,
            kind: 'count',
          }}
        />
      </div>
      <table className="h-fit min-w-0 flex-1 border-separate border-spacing-0.5 text-sm">
        <caption className="sr-only">{t('cases.plot.matrix')}</caption>
        <thead>
          <tr className="text-ink-3 text-xs">
            <th scope="col" className="text-start font-medium">
              {t('cases.kinds')}
            </th>
            {caseAges.map(a => (
              <th key={a} scope="col" className="px-1 font-medium">
                {t(`cases.ages.${a}`)}
              </th>
            ))}
            <th scope="col" className="px-1 text-end font-medium">
              {t('cases.plot.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(r => (
            <tr key={r.kind}>
              <th
                scope="row"
                title={codeText('cases.kind', r.kind)}
                className="max-w-40 truncate pe-2 text-start font-normal text-xs"
              >
                {codeText('cases.kind', r.kind)}
              </th>
              {caseAges.map((age, i) => (
                <td key={age} className="p-0">
                  <Cell
                    count={r.counts[i] ?? 0}
                    most={most}
                    on={search.kind === r.kind && search.age === age}
                    label={t('cases.plot.cell', {
                      kind: codeText('cases.kind', r.kind),
                      age: t(`cases.ages.${age}`),
                      n: r.counts[i] ?? 0,
                    })}
                    onPress={() =>
                      go(
                        search.kind === r.kind && search.age === age
                          ? { kind: undefined, age: undefined }
                          : { kind: r.kind as CasesSearch['kind'], age },
                      )
                    }
                  />
                </td>
              ))}
              <td className="num ps-2 text-end font-medium">{r.sum}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A figure of the field; the more cases, the fuller the bar under it. */
function Cell({
  count,
  most,
  on,
  label,
  onPress,
}: {
  count: number;
  most: number;
  on: boolean;
  label: string;
  onPress: () => void;
}) {
  if (count === 0)
    return <span className="block min-h-6 text-center text-ink-3 leading-6">·</span>;
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={on}
      title={label}
      onClick={onPress}
      className={cx(
        'num relative block min-h-6 w-full min-w-8 overflow-hidden rounded-sm bg-sunken text-center font-medium hover:bg-hover',
        on && 'outline-2 outline-accent -outline-offset-2',
      )}
    >
      <span
        aria-hidden
        className="absolute inset-x-0 bottom-0 h-1 bg-accent"
        style={{ width: `${Math.max(8, (count / most) * 100)}%` }}
      />
      <span className="relative">{count}</span>
    </button>
  );
}
