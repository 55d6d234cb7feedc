import { useNavigate, useParams, useRouter } from '@tanstack/react-router';
import {
  ArrowLeft,
  FilePen,
  FileSignature,
  FileText,
  Gavel,
  MessageSquare,
  UserPlus,
} from 'lucide-react';
import { useState } from 'react';
import {
  type CaseRuling,
  type CaseView,
  useAppState,
  useCase,
  useReviseOrder,
} from '../../api';
import { codeText, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { Button } from '../../ui/Button';
import { View } from '../../ui/forms';
import { Page, Section } from '../../ui/Page';
import { Reasons } from '../../ui/Reasons';
import { AssignDialog } from './AssignDialog';
import { Evidence } from './Evidence';
import { History } from './History';
import { inOrder, Proposals, shutsOut } from './Proposals';
import { RuleDialog } from './RuleDialog';
import { deviceKinds } from './search';
import { Versions } from './Versions';
import { CommentDialog, ReverseDialog } from './WordDialogs';

type Open =
  | { kind: 'none' | 'rule' | 'assign' | 'comment' }
  | { kind: 'reverse'; ruling: CaseRuling };
const none: Open = { kind: 'none' };

/** One case: the rule, whose move it is, how it can end and what that does, both versions, its history. */
export function CasePage() {
  const { t } = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const view = useCase(id);
  const navigate = useNavigate();
  const router = useRouter();
  const desk = useAppState().data?.zone === 'admin';
  const [open, setOpen] = useState<Open>(none);
  const [picked, setPicked] = useState('');
  const back = () =>
    router.history.canGoBack() ? router.history.back() : void navigate({ to: '/cases' });
  const v = view.data;
  const row = v?.row;
  const proposals = inOrder(v?.proposals ?? []);
  // Until one is picked, the first that can be done is offered; shutting a device out is picked by hand.
  const chosen = v?.canRule
    ? (proposals.find(p => p.outcome === picked && p.ready) ??
      proposals.find(p => p.ready && !shutsOut(p)))
    : undefined;
  const toOrder = () =>
    row?.orderId && void navigate({ to: '/orders/$id', params: { id: row.orderId } });
  const close = () => setOpen(none);
  useActions([
    {
      id: 'case.back',
      label: t('cases.back'),
      group: t('frame.groups.here'),
      icon: ArrowLeft,
      keys: 'Escape',
      run: back,
    },
    {
      id: 'case.order',
      label: t('cases.toOrder'),
      group: t('frame.groups.here'),
      icon: FileText,
      keys: 'KeyO',
      disabled: !row?.orderId,
      run: () => void toOrder(),
    },
    {
      id: 'case.rule',
      label: t('cases.ruling.button'),
      group: t('frame.groups.here'),
      icon: Gavel,
      keys: 'KeyD',
      disabled: !chosen,
      run: () => setOpen({ kind: 'rule' }),
    },
    {
      id: 'case.comment',
      label: t('cases.comment'),
      group: t('frame.groups.here'),
      icon: MessageSquare,
      keys: 'KeyC',
      disabled: !v?.canComment,
      run: () => setOpen({ kind: 'comment' }),
    },
    {
      id: 'case.assign',
      label: t('cases.assign'),
      group: t('frame.groups.here'),
      icon: UserPlus,
      keys: 'KeyT',
      disabled: !v?.canAssign,
      run: () => setOpen({ kind: 'assign' }),
    },
    ...(v?.canRule ? proposals : []).slice(0, 9).map((p, i) => ({
      id: `case.outcome.${p.outcome}`,
      label: codeText('cases.outcome', p.outcome),
      group: t('cases.outcomes'),
      keys: `Digit${i + 1}`,
      disabled: !p.ready,
      run: () => setPicked(p.outcome),
    })),
  ]);
  return (
    <Page
      title={row ? codeText('cases.kind', row.kind) : t('cases.title')}
      note={row?.number}
      actions={
        <>
          <Button look="quiet" icon={ArrowLeft} onPress={back}>
            {t('cases.back')}
          </Button>
          {chosen && (
            <Button
              look={shutsOut(chosen) ? 'alarm' : 'primary'}
              icon={Gavel}
              onPress={() => setOpen({ kind: 'rule' })}
            >
              {codeText('cases.outcome', chosen.outcome)}
            </Button>
          )}
        </>
      }
    >
      <View of={view}>
        {c => (
          <div className="flex min-h-0 flex-1 @max-3xl:flex-col @max-3xl:overflow-y-auto">
            <Body
              view={c}
              desk={desk}
              chosen={chosen?.outcome ?? ''}
              onChoose={setPicked}
              onOrder={() => void toOrder()}
              onReverse={ruling => setOpen({ kind: 'reverse', ruling })}
            />
            <Evidence
              view={c}
              desk={desk}
              onAssign={() => setOpen({ kind: 'assign' })}
              onComment={() => setOpen({ kind: 'comment' })}
            />
          </div>
        )}
      </View>
      {open.kind === 'rule' && chosen && (
        <RuleDialog id={id} proposal={chosen} onClose={close} />
      )}
      {open.kind === 'assign' && row && <AssignDialog cases={[row]} onClose={close} />}
      {open.kind === 'comment' && <CommentDialog id={id} desk={desk} onClose={close} />}
      {open.kind === 'reverse' && (
        <ReverseDialog id={id} ruling={open.ruling} onClose={close} />
      )}
    </Page>
  );
}

function Body({
  view,
  desk,
  chosen,
  onChoose,
  onOrder,
  onReverse,
}: {
  view: CaseView;
  desk: boolean;
  chosen: string;
  onChoose: (outcome: string) => void;
  onOrder: () => void;
  onReverse: (ruling: CaseRuling) => void;
}) {
  const { t } = useT();
  const { row } = view;
  // What to do is said to the one who can do it.
  const mine = useAppState().data?.zone === 'unit' && row.state === 'open';
  const about = view.signed !== null || view.standing !== null || view.said !== null;
  return (
    <section
      aria-label={t('cases.title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keyboard.
      tabIndex={0}
      className="@container -outline-offset-2 flex min-w-0 flex-1 flex-col gap-5 overflow-y-auto p-4 @max-3xl:flex-none @max-3xl:overflow-visible"
    >
      <Next view={view} mine={mine} onOrder={onOrder} />
      <Section title={t('cases.ruleTitle')}>
        <p className="max-w-3xl text-pretty text-lg">
          {codeText('cases.rule', row.kind)}
        </p>
        {row.reasons.length > 0 ? (
          <Reasons list={row.reasons} places remedies={mine} />
        ) : (
          <p className="text-ink-3">{t('cases.noReasons')}</p>
        )}
      </Section>
      {row.state === 'open' && (desk || view.proposals.length > 0) && (
        <Proposals view={view} chosen={chosen} onChoose={onChoose} />
      )}
      <Section title={t('cases.versions')}>
        {about ? (
          <Versions view={view} />
        ) : (
          <p className="text-ink-2">
            {deviceKinds.has(row.kind) ? t('cases.noVersions') : t('cases.noSigned')}
          </p>
        )}
      </Section>
      <History view={view} desk={desk} onReverse={onReverse} />
    </section>
  );
}

/** Whose move it is, and the way there. */
function Next({
  view,
  mine,
  onOrder,
}: {
  view: CaseView;
  mine: boolean;
  onOrder: () => void;
}) {
  const { t } = useT();
  const { row } = view;
  const zone = useAppState().data?.zone;
  const standing = view.rulings.findLast(r => r.reversedAt === '');
  const navigate = useNavigate();
  const revise = useReviseOrder();
  const offered = mine && row.orderId !== '' && standing?.outcome === 'offer';
  const whose =
    row.state !== 'open'
      ? 'closed'
      : row.waits === 'stock'
        ? 'stock'
        : mine
          ? row.waits === 'author'
            ? offered
              ? 'offered'
              : 'own'
            : 'ownDesk'
          : row.waits === 'author'
            ? 'author'
            : view.canRule
              ? 'ownRuling'
              : 'desk';
  return (
    <section
      aria-label={t('cases.nextTitle')}
      className="flex flex-col gap-1.5 rounded border bg-surface px-4 py-2.5"
    >
      <p className="max-w-3xl text-pretty font-medium">{t(`cases.next.${whose}`)}</p>
      {standing && (
        <p className="border-accent border-s-2 ps-3">
          <span className="font-medium">
            {codeText('cases.outcome', standing.outcome)}
          </span>
          <span className="text-ink-2">
            {' '}
            · {codeText('cases.reason', standing.reason)} · {standing.personName}
          </span>
          {standing.text && (
            <span className="block whitespace-pre-line">{standing.text}</span>
          )}
        </p>
      )}
      {zone === 'admin' && !view.canRule && view.whyNot.length > 0 && (
        <div className="flex flex-col gap-1 pt-1">
          <p className="font-medium">{t('cases.cannotRule')}</p>
          <Reasons list={view.whyNot} remedies={false} />
        </div>
      )}
      {offered && (
        <Button
          className="mt-1 self-start"
          look="primary"
          icon={FileSignature}
          isDisabled={revise.isPending}
          onPress={() =>
            void revise.mutateAsync(row.orderId).then(
              () => navigate({ to: '/cart' }),
              () => undefined,
            )
          }
        >
          {t('cases.takeOffer')}
        </Button>
      )}
      {revise.error && <Reasons list={revise.error.reasons} />}
      {row.orderId && zone !== 'admin' && (
        <Button
          className="mt-1 self-start"
          look={mine && !offered ? 'primary' : 'plain'}
          icon={mine ? FilePen : FileText}
          onPress={onOrder}
        >
          {mine ? t('cases.mend') : t('cases.toOrder')}
        </Button>
      )}
    </section>
  );
}
