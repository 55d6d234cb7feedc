import { Ban, CircleDashed, RotateCcw, UserPen } from 'lucide-react';
import * as A from 'react-aria-components';
import type { CaseProposal, CaseView } from '../../api';
import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { useNow } from '../../lib/now';
import { factText } from '../../ui/ActSheet';
import { Effects } from '../../ui/Effects';
import { OrderSheet } from '../../ui/OrderSheet';
import { Facts, Section } from '../../ui/Page';
import { Reasons } from '../../ui/Reasons';
import { Badge } from '../../ui/StateBadge';

/** What can be done now first, the rest behind it. */
export const inOrder = (all: readonly CaseProposal[]): CaseProposal[] => [
  ...all.filter(p => p.ready),
  ...all.filter(p => !p.ready),
];

/** Whether it takes a device its access: it is never offered by itself. */
export const shutsOut = (p: CaseProposal): boolean =>
  p.outcome === 'keep_first' || p.facts.some(f => f.name === 'shut_out');

/** The outcomes that fit the case, each with what it would do; one of them is chosen, none is done. What cannot be done now is folded away. */
export function Proposals({
  view,
  chosen,
  onChoose,
}: {
  view: CaseView;
  chosen: string;
  onChoose: (outcome: string) => void;
}) {
  const { t } = useT();
  const ready = view.proposals.filter(p => p.ready);
  const stopped = view.proposals.filter(p => !p.ready);
  const cards = (
    <div className="grid gap-3 @5xl:grid-cols-2">
      {ready.map((p, i) => (
        <Card
          key={p.outcome}
          proposal={p}
          place={i + 1}
          rules={view.canRule}
          on={view.canRule && p.outcome === chosen}
        />
      ))}
    </div>
  );
  return (
    <Section title={t('cases.outcomes')}>
      {view.proposals.length > 0 && (
        <p className="text-ink-3 text-sm">{t('cases.outcomesNote')}</p>
      )}
      {view.proposals.length === 0 ? (
        <p className="text-ink-2">{t('cases.noOutcomes')}</p>
      ) : view.canRule && ready.length > 0 ? (
        <A.RadioGroup aria-label={t('cases.outcomes')} value={chosen} onChange={onChoose}>
          {cards}
        </A.RadioGroup>
      ) : (
        cards
      )}
      {stopped.length > 0 && (
        <details open={ready.length === 0}>
          <summary className="min-h-8 content-center text-ink-2">
            {t('cases.stopped', { count: stopped.length })}
            <span className="text-ink-3 text-sm">
              {' '}
              · {stopped.map(p => codeText('cases.outcome', p.outcome)).join(' · ')}
            </span>
          </summary>
          <div className="mt-1 grid gap-3 @5xl:grid-cols-2">
            {stopped.map(p => (
              <Card key={p.outcome} proposal={p} place={10} rules={false} on={false} />
            ))}
          </div>
        </details>
      )}
    </Section>
  );
}

/** Whether a later ruling can take it back; what shuts a device out only in part. */
function reversal(p: CaseProposal, t: ReturnType<typeof useT>['t']): string {
  if (!p.reversible) return t('cases.irreversible');
  return shutsOut(p) ? t('cases.staysOut') : t('cases.reversible');
}

function Card({
  proposal: p,
  place,
  rules,
  on,
}: {
  proposal: CaseProposal;
  place: number;
  rules: boolean;
  on: boolean;
}) {
  const { t, lang } = useT();
  const now = useNow();
  const name = codeText('cases.outcome', p.outcome);
  const out = shutsOut(p);
  const still = p.budgets.length === 0 && p.stocks.length === 0;
  const head = (
    <span className="min-w-0">
      <span className="font-semibold">{name}</span>
      <span className="block text-pretty text-ink-2 text-sm">
        {codeText('cases.about', p.outcome)}
      </span>
    </span>
  );
  return (
    <div
      className={cx(
        'flex min-w-0 flex-col gap-2 rounded border bg-surface p-3',
        on && (out ? 'border-alarm bg-alarm-soft' : 'border-accent bg-accent-soft'),
        !p.ready && 'bg-sunken',
      )}
    >
      {rules ? (
        <A.Radio
          value={p.outcome}
          className="group flex items-start gap-2.5 rounded-sm data-focus-visible:outline-2 data-focus-visible:outline-accent"
        >
          <span
            aria-hidden
            className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface group-data-selected:border-accent"
          >
            <span className="invisible size-2 rounded-full bg-accent group-data-selected:visible" />
          </span>
          {head}
          {place < 10 && (
            <kbd aria-hidden className="num ms-auto text-ink-3 text-xs">
              {place}
            </kbd>
          )}
        </A.Radio>
      ) : (
        head
      )}
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {!p.ready && <Badge tone="alarm" icon={Ban} text={t('cases.notNow')} plain />}
        {p.needsAuthor && (
          <Badge tone="wait" icon={UserPen} text={t('cases.needsAuthor')} plain />
        )}
        {p.ready && (
          <Badge
            plain
            tone={out ? 'alarm' : p.reversible ? 'still' : 'wait'}
            icon={RotateCcw}
            text={reversal(p, t)}
          />
        )}
      </div>
      {p.problems.length > 0 && (
        <Reasons list={p.problems} places remedies={false} className="text-sm" />
      )}
      {p.facts.length > 0 && (
        <Facts
          className="text-sm"
          rows={p.facts.map(f => [
            codeText('act.facts', f.name),
            <span key={f.name} className="num whitespace-pre-line font-medium">
              {factText(f, now, lang)}
            </span>,
          ])}
        />
      )}
      {still && p.ready && (
        <p className="flex items-center gap-1.5 text-ink-3 text-sm">
          <CircleDashed aria-hidden className="size-3.5" />
          {t('cases.noEffect')}
        </p>
      )}
      {!still && (
        <>
          {p.needsAuthor && <p className="eyebrow">{t('cases.afterAuthor')}</p>}
          <div className="overflow-x-auto">
            <Effects
              units
              view={{
                kind: 'case.rule',
                decisions: [],
                budgets: p.budgets,
                stocks: p.stocks,
              }}
            />
          </div>
        </>
      )}
      {p.offer && (
        <details>
          <summary className="eyebrow min-h-6">{t('cases.offered')}</summary>
          <OrderSheet doc={p.offer} changes={[...p.offerDiff]} />
        </details>
      )}
    </div>
  );
}
