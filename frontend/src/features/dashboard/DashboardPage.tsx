import { ChartNoAxesCombined } from 'lucide-react';
import { useMemo } from 'react';
import { type DashboardView, type SeriesView, useDashboard, useSync } from '../../api';
import { codeText, useT } from '../../i18n';
import { Chart, type Plot, type PlotTone } from '../../ui/Chart';
import { When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page, ScrollArea, Section } from '../../ui/Page';
import { Figures } from './Figures';
import { Shares } from './Shares';
import { Stages } from './Stages';

const isEmpty = (d: DashboardView): boolean =>
  d.figures.length + d.stages.length + d.series.length + d.shares.length === 0;

/** The figures of a zone: how long the whole takes first, then what makes it long. Each opens its list. */
export function DashboardPage() {
  const { t } = useT();
  const dashboard = useDashboard();
  const sync = useSync().data;
  const asOf = dashboard.data?.asOf;
  return (
    <Page
      title={t('frame.pages.dashboard')}
      note={
        asOf && (
          <>
            {t('frame.truth.data')} <When at={asOf} />
          </>
        )
      }
    >
      <View
        of={dashboard}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={d =>
          isEmpty(d) && (
            <Empty icon={ChartNoAxesCombined} title={t('dashboard.empty')}>
              {t('dashboard.emptyText')}
            </Empty>
          )
        }
      >
        {d => (
          <ScrollArea
            label={t('frame.pages.dashboard')}
            className="flex min-h-0 flex-1 flex-col gap-7 p-4 *:shrink-0"
          >
            <Figures list={d.figures} />
            <div className="grid items-start gap-x-8 gap-y-7 @4xl:grid-cols-2">
              {d.stages.length > 0 && (
                <Section title={t('dashboard.stages.title')} className="@4xl:col-span-2">
                  <Stages list={d.stages} />
                </Section>
              )}
              {d.series.map(s => (
                <Series key={s.name} series={s} />
              ))}
              {d.shares.map(s => (
                <Shares key={s.name} share={s} />
              ))}
            </div>
          </ScrollArea>
        )}
      </View>
    </Page>
  );
}

const tones: readonly PlotTone[] = ['accent', 'wait', 'info', 'alarm', 'ink-3'];

function Series({ series }: { series: SeriesView }) {
  const { t } = useT();
  const plot = useMemo((): Plot => {
    const days = [...new Set(series.lines.flatMap(l => l.points.map(p => p.day)))].sort();
    return {
      x: days,
      xName: t('budget.day'),
      days: true,
      kind: series.kind,
      lines: series.lines.map((l, i) => {
        const by = new Map(l.points.map(p => [p.day, p.value]));
        return {
          name: codeText('dashboard.lines', l.name),
          form: 'line',
          tone: tones[i % tones.length] ?? 'accent',
          broken: i > 0 && l.name.startsWith('promised'),
          values: days.map(d => by.get(d) ?? null),
        };
      }),
    };
  }, [series, t]);
  return (
    <Chart label={codeText('dashboard.series', series.name)} plot={plot} height="h-56" />
  );
}
