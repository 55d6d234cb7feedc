import { CloudDownload, Paperclip } from 'lucide-react';
import { useT } from '../i18n';
import { count } from '../lib/format';
import { Section } from './Page';

/** Files that belong to a paper, and whether each is on this laptop yet. */
export function Files({
  title,
  list,
}: {
  title: string;
  list: readonly { hash: string; name: string; bytes: number; here: boolean }[];
}) {
  const { t } = useT();
  if (list.length === 0) return null;
  return (
    <Section title={title}>
      <ul className="flex flex-col gap-1.5 text-sm">
        {list.map(f => {
          const Icon = f.here ? Paperclip : CloudDownload;
          return (
            <li key={f.hash} className="flex gap-2">
              <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
              <span className="min-w-0 break-words">
                {f.name}
                <span className="block text-ink-3">
                  {t('delivery.fileSize', { n: count(Math.ceil(f.bytes / 1000)) })} ·{' '}
                  {f.here ? t('delivery.fileHere') : t('delivery.fileAway')}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
