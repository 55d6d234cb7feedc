import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, registerLocale, use } from 'echarts/core';
import langUK from 'echarts/i18n/langUK-obj.js';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useT } from '../i18n';
import { day } from '../lib/format';
import type { Lang } from '../lib/prefs';
import type { Plot, PlotLine } from './Chart';
import { useMeasure } from './measure';

// The only place that knows the library of plots; Chart loads it when it is needed.
// Colours are the theme's own variables: a change of theme repaints by itself.

use([
  BarChart,
  LineChart,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  SVGRenderer,
]);
registerLocale('UK', langUK);

const ink = (name: string): string => `var(--${name})`;
const text = { color: ink('ink-3'), fontFamily: 'inherit', fontSize: 12, lineHeight: 14 };
const still = { emphasis: { disabled: true }, animation: false, silent: true };

interface Writing {
  lang: Lang;
  full: (value: number) => string;
  short: (value: number) => string;
}

/** A drawing that fills the box around it. */
export default function Drawing({ plot }: { plot: Plot }) {
  const { lang } = useT();
  const { full, short } = useMeasure();
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<ReturnType<typeof init>>(undefined);
  useEffect(() => {
    if (!box.current) return;
    const chart = init(box.current, null, {
      renderer: 'svg',
      locale: lang === 'uk' ? 'UK' : 'EN',
    });
    drawn.current = chart;
    const size = new ResizeObserver(() => chart.resize());
    size.observe(box.current);
    return () => {
      size.disconnect();
      chart.dispose();
      drawn.current = undefined;
    };
  }, [lang]);
  useEffect(() => {
    drawn.current?.setOption(
      optionOf(plot, {
        lang,
        full: v => full(plot.kind, v),
        short: v => short(plot.kind, v),
      }),
      { notMerge: true },
    );
  });
  return <div ref={box} className="size-full" />;
}

/** Whether the names under the bars do not fit side by side. */
const isLong = (plot: Plot): boolean => plot.x.length > 8 || plot.x.join('').length > 36;

function optionOf(plot: Plot, w: Writing): EChartsCoreOption {
  const many = plot.x.length > 24;
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: {
      left: 4,
      right: 12,
      top: 12,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: plot.days ? 'time' : 'category',
      ...(plot.days ? {} : { data: plot.x }),
      axisLine: { lineStyle: { color: ink('line-strong') } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...text,
        // A bar without a name says nothing.
        hideOverlap: plot.days || many,
        ...(plot.days
          ? {}
          : { interval: many ? 'auto' : 0, rotate: isLong(plot) ? 45 : 0 }),
      },
    },
    yAxis: {
      type: 'value',
      splitNumber: 4,
      axisLine: { show: false },
      axisLabel: { ...text, formatter: w.short },
      splitLine: { lineStyle: { color: ink('line') } },
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      axisPointer: {
        type: plot.lines.some(l => l.form === 'bar') ? 'shadow' : 'line',
        lineStyle: { color: ink('line-strong') },
        shadowStyle: { color: ink('selected'), opacity: 0.6 },
        label: { show: false },
      },
      backgroundColor: ink('surface'),
      borderColor: ink('line-strong'),
      borderWidth: 1,
      padding: [6, 10],
      shadowBlur: 0,
      textStyle: { color: ink('ink'), fontSize: 12, fontFamily: 'inherit' },
      formatter: (at: unknown) => hint(plot, at, w),
    },
    series: plot.lines.flatMap((l, i) => seriesOf(plot, l, i)),
  };
}

/** A line and, where it has a range, the band under it: two stacked areas of which only the upper is seen. */
function seriesOf(plot: Plot, l: PlotLine, i: number): object[] {
  const points = (values: readonly (number | null)[]) =>
    plot.days ? values.map((v, n) => [plot.x[n], v]) : [...values];
  const colour = ink(l.tone);
  const made: object[] = [];
  if (l.range) {
    const band = {
      ...still,
      type: 'line',
      stack: `band-${i}`,
      stackStrategy: 'all',
      symbol: 'none',
      lineStyle: { opacity: 0 },
    };
    made.push(
      {
        ...band,
        data: points(l.range.map(r => r?.[0] ?? null)),
        areaStyle: { opacity: 0 },
      },
      {
        ...band,
        data: points(l.range.map(r => (r ? r[1] - r[0] : null))),
        areaStyle: { color: colour, opacity: 0.18 },
      },
    );
  }
  if (l.form === 'bar')
    made.push({
      ...still,
      type: 'bar',
      barGap: '-100%',
      barMaxWidth: 28,
      z: 2 + i,
      data: points(l.values),
      itemStyle: { color: colour, opacity: l.broken ? 0.3 : 1 },
    });
  else if (l.form === 'dash')
    made.push({
      ...still,
      type: 'line',
      symbol: 'rect',
      symbolSize: [plot.x.length > 40 ? 6 : 16, 3],
      showSymbol: true,
      showAllSymbol: true,
      z: 10,
      data: points(l.values),
      lineStyle: { opacity: 0 },
      itemStyle: { color: colour },
    });
  else
    made.push({
      ...still,
      type: 'line',
      symbol: 'none',
      z: 4 + i,
      data: points(l.values),
      lineStyle: { color: colour, width: 2, type: l.broken ? 'dashed' : 'solid' },
      itemStyle: { color: colour },
      ...(i === 0 && plot.mark ? { markLine: markOf(plot.mark) } : {}),
    });
  return made;
}

const markOf = (mark: { x: string; text: string }): object => ({
  silent: true,
  symbol: 'none',
  animation: false,
  lineStyle: { color: ink('alarm'), type: 'solid', width: 1 },
  label: {
    ...text,
    color: ink('alarm'),
    formatter: mark.text,
    position: 'insideEndTop',
    rotate: 0,
    distance: 4,
    align: 'right',
  },
  data: [{ xAxis: mark.x }],
});

/** What stands at a place of the plot; built of text nodes, never of markup. */
function hint(plot: Plot, at: unknown, w: Writing): HTMLElement {
  const box = document.createElement('div');
  const first = (Array.isArray(at) ? at[0] : at) as { dataIndex?: number } | undefined;
  const i = first?.dataIndex ?? 0;
  const x = plot.x[i] ?? '';
  const head = document.createElement('div');
  head.style.fontWeight = '600';
  head.textContent = plot.days ? day(x, w.lang) : x;
  box.append(head);
  for (const l of plot.lines) {
    const value = l.values[i];
    if (value === null || value === undefined) continue;
    const range = l.range?.[i];
    const row = document.createElement('div');
    row.className = 'num';
    row.textContent = `${l.name}: ${w.full(value)}${range ? ` (${w.full(range[0])} … ${w.full(range[1])})` : ''}`;
    box.append(row);
  }
  return box;
}
