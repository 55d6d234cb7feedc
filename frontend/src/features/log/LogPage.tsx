import {
  CircleAlert,
  CloudOff,
  Copy,
  Info,
  RefreshCw,
  ScrollText,
  TriangleAlert,
} from 'lucide-react';
import { useMemo } from 'react';
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
import { SearchField, Segmented } from '../../ui/fields';
import { When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page } from '../../ui/Page';
import { reasonText } from '../../ui/Reasons';
import { Badge } from '../../ui/StateBadge';
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
          <Segmented
            bare
            label={t('log.level')}
            value={level ?? 'all'}
            options={(['all', 'warn', 'error'] as const).map(key => ({
              key,
              text: t(`log.filter.${key}`),
            }))}
            onChange={k => go({ level: k === 'all' ? undefined : k })}
          />
          <Button icon={Copy} onPress={() => void copyAll()}>
            {t('common.copy')}
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
    >
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
            rowId={e => `${e.at}${e.kind}${e.order}`}
            onOpen={e =>
              void copyText(sentence(e, lang)).then(() => toast(t('common.copied')))
            }
            onRange={list.onRange}
          />
        )}
      </View>
    </Page>
  );
}
