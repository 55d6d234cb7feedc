import { FolderOpen, Save } from 'lucide-react';
import { useState } from 'react';
import {
  type ApiError,
  type CourierItem,
  type CourierView,
  useCourier,
  useForgetCourier,
  useSaveCourier,
  useSaveCourierAnswer,
  useTakeCourier,
} from '../../api';
import { useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { View } from '../../ui/forms';
import { Page, ScrollArea } from '../../ui/Page';
import { Carried } from './Carried';
import { Give } from './Give';
import { News, type Outcome } from './News';
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
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const save = useSaveCourier();
  const take = useTakeCourier();
  const answer = useSaveCourierAnswer();
  const forget = useForgetCourier();
  const onError = (error: ApiError) => setOutcome({ kind: 'failed', error });
  // Whoever thinks better of it in the system's dialog has done nothing.
  const onSave = (fresh: boolean) =>
    save.mutate(fresh, {
      onSuccess: saved => saved.path !== '' && setOutcome({ kind: 'saved', saved }),
      onError,
    });
  const onTake = (file?: File) =>
    take.mutate(file, {
      onSuccess: taken => taken.kind !== '' && setOutcome({ kind: 'taken', taken }),
      onError,
    });
  const onAnswer = ({ id, device }: CourierItem) =>
    answer.mutate(id, {
      onSuccess: path => path !== '' && setOutcome({ kind: 'answerSaved', device, path }),
      onError,
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
      run: () => onTake(),
    },
  ]);
  // While others' files are here, what is to be done with them comes first.
  const carries = view.carried.some(x => x.state !== 'given');
  const carried = (
    <Carried
      items={view.carried}
      busy={answer.isPending || forget.isPending}
      onSave={onAnswer}
      onForget={x => forget.mutate(x.id, { onError })}
    />
  );
  const give = (
    <Give
      view={view}
      busy={save.isPending || take.isPending}
      onSave={onSave}
      onOpen={() => onTake()}
    />
  );
  return (
    <>
      <News of={outcome} view={view} onClose={() => setOutcome({ kind: 'none' })} />
      <ScrollArea label={t('frame.pages.courier')} className="@container min-h-0 flex-1">
        <div className="grid max-w-6xl gap-x-10 gap-y-8 p-6 @4xl:grid-cols-2">
          {carries ? carried : give}
          <div className="flex min-w-0 flex-col gap-8">
            {carries && give}
            <TakeIn busy={take.isPending} onOpen={() => onTake()} onDrop={onTake} />
            {!carries && carried}
          </div>
        </div>
      </ScrollArea>
    </>
  );
}
