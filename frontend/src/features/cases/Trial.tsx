import { CircleCheck, CircleX } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { type CaseDryRun, type CaseForm, type CaseTrial, useDryRun } from '../../api';
import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { Button } from '../../ui/Button';
import { type Column, DataTable } from '../../ui/DataTable';
import { Effects } from '../../ui/Effects';
import { Money } from '../../ui/figures';
import { View } from '../../ui/forms';
import { ScrollArea, Section } from '../../ui/Page';
import { reasonText } from '../../ui/Reasons';
import { Badge } from '../../ui/StateBadge';

/** What one ruling would do to many cases, before anything is signed. */
export function Trial({
  form,
  onBack,
  onKeep,
  onSign,
}: {
  form: CaseForm;
  onBack: () => void;
  /** Goes on with these cases only. */
  onKeep: (cases: readonly string[]) => void;
  onSign: () => void;
}) {
  const { t } = useT();
  const run = useDryRun(form);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-baseline gap-3">
        <Button onPress={onBack}>{t('act.back')}</Button>
        <p className="font-semibold">{codeText('cases.outcome', form.outcome)}</p>
        <p className="text-ink-3 text-sm">{t('cases.many.trialTitle')}</p>
      </div>
      <View of={run}>
        {r => (
          <>
            {form.outcome === 'offer' && (
              <p className="font-medium text-wait">{t('cases.many.afterAuthor')}</p>
            )}
            <Sums run={r} later={form.outcome === 'offer'} />
            {r.fails > 0 && (
              <Fails
                run={r}
                onDrop={() => onKeep(r.rows.filter(x => x.ready).map(x => x.row.id))}
              />
            )}
            {(r.budgets.length > 0 || r.stocks.length > 0) && (
              <ScrollArea label={t('cases.outcomes')} className="max-h-56">
                <Effects
                  units
                  view={{
                    kind: 'case.rule',
                    decisions: [],
                    budgets: r.budgets,
                    stocks: r.stocks,
                  }}
                />
              </ScrollArea>
            )}
            {form.outcome === 'keep_first' && <Out rows={r.rows} />}
            <Section
              title={t('cases.many.list')}
              aside={<span className="text-ink-3 text-xs">{t('cases.many.order')}</span>}
            >
              <Rows rows={r.rows} />
            </Section>
            <Button
              look={form.outcome === 'keep_first' ? 'alarm' : 'primary'}
              className="self-end"
              isDisabled={r.ready === 0 || r.fails > 0}
              onPress={onSign}
            >
              {t('cases.many.on')}
            </Button>
          </>
        )}
      </View>
    </div>
  );
}

/** What all together come to; of an offer nothing is taken before each author signs. */
function Sums({ run, later }: { run: CaseDryRun; later: boolean }) {
  const { t } = useT();
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      <Sum name={t('cases.many.ready')} tone="text-accent">
        {count(run.ready)}
      </Sum>
      <Sum name={t('cases.many.fails')} tone={run.fails > 0 ? 'text-alarm' : ''}>
        {count(run.fails)}
      </Sum>
      <Sum
        name={
          later
            ? t('cases.many.moneyLater')
            : run.money < 0
              ? t('cases.many.moneyBack')
              : t('cases.many.money')
        }
      >
        <Money value={Math.abs(run.money)} />
      </Sum>
      <Sum
        name={
          later
            ? t('cases.many.piecesLater')
            : run.pieces < 0
              ? t('cases.many.piecesBack')
              : t('cases.many.pieces')
        }
      >
        {count(Math.abs(run.pieces))}
      </Sum>
    </dl>
  );
}

function Sum({
  name,
  tone,
  children,
}: {
  name: string;
  tone?: string;
  children: ReactNode;
}) {
  return (
    <div>
      <dt className="text-ink-3 text-sm">{name}</dt>
      <dd className={cx('num font-semibold text-xl', tone)}>{children}</dd>
    </div>
  );
}

/** Why some would fail, each reason in the words of the first case that has it. */
function Fails({ run, onDrop }: { run: CaseDryRun; onDrop: () => void }) {
  const { t, lang } = useT();
  const says = (code: string) => {
    const first = run.rows
      .flatMap(r => r.problems.slice(0, 1))
      .find(p => p.code === code);
    return first ? reasonText(first, lang) : code;
  };
  return (
    <div className="flex flex-wrap items-start justify-between gap-3 rounded bg-alarm-soft px-3 py-2">
      <div className="min-w-0">
        <p className="font-medium text-alarm">{t('cases.many.why')}</p>
        <ul>
          {run.codes.map(c => (
            <li key={c.key}>
              <span className="num font-semibold">{count(c.count)}</span> · {says(c.key)}
            </li>
          ))}
        </ul>
      </div>
      {run.ready > 0 ? (
        <Button onPress={onDrop}>{t('cases.many.drop')}</Button>
      ) : (
        <p className="text-alarm">{t('cases.many.none')}</p>
      )}
    </div>
  );
}

/** The devices that a ruling on these cases shuts out, each once. */
function Out({ rows }: { rows: readonly CaseTrial[] }) {
  const { t } = useT();
  const devices = new Set(
    rows.filter(r => r.ready).map(r => `${r.row.deviceName} · ${r.row.personName}`),
  );
  if (devices.size === 0) return null;
  return (
    <Section title={t('cases.many.out')}>
      <ul className="max-h-32 overflow-y-auto font-medium">
        {[...devices].map(d => (
          <li key={d}>{d}</li>
        ))}
      </ul>
      <p className="text-pretty text-ink-2 text-sm">
        {codeText('cases.about', 'keep_first')}
      </p>
    </Section>
  );
}

function Rows({ rows }: { rows: readonly CaseTrial[] }) {
  const { t, lang } = useT();
  const columns = useMemo(
    (): Column<CaseTrial>[] => [
      {
        id: 'ready',
        header: t('cases.many.outcome'),
        width: '8rem',
        cell: r => (
          <Badge
            plain
            tone={r.ready ? 'go' : 'alarm'}
            icon={r.ready ? CircleCheck : CircleX}
            text={r.ready ? t('cases.many.ready') : t('cases.many.fails')}
          />
        ),
      },
      {
        id: 'what',
        header: t('cases.what'),
        width: 'minmax(12rem,1fr)',
        cell: r => (
          <span
            className="block truncate"
            title={`${codeText('cases.kind', r.row.kind)} ${r.row.number}`}
          >
            {codeText('cases.kind', r.row.kind)} {r.row.number}
          </span>
        ),
      },
      {
        id: 'why',
        header: t('cases.ruling.reason'),
        width: 'minmax(12rem,1.5fr)',
        cell: r => {
          const why = r.problems[0] ? reasonText(r.problems[0], lang) : '';
          return (
            <span className="block truncate text-ink-2" title={why}>
              {why || t('common.none')}
            </span>
          );
        },
      },
      {
        id: 'money',
        header: t('queue.money'),
        width: '9rem',
        end: true,
        cell: r => <Money value={r.money} />,
      },
      {
        id: 'pieces',
        header: t('queue.stock'),
        width: '8rem',
        end: true,
        cell: r => count(r.pieces),
      },
    ],
    [t, lang],
  );
  return (
    <div className="flex h-56 flex-col rounded border">
      <DataTable
        label={t('cases.many.list')}
        columns={columns}
        total={rows.length}
        rowAt={i => rows[i]}
        rowId={r => r.row.id}
        onOpen={() => undefined}
      />
    </div>
  );
}
