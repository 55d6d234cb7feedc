import { useNavigate } from '@tanstack/react-router';
import { FileText } from 'lucide-react';
import { savePaper } from '../api';
import { codeText, useT } from '../i18n';
import { toast } from '../lib/toasts';
import { When } from '../ui/figures';

/** A document that can be drawn: kind and id as the register knows them. */
export interface Paper {
  kind: string;
  id: string;
  number: string;
  at?: string;
}

/** Writes a document where the person says; works offline, a person's cancelling says nothing. */
export function useSavePaper(): (p: Paper, format: 'pdf' | 'xml') => void {
  const { t } = useT();
  return (p, format) =>
    void savePaper(p.kind, p.id, format)
      .then(path => path && toast(t('delivery.paper.saved', { path })))
      .catch(() => toast(t('delivery.paper.failed'), { tone: 'info' }));
}

/** Documents, each opened in the window or written as PDF or XML. */
export function Papers({ list }: { list: readonly Paper[] }) {
  const { t } = useT();
  const navigate = useNavigate();
  const save = useSavePaper();
  if (list.length === 0)
    return <p className="text-ink-3 text-sm">{t('delivery.paper.none')}</p>;
  return (
    <ul className="flex flex-col">
      {list.map(p => {
        const name = `${codeText('state.paper', p.kind)} ${p.number}`;
        return (
          <li
            key={`${p.kind}${p.id}`}
            className="flex flex-wrap items-center gap-x-1 border-t py-1 first:border-t-0"
          >
            <button
              type="button"
              onClick={() =>
                void navigate({
                  to: '/paper/$kind/$id',
                  params: { kind: p.kind, id: p.id },
                })
              }
              className="flex min-h-8 min-w-24 flex-1 items-start gap-2 rounded-sm py-1 text-start hover:bg-hover"
            >
              <FileText aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
              <span className="min-w-0">
                <span className="block font-medium text-accent">
                  {codeText('state.paper', p.kind)}
                </span>
                <span className="num block break-words text-ink-3 text-sm">
                  {p.number}
                  {p.at && (
                    <span className="block">
                      <When at={p.at} as="day" />
                    </span>
                  )}
                </span>
              </span>
            </button>
            {(['pdf', 'xml'] as const).map(format => (
              <button
                key={format}
                type="button"
                aria-label={t('delivery.paper.save', {
                  name,
                  format: format.toUpperCase(),
                })}
                onClick={() => save(p, format)}
                className="min-h-8 rounded px-1.5 font-medium text-ink-2 text-sm hover:bg-hover hover:text-ink"
              >
                {format.toUpperCase()}
              </button>
            ))}
          </li>
        );
      })}
    </ul>
  );
}
