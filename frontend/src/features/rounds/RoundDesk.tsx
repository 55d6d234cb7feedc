import { useNavigate } from '@tanstack/react-router';
import { RotateCcw, Signature } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import {
  type ActForm,
  actForm,
  type PolicyView,
  type RoundForm,
  usePolicy,
  useRoundPreview,
  useWaiting,
  type WaitingRow,
} from '../../api';
import { named, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { useAddressOf } from '../../lib/address';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/fields';
import { View } from '../../ui/forms';
import { Page, ScrollArea } from '../../ui/Page';
import { Reasons } from '../../ui/Reasons';
import { FiguresBeside } from './FiguresBeside';
import { Lines, Outcome } from './Outcome';
import { Settings } from './Settings';
import { itemsOf, roundsSearch } from './search';

/** The settings that the policy gives a round of these items. */
function ownSettings(
  items: readonly string[],
  policy: PolicyView,
  waiting: readonly WaitingRow[],
): RoundForm {
  const category = waiting.find(w => w.itemId === items[0])?.category ?? '';
  const share =
    policy.allocation.find(a => a.category === category) ??
    policy.allocation.find(a => a.category === '');
  return {
    items: [...items],
    cutOff: '',
    floor: share?.floor ?? 0,
    floorShare: share?.floorShare ?? 0,
    tiers: policy.tiers,
    weights: [],
    input: '',
  };
}

/** A round before it is signed: every setting that is moved is computed anew, here and without a link. */
export function RoundDesk() {
  const { t } = useT();
  const items = itemsOf(useAddressOf(roundsSearch));
  const policy = usePolicy();
  const waiting = useWaiting();
  return (
    <View of={policy}>
      {p => (
        <View of={waiting}>
          {w =>
            items.length === 0 ? (
              <Gone />
            ) : (
              <Desk
                key={items.join()}
                own={ownSettings(items, p, w)}
                title={t('rounds.title')}
                waiting={w}
              />
            )
          }
        </View>
      )}
    </View>
  );
}

/** Nothing was chosen: back to where it is chosen. */
function Gone() {
  const navigate = useNavigate();
  useEffect(() => void navigate({ to: '/rounds', replace: true }), [navigate]);
  return null;
}

function Desk({
  own,
  title,
  waiting,
}: {
  own: RoundForm;
  title: string;
  waiting: readonly WaitingRow[];
}) {
  const { t, lang } = useT();
  const navigate = useNavigate();
  const [form, setForm] = useState(own);
  const [comment, setComment] = useState('');
  const [signing, setSigning] = useState<ActForm>();
  const preview = useRoundPreview(useDeferredValue(form));
  const view = preview.data;
  const changed = JSON.stringify(form) !== JSON.stringify(own);
  const ready =
    view !== undefined &&
    view.figures.granted > 0 &&
    !view.problems.some(p => p.severity === 'stop');
  const sign = () =>
    view &&
    setSigning(
      actForm('round.sign', { comment, round: { ...view.form, input: view.input } }),
    );
  useActions([
    {
      id: 'rounds.sign',
      label: t('rounds.sign'),
      group: t('frame.groups.here'),
      keys: '$mod+Enter',
      icon: Signature,
      disabled: !ready,
      run: () => void sign(),
    },
    {
      id: 'rounds.reset',
      label: t('rounds.reset'),
      group: t('frame.groups.here'),
      keys: 'KeyZ',
      disabled: !changed,
      run: () => setForm(own),
    },
  ]);
  return (
    <Page
      title={title}
      note={form.items
        .map(id => waiting.find(w => w.itemId === id))
        .map(w => w && named(lang, w.nameUk, w.nameEn))
        .filter(Boolean)
        .join(', ')}
      actions={
        <>
          <Button icon={RotateCcw} isDisabled={!changed} onPress={() => setForm(own)}>
            {t('rounds.reset')}
          </Button>
          <Button
            look="primary"
            icon={Signature}
            isDisabled={!ready}
            onPress={() => void sign()}
          >
            {t('rounds.sign')}
          </Button>
        </>
      }
    >
      <View of={preview}>
        {v => (
          <ScrollArea
            label={title}
            className="flex min-h-0 flex-1 flex-col gap-5 p-4 *:shrink-0"
          >
            {v.problems.length > 0 && (
              <Reasons list={v.problems} className="rounded bg-sunken px-3 py-2" />
            )}
            <div className="grid gap-5 @4xl:grid-cols-[minmax(0,1fr)_22rem]">
              <Settings form={form} own={own} view={v} onChange={setForm} />
              <FiguresBeside figures={v.figures} first={v.first} items={v.items} />
            </div>
            <Outcome view={v} compare={changed} />
            <Lines lines={v.lines} />
            <TextField
              className="max-w-3xl"
              label={t('act.comment')}
              lines={2}
              value={comment}
              onChange={setComment}
            />
          </ScrollArea>
        )}
      </View>
      {signing && (
        <ActDialog
          wide
          title={t('rounds.signTitle')}
          label={t('rounds.signLabel')}
          form={signing}
          onClose={() => setSigning(undefined)}
          onSigned={() =>
            void navigate({ to: '/rounds', search: { view: 'signed' } as never })
          }
        />
      )}
    </Page>
  );
}
