import { useNavigate } from '@tanstack/react-router';
import {
  CircleAlert,
  CloudOff,
  Copy,
  Footprints,
  Info,
  RefreshCw,
  ScrollText,
  TriangleAlert,
} from 'lucide-react';
import { useMemo, useState } from 'react';
import {
  copyText,
  type LogEntry,
  readSyncLog,
  useSync,
  useSyncLog,
  useSyncNow,
  useWorkOffline,
} from '../../api';
import { codeText, useT } from '../../i18n';
import { useAddress, useAddressOf } from '../../lib/address';
import { momentLong } from '../../lib/format';
import type { Lang } from '../../lib/prefs';
import { toast } from '../../lib/toasts';
import { Button } from '../../ui/Button';
import { type Column, DataTable } from '../../ui/DataTable';
import { SearchField } from '../../ui/fields';
import { When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Facts, Page, Pane } from '../../ui/Page';
import { Reasons, reasonText } from '../../ui/Reasons';
import { Badge } from '../../ui/StateBadge';
import { Tabs } from '../../ui/Tabs';
import { type LogSearch, logSearch } from './search';

const levels = {
  info: ['still', Info],
  warn: ['wait', TriangleAlert],
  error: ['alarm', CircleAlert],
} as const;

function sentence(e: LogEntry, lang: Lang): string {
  const what = codeText('log.kind', e.kind, { count: e.count, order: e.order });
  return e.reason ? `${what} ${reasonText(e.reason, lang)}` : what;
}

const idOf = (e: LogEntry): string => `${e.at}${e.kind}${e.order}`;

/** What was exchanged with the server and why not, in plain sentences; kept over restarts. */
export function LogPage() {
  const { t, lang } = useT();
  const { level, text } = useAddressOf(logSearch);
  const go = useAddress<LogSearch>();
  const query = { level: level ?? '', text: text ?? '' };
  const list = useSyncLog(query);
  const sync = useSync().data;
  const syncNow = useSyncNow();
  const workOffline = useWorkOffline();
  const navigate = useNavigate();
  const columns = useMemo(
    (): Column<LogEntry>[] => [
      { id: 'at', header: t('log.at'), width: '9rem', cell: e => <When at={e.at} /> },
      {
        id: 'level',
        header: t('log.level'),
        width: '9rem',
        cell: e => (
          <Badge
            plain
            tone={levels[e.level][0]}
            icon={levels[e.level][1]}
            text={t(`log.levels.${e.level}`)}
          />
        ),
      },
      {
        id: 'what',
        header: t('log.what'),
        width: 'minmax(20rem,1fr)',
        cell: e => (
          <span className="block truncate" title={sentence(e, lang)}>
            {sentence(e, lang)}
          </span>
        ),
      },
      { id: 'order', header: t('log.order'), width: '8rem', cell: e => e.order },
      {
        id: 'device',
        header: t('log.device'),
        width: '10rem',
        cell: e => <span className="block truncate">{e.device}</span>,
      },
    ],
    [t, lang],
  );
  const [open, setOpen] = useState<LogEntry>();
  const copyAll = async () => {
    const page = await readSyncLog({ ...query, offset: 0, limit: 1000 });
    await copyText(
      page.entries
        .map(e =>
          [
            momentLong(e.at, lang),
            t(`log.levels.${e.level}`),
            sentence(e, lang),
            e.order,
            e.device,
          ].join('\t'),
        )
        .join('\n'),
    );
    toast(t('log.copied', { count: page.entries.length }));
  };
  return (
    <Page
      title={t('frame.pages.log')}
      search={
        <SearchField
          label={t('log.search')}
          value={text ?? ''}
          onChange={v => go({ text: v || undefined })}
        />
      }
      actions={
        <>
          <Button icon={Copy} onPress={() => void copyAll()}>
            {t('common.copy')}
          </Button>
          <Button icon={Footprints} onPress={() => void navigate({ to: '/courier' })}>
            {t('frame.pages.courier')}
          </Button>
          <Button icon={CloudOff} onPress={() => workOffline.mutate(!sync?.workOffline)}>
            {sync?.workOffline
              ? t('frame.actions.goOnline')
              : t('frame.actions.goOffline')}
          </Button>
          <Button
            icon={RefreshCw}
            look="primary"
            isDisabled={sync?.workOffline ?? false}
            onPress={() => syncNow.mutate()}
          >
            {t('frame.actions.syncNow')}
          </Button>
        </>
      }
      pane={open && <EntryPane entry={open} onClose={() => setOpen(undefined)} />}
    >
      <Tabs
        label={t('log.level')}
        value={level ?? 'all'}
        tabs={(['all', 'warn', 'error'] as const).map(key => ({
          key,
          text: t(`log.filter.${key}`),
        }))}
        onChange={k => go({ level: k === 'all' ? undefined : k })}
      />
      <View
        of={list.first}
        empty={p =>
          p.total === 0 && (
            <Empty icon={ScrollText} title={t('log.empty')}>
              {t('log.emptyText')}
            </Empty>
          )
        }
      >
        {() => (
          <DataTable
            label={t('frame.pages.log')}
            columns={columns}
            total={list.total}
            rowAt={list.rowAt}
            rowId={idOf}
            activeId={open ? idOf(open) : ''}
            onOpen={setOpen}
            onRange={list.onRange}
          />
        )}
      </View>
    </Page>
  );
}

/** One line of the log in full. */
function EntryPane({ entry, onClose }: { entry: LogEntry; onClose: () => void }) {
  const { t, lang } = useT();
  const [tone, Icon] = levels[entry.level];
  return (
    <Pane
      title={codeText('log.kind', entry.kind, { count: entry.count, order: entry.order })}
      above={
        <Badge
          tone={tone}
          icon={Icon}
          text={t(`log.levels.${entry.level}`)}
          className="mb-1"
        />
      }
      onClose={onClose}
      footer={
        <Button
          icon={Copy}
          onPress={() =>
            void copyText(`${momentLong(entry.at, lang)}\t${sentence(entry, lang)}`).then(
              () => toast(t('common.copied')),
            )
          }
        >
          {t('common.copy')}
        </Button>
      }
    >
      {entry.reason && <Reasons list={[entry.reason]} className="mb-4" />}
      <Facts
        rows={[
          [t('log.at'), momentLong(entry.at, lang)],
          [t('log.device'), entry.device || t('common.none')],
          [t('log.order'), entry.order || t('common.none')],
        ]}
      />
    </Pane>
  );
}
