import { Check, CheckCheck, FolderOpen, Save } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CourierView } from '../../api';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Section } from '../../ui/Page';
import { Exports } from './Exports';

interface Acts {
  busy: boolean;
  onSave: (fresh: boolean) => void;
  onOpen: () => void;
}

/** Where what waits here stands: nothing waits, some of it is in no file yet, or all of it is in files. */
type Phase = 'idle' | 'save' | 'carry';

const phaseOf = (v: CourierView): Phase =>
  v.waiting === 0 ? 'idle' : v.fresh > 0 || !v.canSeal ? 'save' : 'carry';

/** What waits here, in three steps: out to a stick, to where there is a link, and the answer back. */
export function Give({ view, ...acts }: Acts & { view: CourierView }) {
  const { t } = useT();
  const phase = phaseOf(view);
  const out = phase === 'carry';
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <Section title={t('courier.give')}>
        <ol className="flex flex-col gap-6 pt-1">
          <Step
            n={1}
            is={out ? 'done' : phase === 'save' ? 'now' : 'rest'}
            title={t('courier.steps.save')}
            text={t('courier.steps.saveText')}
          >
            <Saving view={view} phase={phase} {...acts} />
          </Step>
          <Step
            n={2}
            is={out ? 'now' : 'rest'}
            title={t('courier.steps.carry')}
            text={t('courier.steps.carryText')}
          >
            {out && <p className="font-medium text-wait">{t('courier.unknown')}</p>}
          </Step>
          <Step
            n={3}
            is="rest"
            title={t('courier.steps.back')}
            text={t('courier.steps.backText')}
          >
            {view.exports.length > 0 && (
              <Button
                look={out ? 'primary' : 'plain'}
                icon={FolderOpen}
                className="self-start"
                isDisabled={acts.busy}
                onPress={acts.onOpen}
              >
                {t('courier.openAnswer')}
              </Button>
            )}
          </Step>
        </ol>
      </Section>
      {view.exports.length > 0 && <Exports list={view.exports} />}
    </div>
  );
}

/** What can be saved now, or why nothing can. */
function Saving({
  view,
  phase,
  busy,
  onSave,
}: Omit<Acts, 'onOpen'> & { view: CourierView; phase: Phase }) {
  const { t } = useT();
  if (!view.canSeal) return <p className="text-wait">{t('courier.noKey')}</p>;
  if (phase === 'idle')
    return view.exports.length === 0 ? (
      <p className="text-ink-3">{t('courier.nothing')}</p>
    ) : (
      <p className="flex items-center gap-2 font-medium text-accent">
        <CheckCheck aria-hidden className="size-4 shrink-0" />
        {t('courier.arrived')}
      </p>
    );
  if (phase === 'carry')
    return (
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="font-medium text-accent">
          {t('courier.inFile', { n: count(view.waiting) })}
        </p>
        <Button icon={Save} isDisabled={busy} onPress={() => onSave(false)}>
          {t('courier.again')}
        </Button>
      </div>
    );
  return (
    <div className="flex flex-wrap gap-2">
      <Button look="primary" icon={Save} isDisabled={busy} onPress={() => onSave(false)}>
        {t('courier.all', { n: count(view.waiting) })}
      </Button>
      {view.fresh < view.waiting && (
        <Button icon={Save} isDisabled={busy} onPress={() => onSave(true)}>
          {t('courier.fresh', { n: count(view.fresh) })}
        </Button>
      )}
    </div>
  );
}

const marks = {
  done: 'border-transparent bg-accent-soft text-accent',
  now: 'border-transparent bg-accent text-accent-ink',
  rest: 'border-line-strong/60',
};

function Step({
  n,
  is,
  title,
  text,
  children,
}: {
  n: number;
  is: keyof typeof marks;
  title: string;
  text: string;
  children?: ReactNode;
}) {
  return (
    <li className="flex gap-4" aria-current={is === 'now' ? 'step' : undefined}>
      <span
        aria-hidden
        className={cx(
          'num flex size-8 shrink-0 items-center justify-center rounded-full border font-semibold',
          marks[is],
        )}
      >
        {is === 'done' ? <Check className="size-4" /> : n}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <h3 className="pt-1 font-semibold">{title}</h3>
        <p className="max-w-prose text-ink-2">{text}</p>
        {children}
      </div>
    </li>
  );
}
