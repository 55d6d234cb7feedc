import { ArrowDown, ArrowRight, ArrowUp } from 'lucide-react';
import type { Figure } from '../../api';
import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { useMeasure } from '../../ui/measure';

/** The numbers of a zone, the first of them large; each is the way to what it counts. */
export function Figures({ list }: { list: readonly Figure[] }) {
  const [first, ...rest] = list;
  return (
    <div className="grid gap-3 @2xl:grid-cols-2 @5xl:grid-cols-4">
      {first && <Card figure={first} large />}
      {rest.map(f => (
        <Card key={f.name} figure={f} />
      ))}
    </div>
  );
}

function Card({ figure: f, large }: { figure: Figure; large?: boolean }) {
  const { full } = useMeasure();
  useT();
  const body = (
    <>
      <span className="text-ink-2 text-sm">{codeText('dashboard.figures', f.name)}</span>
      <span
        className={cx(
          'num font-semibold',
          large ? 'text-[3rem] text-accent leading-[3.5rem]' : 'text-xl',
        )}
      >
        {full(f.kind, f.value)}
      </span>
      {f.before >= 0 && <Before figure={f} />}
    </>
  );
  const look = cx(
    'flex min-w-0 flex-col gap-0.5 rounded border bg-surface px-4 py-3',
    large && '@2xl:col-span-2 @2xl:row-span-2 @2xl:justify-center',
  );
  if (!f.link) return <div className={look}>{body}</div>;
  return (
    <a
      href={`#/${f.link}`}
      className={cx(look, 'group hover:border-accent hover:bg-hover')}
    >
      {body}
    </a>
  );
}

/** How it stood in the period before, in colour where one way is the good one. */
function Before({ figure: f }: { figure: Figure }) {
  const { t } = useT();
  const { full } = useMeasure();
  const way = Math.sign(f.value - f.before);
  const good = f.good === '' || way === 0 ? 0 : (f.good === 'up') === way > 0 ? 1 : -1;
  const Icon = way > 0 ? ArrowUp : way < 0 ? ArrowDown : ArrowRight;
  return (
    <span
      className={cx(
        'num flex items-center gap-1 text-xs',
        good > 0 ? 'text-accent' : good < 0 ? 'text-alarm' : 'text-ink-3',
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {t('dashboard.before', { value: full(f.kind, f.before) })}
    </span>
  );
}
