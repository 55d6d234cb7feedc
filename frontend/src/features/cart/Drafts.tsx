import { FolderOpen } from 'lucide-react';
import { type DraftRowView, useOpenDraft } from '../../api';
import { useT } from '../../i18n';
import { Button } from '../../ui/Button';
import { When } from '../../ui/figures';
import { Section } from '../../ui/Page';

/** The other drafts of the unit: what colleagues fill on their laptops, and what was put aside here. */
export function Drafts({ drafts }: { drafts: DraftRowView[] }) {
  const { t } = useT();
  const open = useOpenDraft();
  if (drafts.length === 0) return null;
  return (
    <Section title={t('cart.draft.drafts')} className="p-4">
      <ul className="flex flex-col divide-y">
        {drafts.map(d => (
          <li key={d.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <div className="min-w-52 flex-1">
              <p className="font-medium">
                {d.number === ''
                  ? t('cart.draft.row')
                  : t('cart.draft.rowOf', { number: d.number })}
                {d.twin && <span className="text-wait"> · {t('cart.draft.twin')}</span>}
              </p>
              <p className="text-ink-3 text-sm">
                {t('common.lines', { count: d.lines })} ·{' '}
                {t('cart.draft.by', { name: d.changed.name, laptop: d.changed.laptop })} ·{' '}
                <When at={d.changed.at} />
              </p>
            </div>
            <Button
              icon={FolderOpen}
              isDisabled={open.isPending}
              onPress={() => open.mutate(d.id)}
            >
              {t('cart.draft.open')}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
