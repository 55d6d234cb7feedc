import { useNavigate, useParams } from '@tanstack/react-router';
import { Archive, ArrowLeftRight, Pencil } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type BudgetDetail, useAppState, useBudget } from '../../api';
import { codeText, useT } from '../../i18n';
import { day } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Chart, type Plot } from '../../ui/Chart';
import { Day, Money, When } from '../../ui/figures';
import { View } from '../../ui/forms';
import { Page, ScrollArea, Section } from '../../ui/Page';
import { Badge, StateBadge } from '../../ui/StateBadge';
import { FundSummary } from './FundSummary';
import { type MoneyAct, MoneyDialog } from './MoneyDialog';

/** A fund in full: where it goes, how fast, how it came to be, and what orders hold of it. */
export function FundPage() {
  const { t } = useT();
  const { id = '' } = useParams({ strict: false });
  const fund = useBudget(id);
  const finance = useAppState().data?.roles.includes('finance') ?? false;
  const [act, setAct] = useState<MoneyAct>();
  return (
    <View of={fund}>
      {v => (
        <Page
          title={`${t(`state.fund.${v.budget.fund}`)}, ${v.budget.year}`}
          note={
            <>
              {v.budget.unitName} · {t('frame.truth.data')} <When at={v.budget.asOf} />
            </>
          }
          actions={
            v.closed ? (
              <Badge tone="still" icon={Archive} text={t('budget.closed')} />
            ) : (
              finance && (
                <>
                  <Button icon={ArrowLeftRight} onPress={() => setAct('budget.transfer')}>
                    {t('budget.acts.transfer')}
                  </Button>
                  <Button icon={Pencil} onPress={() => setAct('budget.amend')}>
                    {t('budget.acts.amend')}
                  </Button>
                  <Button icon={Archive} onPress={() => setAct('budget.close_year')}>
                    {t('budget.acts.close')}
                  </Button>
                </>
              )
            )
          }
        >
          <ScrollArea
            label={v.budget.unitName}
            className="flex min-h-0 flex-1 flex-col gap-6 p-4 *:shrink-0"
          >
            <div className="grid gap-6 @4xl:grid-cols-[20rem_minmax(0,1fr)]">
              <FundSummary budget={v.budget} />
              <BurnDown view={v} />
            </div>
            <div className="grid items-start gap-6 @4xl:grid-cols-[20rem_minmax(0,1fr)]">
              <Changes view={v} />
              <Orders view={v} />
            </div>
          </ScrollArea>
          {act && (
            <MoneyDialog act={act} budget={v.budget} onClose={() => setAct(undefined)} />
          )}
        </Page>
      )}
    </View>
  );
}

function BurnDown({ view: v }: { view: BudgetDetail }) {
  const { t, lang } = useT();
  const plot = useMemo((): Plot => {
    const last = v.burnDown.at(-1);
    const ahead = v.forecast.filter(p => p.day !== last?.day);
    const past = v.burnDown.length;
    const blank = (n: number) => Array.from({ length: n }, () => null);
    return {
      x: [...v.burnDown.map(p => p.day), ...ahead.map(p => p.day)],
      xName: t('budget.day'),
      days: true,
      kind: 'money',
      lines: [
        {
          name: t('budget.freeLine'),
          form: 'line',
          tone: 'accent',
          values: [...v.burnDown.map(p => p.value), ...blank(ahead.length)],
        },
        {
          name: t('budget.forecast'),
          form: 'line',
          tone: 'wait',
          broken: true,
          values: [
            ...blank(Math.max(0, past - 1)),
            ...(last ? [last.value] : []),
            ...ahead.map(p => p.value),
          ],
          range: [
            ...blank(Math.max(0, past - 1)),
            ...(last ? [[last.value, last.value] as [number, number]] : []),
            ...ahead.map(p => [p.low, p.high] as [number, number]),
          ],
        },
      ],
      ...(v.exhaustedOn
        ? { mark: { x: v.exhaustedOn, text: day(v.exhaustedOn, lang) } }
        : {}),
    };
  }, [v, t, lang]);
  if (v.burnDown.length === 0)
    return (
      <Section title={t('budget.burnDown')}>
        <p className="text-ink-3">{t('budget.noBurnDown')}</p>
      </Section>
    );
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Chart label={t('budget.burnDown')} plot={plot} height="h-72" />
      <p className={v.exhaustedOn ? 'font-medium text-alarm' : 'text-accent'}>
        {v.exhaustedOn ? (
          <>
            {t('budget.exhausted')} <Day on={v.exhaustedOn} />
          </>
        ) : (
          t('budget.lasts')
        )}
      </p>
    </div>
  );
}

function Changes({ view: v }: { view: BudgetDetail }) {
  const { t } = useT();
  return (
    <Section title={t('budget.changes')}>
      {v.changes.length === 0 && <p className="text-ink-3">{t('budget.noChanges')}</p>}
      <ul className="text-sm">
        {v.changes.map((c, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: changes are only ever added at the end.
          <li key={i} className="grid grid-cols-[1fr_auto] gap-x-4 border-t py-1.5">
            <span className="font-medium">{codeText('budget.kinds', c.kind)}</span>
            <span className="text-end font-medium">
              {c.amount > 0 && '+'}
              <Money value={c.amount} className={c.amount < 0 ? 'text-alarm' : ''} />
            </span>
            <span className="text-ink-3">
              <When at={c.at} as="day" />
              {c.by && `, ${c.by}`}
            </span>
            <span />
            {c.comment && <span className="col-span-2 text-ink-2">{c.comment}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** How many orders stand in the page; the rest are in the list of orders. */
const shown = 50;

function Orders({ view: v }: { view: BudgetDetail }) {
  const { t } = useT();
  const navigate = useNavigate();
  const columns = ['reserved', 'committed', 'invoiced', 'paid'] as const;
  return (
    <Section title={t('budget.orders', { count: v.orders.length })}>
      {v.orders.length === 0 && <p className="text-ink-3">{t('budget.noOrders')}</p>}
      {v.orders.length > 0 && (
        <div className="overflow-x-auto">
          <table className="num w-full border-collapse text-sm">
            <thead>
              <tr className="text-end text-ink-3 text-xs">
                <th scope="col" className="py-1.5 pe-3 text-start font-medium">
                  {t('queue.order')}
                </th>
                {columns.map(k => (
                  <th key={k} scope="col" className="py-1.5 ps-3 font-medium">
                    {t(`budget.${k}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {v.orders.slice(0, shown).map(o => (
                <tr key={o.orderId} className="border-t">
                  <th scope="row" className="py-1.5 pe-3 text-start font-normal">
                    <button
                      type="button"
                      className="font-medium text-accent underline-offset-2 hover:underline"
                      onClick={() =>
                        void navigate({ to: '/orders/$id', params: { id: o.orderId } })
                      }
                    >
                      {o.number}
                    </button>
                    <div>
                      <StateBadge plain kind="decision" state={o.decision} />
                    </div>
                  </th>
                  {columns.map(k => (
                    <td key={k} className="py-1.5 ps-3 text-end align-top">
                      {o[k] === 0 ? (
                        <span className="text-ink-3">{t('common.none')}</span>
                      ) : (
                        <Money value={o[k]} />
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
