import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { RoundLine, RoundUnit } from '../../api';
import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { Chart, type Plot } from '../../ui/Chart';
import { type Column, DataTable } from '../../ui/DataTable';
import { Qty } from '../../ui/figures';
import { Section } from '../../ui/Page';

/** What each unit asked for and is given; with moved settings also who gains and who loses by them. */
export function Outcome({
  view,
  compare,
}: {
  view: { units: readonly RoundUnit[] };
  compare: boolean;
}) {
  const { t } = useT();
  const plot = useMemo(
    (): Plot => ({
      x: view.units.map(u => u.unitNo),
      xName: t('rounds.columns.unit'),
      kind: 'pieces',
      lines: [
        {
          name: t('rounds.asked'),
          form: 'bar',
          tone: 'ink-3',
          broken: true,
          values: view.units.map(u => u.asked),
        },
        {
          name: t('rounds.granted'),
          form: 'bar',
          tone: 'accent',
          values: view.units.map(u => u.granted),
        },
        ...(compare
          ? [
              {
                name: t('rounds.byPolicy'),
                form: 'dash' as const,
                tone: 'wait' as const,
                values: view.units.map(u => u.before),
              },
            ]
          : []),
      ],
    }),
    [view.units, compare, t],
  );
  return (
    <>
      <Chart label={t('rounds.plot')} plot={plot} height="h-72" />
      {compare && <Changes units={view.units} />}
    </>
  );
}

/** How many of each side are named. */
const named = 12;

function Changes({ units }: { units: readonly RoundUnit[] }) {
  const { t } = useT();
  const by = (u: RoundUnit) => u.granted - u.before;
  const gains = units.filter(u => by(u) > 0).sort((a, b) => by(b) - by(a));
  const loses = units.filter(u => by(u) < 0).sort((a, b) => by(a) - by(b));
  if (gains.length + loses.length === 0)
    return <p className="text-ink-3 text-sm">{t('rounds.noChange')}</p>;
  return (
    <div className="grid gap-x-8 gap-y-4 @3xl:grid-cols-2">
      {(
        [
          ['gain', gains, 'text-accent'],
          ['lose', loses, 'text-alarm'],
        ] as const
      ).map(([key, list, tone]) => (
        <Section
          key={key}
          title={t(`rounds.${key}`, {
            count: list.length,
            n: count(Math.abs(list.reduce((s, u) => s + by(u), 0))),
          })}
        >
          <ul className="text-sm">
            {list.slice(0, named).map(u => (
              <li key={u.unitId} className="flex items-baseline gap-2 border-t py-1">
                <span className="num w-14 shrink-0 font-medium">{u.unitNo}</span>
                <span className="min-w-0 flex-1 truncate text-ink-2" title={u.unitName}>
                  {u.unitName}
                </span>
                <span className="num whitespace-nowrap text-ink-3">
                  {count(u.before)} → {count(u.granted)}
                </span>
                <span className={cx('num w-12 text-end font-semibold', tone)}>
                  {by(u) > 0 ? '+' : ''}
                  {count(by(u))}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </div>
  );
}

/** Every line with what it is given and why not more. */
export function Lines({ lines }: { lines: readonly RoundLine[] }) {
  const { t } = useT();
  const navigate = useNavigate();
  const columns = useMemo(
    (): Column<RoundLine>[] => [
      {
        id: 'order',
        header: t('rounds.columns.order'),
        width: 'minmax(11rem,1fr)',
        cell: l => <span className="font-medium">{l.number}</span>,
      },
      {
        id: 'line',
        header: t('rounds.columns.line'),
        width: '4rem',
        end: true,
        cell: l => l.line,
      },
      {
        id: 'unit',
        header: t('rounds.columns.unit'),
        width: '6rem',
        cell: l => l.unitNo,
      },
      {
        id: 'asked',
        header: t('rounds.asked'),
        width: '6rem',
        end: true,
        cell: l => <Qty value={l.asked} />,
      },
      {
        id: 'granted',
        header: t('rounds.granted'),
        width: '7rem',
        end: true,
        cell: l => (
          <Qty
            value={l.granted}
            className={cx(
              'font-semibold',
              l.granted === 0
                ? 'text-alarm'
                : l.granted < l.asked
                  ? 'text-wait'
                  : 'text-accent',
            )}
          />
        ),
      },
      {
        id: 'short',
        header: t('rounds.columns.short'),
        width: 'minmax(15rem,2fr)',
        cell: l => {
          const text = l.short
            .map(s => `${codeText('state.short', s.code)}: ${count(s.pieces)}`)
            .join('; ');
          return (
            <div className="truncate text-ink-2" title={text}>
              {text || t('common.none')}
            </div>
          );
        },
      },
    ],
    [t],
  );
  return (
    <Section title={t('rounds.lines', { count: lines.length })}>
      <div className="flex h-80 flex-col rounded border">
        <DataTable
          label={t('rounds.lines', { count: lines.length })}
          columns={columns}
          total={lines.length}
          rowAt={i => lines[i]}
          rowId={l => `${l.orderId}/${l.line}/${l.itemId}`}
          onOpen={l => void navigate({ to: '/orders/$id', params: { id: l.orderId } })}
        />
      </div>
    </Section>
  );
}
