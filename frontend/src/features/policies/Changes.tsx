import { Minus, Plus } from 'lucide-react';
import type { PolicyView } from '../../api';
import { useT } from '../../i18n';
import type { Part } from './sections';

/** What a part loses and gains. */
export interface Change {
  title: string;
  before: string[];
  after: string[];
}

/** The differences of two sets of policies, part by part. */
export function changesOf(
  parts: readonly Part[],
  before: PolicyView,
  after: PolicyView,
): Change[] {
  return parts
    .map(p => {
      const [was, is] = [p.lines(before), p.lines(after)];
      return {
        title: p.title,
        before: was.filter(l => !is.includes(l)),
        after: is.filter(l => !was.includes(l)),
      };
    })
    .filter(c => c.before.length + c.after.length > 0);
}

/** The differences in words: what goes in red with a minus, what comes in green with a plus. */
export function Changes({ list }: { list: readonly Change[] }) {
  const { t } = useT();
  if (list.length === 0) return <p className="text-ink-3">{t('policies.noChanges')}</p>;
  return (
    <div className="flex flex-col gap-3 text-sm">
      {list.map(c => (
        <section key={c.title}>
          <p className="font-medium">{c.title}</p>
          <ul>
            {c.before.map(line => (
              <li key={`-${line}`} className="flex items-start gap-2 text-alarm">
                <Minus aria-hidden className="mt-0.5 size-4 shrink-0" />
                <span>
                  <span className="sr-only">{t('policies.was')} </span>
                  {line}
                </span>
              </li>
            ))}
            {c.after.map(line => (
              <li key={`+${line}`} className="flex items-start gap-2 text-accent">
                <Plus aria-hidden className="mt-0.5 size-4 shrink-0" />
                <span>
                  <span className="sr-only">{t('policies.becomes')} </span>
                  {line}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
