import { useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft, CircleCheck, ListChecks, PackageCheck, PackageX } from 'lucide-react';
import { useState } from 'react';
import { ActPanel } from '../../acts/ActDialog';
import { useFiles } from '../../acts/Files';
import {
  type ActForm,
  actForm,
  type DeliveryView,
  type SignedView,
  useDelivery,
} from '../../api';
import { useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/fields';
import { When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page, ScrollArea } from '../../ui/Page';
import { CodeField, type CodeState } from './CodeField';
import { CountLine } from './CountLine';
import { countOf, lackOf, type Tally, uncounted, whole } from './counts';

/** Receiving a delivery, standing and offline: the code, every line counted, the signature. */
export function CountPage() {
  const { t } = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const delivery = useDelivery(id);
  const navigate = useNavigate();
  const [saved, setSaved] = useState<SignedView>();
  const back = () => void navigate({ to: '/deliveries/$id', params: { id } });
  useActions([
    {
      id: 'receive.back',
      label: t('delivery.receiving.toDelivery'),
      group: t('frame.groups.here'),
      icon: ArrowLeft,
      keys: 'Escape',
      run: back,
    },
  ]);
  return (
    <Page
      title={t('delivery.receiving.title', { number: delivery.data?.row.note ?? '' })}
      note={delivery.data?.row.supplier}
      actions={
        <Button look="quiet" icon={ArrowLeft} onPress={back}>
          {t('delivery.paper.back')}
        </Button>
      }
    >
      {saved ? (
        <Done saved={saved} id={id} />
      ) : (
        <View
          of={delivery}
          empty={d =>
            !d.canReceive && (
              <Empty
                icon={PackageX}
                title={t('delivery.receiving.notNow')}
                action={
                  <Button onPress={back}>{t('delivery.receiving.toDelivery')}</Button>
                }
              >
                {t('delivery.receiving.notNowText')}
              </Empty>
            )
          }
        >
          {d => <Counting key={d.row.id} view={d} onSigned={setSaved} />}
        </View>
      )}
    </Page>
  );
}

function Counting({
  view,
  onSigned,
}: {
  view: DeliveryView;
  onSigned: (signed: SignedView) => void;
}) {
  const { t } = useT();
  const [code, setCode] = useState('');
  const [codeState, setCodeState] = useState<CodeState>('short');
  const [tallies, setTallies] = useState<readonly Tally[]>(() =>
    view.lines.map(() => uncounted),
  );
  const [comment, setComment] = useState('');
  const [form, setForm] = useState<ActForm>();
  const files = useFiles();
  const lack = lackOf(codeState === 'good', tallies);
  const done = tallies.filter(x => x.done).length;
  const next = () =>
    setForm(
      actForm('delivery.receive', {
        comment: comment.trim(),
        receive: {
          deliveryId: view.row.id,
          code,
          counts: tallies.map(countOf),
          attachments: files.hashes,
        },
      }),
    );
  if (form)
    return (
      <ScrollArea
        label={t('delivery.receiving.sign')}
        className="min-h-0 flex-1 p-4 [&>*]:mx-auto [&>*]:max-w-3xl"
      >
        <div className="flex flex-col gap-4">
          <Button
            large
            className="self-start"
            icon={ArrowLeft}
            onPress={() => setForm(undefined)}
          >
            {t('delivery.receiving.fields')}
          </Button>
          <ActPanel
            beside
            quiet
            form={form}
            label={t('delivery.receiving.sign')}
            onSigned={onSigned}
          />
        </div>
      </ScrollArea>
    );
  return (
    <>
      <ScrollArea
        label={t('delivery.receiving.lines')}
        className="@container min-h-0 flex-1 p-4"
      >
        <div className="mx-auto flex max-w-4xl flex-col gap-4">
          <CodeField
            delivery={view.row.id}
            value={code}
            onChange={setCode}
            state={codeState}
            onState={setCodeState}
          />
          <div className="flex flex-wrap items-center justify-between gap-3">
            <h2 className="font-semibold text-lg">{t('delivery.receiving.lines')}</h2>
            <Button
              large
              icon={CircleCheck}
              onPress={() => setTallies(view.lines.map(whole))}
            >
              {t('delivery.receiving.all')}
            </Button>
          </div>
          {view.lines.map((l, i) => (
            <CountLine
              key={`${l.line}/${l.part}`}
              n={i + 1}
              line={l}
              value={tallies[i] ?? uncounted}
              onChange={to => setTallies(all => all.map((x, k) => (k === i ? to : x)))}
            />
          ))}
          <TextField
            label={t('delivery.receiving.comment')}
            lines={2}
            value={comment}
            onChange={setComment}
          />
          {files.field}
        </div>
      </ScrollArea>
      <footer className="flex shrink-0 flex-wrap items-center justify-between gap-3 border-t bg-surface px-4 py-3">
        <p className={lack ? 'text-ink-2' : 'font-medium text-accent'}>
          {t('delivery.receiving.counted', { done, total: tallies.length })}
          {lack && ` · ${t(`delivery.receiving.${lack}`)}`}
        </p>
        <Button
          look="primary"
          large
          icon={PackageCheck}
          isDisabled={lack !== undefined}
          onPress={next}
        >
          {t('delivery.receiving.next')}
        </Button>
      </footer>
    </>
  );
}

function Done({ saved, id }: { saved: SignedView; id: string }) {
  const { t } = useT();
  const navigate = useNavigate();
  return (
    <div
      role="status"
      className="m-auto flex max-w-lg flex-col items-center gap-4 p-8 text-center"
    >
      <CircleCheck aria-hidden strokeWidth={1.5} className="size-12 text-accent" />
      <h2 className="font-semibold text-2xl">{t('delivery.receiving.done')}</h2>
      <p className="text-ink-2 text-lg">
        {saved.online
          ? t('delivery.receiving.doneOnline')
          : t('delivery.receiving.doneOffline')}
      </p>
      <p className="text-ink-3">
        {t('sign.savedAt')} <When at={saved.savedAt} />
      </p>
      <div className="flex flex-wrap justify-center gap-3 pt-2">
        <Button
          look="primary"
          large
          autoFocus
          icon={PackageCheck}
          onPress={() => void navigate({ to: '/deliveries/$id', params: { id } })}
        >
          {t('delivery.receiving.toDelivery')}
        </Button>
        <Button large icon={ListChecks} onPress={() => void navigate({ to: '/receive' })}>
          {t('delivery.receiving.toList')}
        </Button>
      </div>
    </div>
  );
}
