import {
  FolderCheck,
  FolderOpen,
  Gavel,
  type LucideIcon,
  MessageSquare,
  RotateCcw,
  UserPlus,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { CaseRuling, CaseView } from '../../api';
import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { Button } from '../../ui/Button';
import { When } from '../../ui/figures';
import { Section } from '../../ui/Page';
import { Reasons } from '../../ui/Reasons';

interface Step {
  key: string;
  at: string;
  icon: LucideIcon;
  title: string;
  who: string;
  pending: boolean;
  tone: string;
  body?: ReactNode;
}

/** All that happened to the case, the oldest first: who has it, rulings, reversals, comments. */
export function History({
  view,
  desk,
  onReverse,
}: {
  view: CaseView;
  /** Only the administration is told whom a comment is for. */
  desk: boolean;
  onReverse: (ruling: CaseRuling) => void;
}) {
  const { t } = useT();
  const steps = useSteps(view, desk, onReverse);
  return (
    <Section title={t('cases.history')}>
      <ol className="flex flex-col gap-3">
        {steps.map(s => (
          <li key={s.key} className={cx('flex gap-3 border-s-2 ps-3', s.tone)}>
            <s.icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
            <div className="min-w-0 flex-1">
              <p className="font-medium">{s.title}</p>
              <p className="text-ink-3 text-sm">
                {s.who && `${s.who} · `}
                <When at={s.at} />
                {s.pending && (
                  <span className="text-wait"> · {t('cases.events.waiting')}</span>
                )}
              </p>
              {s.body}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function useSteps(
  { row, rulings, comments }: CaseView,
  desk: boolean,
  onReverse: (ruling: CaseRuling) => void,
): Step[] {
  const { t } = useT();
  const steps: Step[] = [
    {
      key: 'opened',
      at: row.openedAt,
      icon: FolderOpen,
      title: t('cases.events.opened'),
      who: '',
      pending: false,
      tone: 'border-line-strong',
    },
  ];
  if (row.assignedAt)
    steps.push({
      key: 'assigned',
      at: row.assignedAt,
      icon: UserPlus,
      title: t('cases.events.assigned', { name: row.assigneeName }),
      who: '',
      pending: false,
      tone: 'border-line-strong',
    });
  for (const r of rulings) {
    const outcome = codeText('cases.outcome', r.outcome);
    steps.push({
      key: `ruled/${r.id}/${r.at}`,
      at: r.at,
      icon: Gavel,
      title: t('cases.events.ruled', { outcome }),
      who: r.personName,
      pending: r.pending,
      tone: r.reversedAt ? 'border-line-strong' : 'border-accent',
      body: <Ruled ruling={r} onReverse={() => onReverse(r)} />,
    });
    if (r.reversedAt)
      steps.push({
        key: `reversed/${r.id}`,
        at: r.reversedAt,
        icon: RotateCcw,
        title: t('cases.events.reversed', { outcome }),
        who: r.reversedBy,
        pending: false,
        tone: 'border-wait',
        body: r.reversedText && <p className="whitespace-pre-line">{r.reversedText}</p>,
      });
  }
  comments.forEach((c, i) => {
    steps.push({
      key: `comment/${c.at}/${i}`,
      at: c.at,
      icon: MessageSquare,
      title: t('cases.events.commented'),
      who: c.personName,
      pending: c.pending,
      tone: 'border-info',
      body: (
        <>
          <p className="whitespace-pre-line">{c.text}</p>
          {desk && (
            <p className="text-ink-3 text-xs">
              {c.toAuthor ? t('cases.forAuthor') : t('cases.forDesk')}
            </p>
          )}
        </>
      ),
    });
  });
  if (row.closedAt)
    steps.push({
      key: 'closed',
      at: row.closedAt,
      icon: FolderCheck,
      title: row.closed
        ? codeText('cases.closedAs', row.closed)
        : t('cases.events.closed'),
      who: '',
      pending: false,
      tone: 'border-line-strong',
    });
  return steps.toSorted((a, b) => a.at.localeCompare(b.at));
}

function Ruled({ ruling: r, onReverse }: { ruling: CaseRuling; onReverse: () => void }) {
  const { t } = useT();
  return (
    <div className="flex flex-col gap-1">
      <p>
        <span className="text-ink-2">{codeText('cases.reason', r.reason)}</span>
        {r.text && <span className="block whitespace-pre-line">{r.text}</span>}
      </p>
      {r.canReverse && (
        <Button className="self-start" icon={RotateCcw} onPress={onReverse}>
          {t('cases.reverse')}
        </Button>
      )}
      {!r.canReverse && !r.reversedAt && r.whyNot.length > 0 && (
        <details>
          <summary className="min-h-6 text-ink-3 text-sm">
            {t('cases.cannotReverse')}
          </summary>
          <Reasons list={r.whyNot} remedies={false} className="text-sm" />
        </details>
      )}
    </div>
  );
}
