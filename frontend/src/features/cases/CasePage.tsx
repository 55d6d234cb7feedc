import { useNavigate, useParams } from '@tanstack/react-router';
import {
  ArrowLeft,
  Copy,
  FilePen,
  FileText,
  FolderCheck,
  FolderOpen,
} from 'lucide-react';
import { type CaseView, copyText, useAppState, useCase } from '../../api';
import { codeText, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { momentLong } from '../../lib/format';
import { toast } from '../../lib/toasts';
import { Button, IconButton } from '../../ui/Button';
import { useAgoText } from '../../ui/figures';
import { View } from '../../ui/forms';
import { Page, Section } from '../../ui/Page';
import { Reasons } from '../../ui/Reasons';
import { Badge } from '../../ui/StateBadge';
import { deviceKinds } from './search';
import { Versions } from './Versions';

/** One case: the rule, the reasons, both versions side by side, who, what device, when, and what happens next. */
export function CasePage() {
  const { t } = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const view = useCase(id);
  const navigate = useNavigate();
  const back = () => void navigate({ to: '/cases' });
  const row = view.data?.row;
  const toOrder = () =>
    row?.orderId && void navigate({ to: '/orders/$id', params: { id: row.orderId } });
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
  ]);
  return (
    <Page
      title={row ? codeText('cases.kind', row.kind) : t('cases.title')}
      note={row?.number}
      actions={
        <Button look="quiet" icon={ArrowLeft} onPress={back}>
          {t('cases.back')}
        </Button>
      }
    >
      <View of={view}>{v => <Body view={v} onOrder={() => void toOrder()} />}</View>
    </Page>
  );
}

function Body({ view, onOrder }: { view: CaseView; onOrder: () => void }) {
  const { t } = useT();
  const { row } = view;
  // What to do is said to the one who can do it.
  const mine = useAppState().data?.zone === 'unit' && row.state === 'open';
  const about = view.signed !== null || view.standing !== null;
  return (
    <div className="flex min-h-0 flex-1 @max-3xl:flex-col @max-3xl:overflow-y-auto">
      <section
        aria-label={t('cases.title')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keyboard.
        tabIndex={0}
        className="-outline-offset-2 flex min-w-0 flex-1 flex-col gap-5 overflow-y-auto p-4 @max-3xl:flex-none @max-3xl:overflow-visible"
      >
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
        <Next view={view} onOrder={onOrder} />
        <Section title={t('cases.versions')}>
          {about ? (
            <Versions view={view} />
          ) : (
            <p className="text-ink-2">
              {deviceKinds.has(row.kind) ? t('cases.noVersions') : t('cases.noSigned')}
            </p>
          )}
        </Section>
      </section>
      <Evidence view={view} />
    </div>
  );
}

/** Who can end the case and how. The desk signs for nobody, so it has no button that would. */
function Next({ view: { row }, onOrder }: { view: CaseView; onOrder: () => void }) {
  const { t } = useT();
  const zone = useAppState().data?.zone;
  const open = row.state === 'open';
  const text = !open
    ? t('cases.nextClosed')
    : deviceKinds.has(row.kind)
      ? t('cases.nextDevice')
      : zone === 'unit'
        ? t('cases.nextAuthor')
        : zone === 'agency'
          ? t('cases.nextAgency')
          : t('cases.nextDesk');
  const mine = zone === 'unit' && open;
  return (
    <Section title={t('cases.nextTitle')} className="rounded border bg-surface px-4 py-3">
      <p className="max-w-3xl text-pretty">{text}</p>
      {row.orderId && zone !== 'admin' && (
        <Button
          className="mt-1 self-start"
          look={mine ? 'primary' : 'plain'}
          icon={mine ? FilePen : FileText}
          onPress={onOrder}
        >
          {mine ? t('cases.mend') : t('cases.toOrder')}
        </Button>
      )}
    </Section>
  );
}

function Evidence({ view }: { view: CaseView }) {
  const { t, lang } = useT();
  const ago = useAgoText();
  const { row } = view;
  const at = (iso: string) =>
    iso ? (
      <>
        {momentLong(iso, lang)}
        <span className="block text-ink-3">{ago(iso)}</span>
      </>
    ) : (
      t('common.none')
    );
  return (
    <aside className="flex w-80 shrink-0 flex-col gap-5 overflow-y-auto border-s bg-surface p-4 @max-3xl:w-auto @max-3xl:overflow-visible @max-3xl:border-s-0 @max-3xl:border-t">
      <Badge
        tone={row.state === 'open' ? 'alarm' : 'still'}
        icon={row.state === 'open' ? FolderOpen : FolderCheck}
        text={
          row.state === 'open'
            ? t('cases.open')
            : row.closed
              ? codeText('cases.closedAs', row.closed)
              : t('cases.closed')
        }
        className="self-start"
      />
      <Section title={t('cases.evidence')}>
        <dl className="flex flex-col gap-2.5">
          <Item name={t('cases.who')}>
            {row.unitName ? `${row.unitNo} · ${row.unitName}` : t('cases.nobody')}
            {row.personName && <span className="block">{row.personName}</span>}
          </Item>
          <Item name={t('cases.device')}>{row.deviceName || t('common.none')}</Item>
          <Item name={t('cases.command')}>
            {view.command ? codeText('cases.commands', view.command) : t('common.none')}
          </Item>
          <Item name={t('cases.claimed')}>{at(view.claimedAt)}</Item>
          <Item name={t('cases.received')}>{at(view.receivedAt)}</Item>
          <Item name={t('cases.opened')}>{at(row.openedAt)}</Item>
          {row.closedAt && <Item name={t('cases.closed')}>{at(row.closedAt)}</Item>}
          <Item name={t('cases.hash')}>
            {view.hash ? (
              <span className="flex items-start gap-1">
                <span className="min-w-0 break-all font-mono text-xs leading-5">
                  {view.hash}
                </span>
                <IconButton
                  icon={Copy}
                  label={t('cases.copyHash')}
                  onPress={() =>
                    void copyText(view.hash).then(() => toast(t('common.copied')))
                  }
                />
              </span>
            ) : (
              t('common.none')
            )}
          </Item>
        </dl>
      </Section>
    </aside>
  );
}

function Item({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-ink-3 text-sm">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
