import {
  Copy,
  FolderCheck,
  FolderOpen,
  MessageSquare,
  PackageCheck,
  UserPlus,
} from 'lucide-react';
import { type CaseView, copyText, saveSupportBundle } from '../../api';
import { codeText, useT } from '../../i18n';
import { momentLong } from '../../lib/format';
import { toast } from '../../lib/toasts';
import { Button, IconButton } from '../../ui/Button';
import { useAgoText } from '../../ui/figures';
import { Section } from '../../ui/Page';
import { Badge } from '../../ui/StateBadge';
import { useSaveExport } from './useSaveExport';
import { Waits } from './Waits';

/** Who, which device, when and by which bytes; who has the case, and what can be taken along of it. */
export function Evidence({
  view,
  desk,
  onAssign,
  onComment,
}: {
  view: CaseView;
  desk: boolean;
  onAssign: () => void;
  onComment: () => void;
}) {
  const { t } = useT();
  const save = useSaveExport();
  const { row } = view;
  const open = row.state === 'open';
  return (
    <aside className="flex w-80 shrink-0 flex-col gap-5 overflow-y-auto border-s bg-surface p-4 @max-3xl:w-auto @max-3xl:overflow-visible @max-3xl:border-s-0 @max-3xl:border-t">
      <div className="flex flex-col gap-2">
        <Badge
          tone={open ? 'alarm' : 'still'}
          icon={open ? FolderOpen : FolderCheck}
          text={
            open
              ? t('cases.open')
              : row.closed
                ? codeText('cases.closedAs', row.closed)
                : t('cases.closed')
          }
          className="self-start"
        />
        {open && <Waits row={row} plain />}
        {row.own && desk && <p className="text-wait">{t('cases.own')}</p>}
        {row.pending && <p className="text-sm text-wait">{t('cases.pending')}</p>}
      </div>
      {(desk || row.assigneeName) && (
        <Section title={t('cases.assignee')}>
          <p className="font-medium">{row.assigneeName || t('cases.unassigned')}</p>
          {view.canAssign && (
            <Button className="self-start" icon={UserPlus} onPress={onAssign}>
              {t('cases.assign')}
            </Button>
          )}
        </Section>
      )}
      {(view.canComment || desk) && (
        <div className="flex flex-col items-start gap-2">
          {view.canComment && (
            <Button icon={MessageSquare} onPress={onComment}>
              {t('cases.comment')}
            </Button>
          )}
          {desk && (
            <>
              <Button icon={PackageCheck} onPress={() => save(saveSupportBundle(row.id))}>
                {t('cases.bundle')}
              </Button>
              <p className="text-ink-3 text-xs">{t('cases.bundleNote')}</p>
            </>
          )}
        </div>
      )}
      <Signs view={view} />
    </aside>
  );
}

function Signs({ view }: { view: CaseView }) {
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
        <Item name={t('cases.opened')}>{at(row.openedAt)}</Item>
        {row.closedAt && <Item name={t('cases.closed')}>{at(row.closedAt)}</Item>}
      </dl>
      {view.hash && (
        <details>
          <summary className="min-h-8 content-center text-ink-3 text-sm">
            {t('cases.bytes')}
          </summary>
          <dl className="flex flex-col gap-2.5">
            <Hash name={t('cases.hash')} hash={view.hash} />
            {view.first && <Hash name={t('cases.firstHash')} hash={view.first} />}
          </dl>
        </details>
      )}
    </Section>
  );
}

function Hash({ name, hash }: { name: string; hash: string }) {
  const { t } = useT();
  return (
    <Item name={name}>
      <span className="flex items-start gap-1">
        <span className="min-w-0 break-all font-mono text-xs leading-5">{hash}</span>
        <IconButton
          icon={Copy}
          label={t('cases.copyHash')}
          onPress={() => void copyText(hash).then(() => toast(t('common.copied')))}
        />
      </span>
    </Item>
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
