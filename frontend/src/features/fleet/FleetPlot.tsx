import type { FleetPage } from '../../api';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { Chart } from '../../ui/Chart';
import { ScrollArea } from '../../ui/Page';

const bounds = ['1', '2', '3', '4', '5', '6', '7'] as const;
/** Versions beyond these are few. */
const most = 8;

/** A text broken at the space that is nearest to its middle. */
function inTwo(text: string): string {
  const far = (i: number) => Math.abs(i - text.length / 2);
  const [at] = [...text.matchAll(/ /g)].map(m => m.index).sort((a, b) => far(a) - far(b));
  return at === undefined ? text : `${text.slice(0, at)}\n${text.slice(at + 1)}`;
}

/** The whole fleet at a glance: when devices were last heard of, and what they run. */
export function FleetPlot({
  page,
  asked,
}: {
  page: FleetPage;
  /** A narrow window shows the plots only then. */
  asked: boolean;
}) {
  const { t } = useT();
  const versions = page.versions.toSorted((a, b) => b.count - a.count).slice(0, most);
  return (
    <ScrollArea
      label={t('fleet.plot.contacts')}
      className={cx(
        'flex max-h-60 shrink-0 gap-8 overflow-auto border-b px-4 py-3 @max-3xl:flex-col',
        !asked && '@max-3xl:hidden',
      )}
    >
      <div className="min-w-0 flex-1 @max-3xl:flex-none">
        <Chart
          label={t('fleet.plot.contacts')}
          height="h-36"
          plot={{
            // In two lines, else there is no room for each under its bar.
            x: bounds.map(b => inTwo(t(`fleet.plot.${b}`))),
            xName: t('fleet.contact'),
            lines: [
              {
                name: t('fleet.plot.devices'),
                form: 'bar',
                tone: 'accent',
                values: bounds.map((_, i) => page.contacts[i] ?? 0),
              },
            ],
            kind: 'count',
          }}
        />
      </div>
      <div className="min-w-0 flex-1 @max-3xl:flex-none">
        <Chart
          label={t('fleet.plot.versions')}
          height="h-36"
          plot={{
            x: versions.map(v => v.key || t('fleet.noVersion')),
            xName: t('fleet.byVersion'),
            lines: [
              {
                name: t('fleet.plot.devices'),
                form: 'bar',
                tone: 'info',
                values: versions.map(v => v.count),
              },
            ],
            kind: 'count',
          }}
        />
      </div>
    </ScrollArea>
  );
}
