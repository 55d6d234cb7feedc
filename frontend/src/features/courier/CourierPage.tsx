import { FolderOpen, Save } from 'lucide-react';
import { type CourierView, useCourier, useSaveCourier, useTakeCourier } from '../../api';
import { useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { toast } from '../../lib/toasts';
import { View } from '../../ui/forms';
import { Page, ScrollArea } from '../../ui/Page';
import { Carried } from './Carried';
import { Give } from './Give';
import { TakeIn } from './TakeIn';

/** Commands without a link: out in a file, in at another device, and the receipts back. */
export function CourierPage() {
  const { t } = useT();
  const courier = useCourier();
  return (
    <Page
      title={t('frame.pages.courier')}
      note={
        courier.data && (
          <span className="num">
            {t('courier.device', { device: courier.data.device })}
          </span>
        )
      }
    >
      <View of={courier}>{v => <Both view={v} />}</View>
    </Page>
  );
}

function Both({ view }: { view: CourierView }) {
  const { t } = useT();
  const save = useSaveCourier();
  const take = useTakeCourier();
  const onSave = (fresh: boolean) =>
    save.mutate(fresh, {
      onSuccess: s => {
        if (s.path === '') return;
        toast(t('courier.saved', { count: s.count, number: s.number, path: s.path }));
        if (s.left > 0) toast(t('courier.left', { count: s.left }), { tone: 'info' });
      },
    });
  const group = t('frame.groups.here');
  useActions([
    {
      id: 'courier.save',
      label: t('courier.steps.save'),
      group,
      keys: 'KeyS',
      icon: Save,
      disabled: !view.canSeal || view.waiting === 0 || save.isPending,
      run: () => onSave(false),
    },
    {
      id: 'courier.open',
      label: t('courier.open'),
      group,
      keys: 'KeyO',
      icon: FolderOpen,
      disabled: take.isPending,
      run: () => take.mutate(undefined),
    },
  ]);
  return (
    <ScrollArea label={t('frame.pages.courier')} className="@container min-h-0 flex-1">
      <div className="grid max-w-6xl gap-x-10 gap-y-8 p-6 @4xl:grid-cols-2">
        <Give
          view={view}
          busy={save.isPending}
          error={save.error}
          onSave={onSave}
          onOpen={() => take.mutate(undefined)}
        />
        <div className="flex min-w-0 flex-col gap-8">
          <TakeIn
            busy={take.isPending}
            error={take.error}
            taken={take.data}
            onOpen={() => take.mutate(undefined)}
            onDrop={file => take.mutate(file)}
          />
          <Carried items={view.carried} />
        </div>
      </div>
    </ScrollArea>
  );
}
