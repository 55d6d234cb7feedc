import { useNavigate } from '@tanstack/react-router';
import {
  Ban,
  CircleCheck,
  ClockAlert,
  FolderOpen,
  Laptop,
  ListFilter,
  type LucideIcon,
  PlugZap,
  WifiOff,
} from 'lucide-react';
import { useMemo, useState } from 'react';
import { type DeviceRow, useDevices, useSync } from '../../api';
import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count, momentLong, spanOf } from '../../lib/format';
import { matches } from '../../lib/layout';
import { useNow } from '../../lib/now';
import { Button } from '../../ui/Button';
import { type Column, DataTable } from '../../ui/DataTable';
import { SearchField } from '../../ui/fields';
import { When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Facts, Page, Pane } from '../../ui/Page';
import { Badge, type Tone } from '../../ui/StateBadge';
import { Tabs } from '../../ui/Tabs';
import { type DeviceState, problemsFirst, skewLimit, stateOf } from './state';

const looks: Record<DeviceState, [Tone, LucideIcon]> = {
  ok: ['go', CircleCheck],
  silent: ['wait', WifiOff],
  never: ['wait', PlugZap],
  skewed: ['alarm', ClockAlert],
  revoked: ['still', Ban],
};
const filters: Record<string, (s: DeviceState) => boolean> = {
  all: () => true,
  problems: s => s !== 'ok' && s !== 'revoked',
  silent: s => s === 'silent' || s === 'never',
  skewed: s => s === 'skewed',
  revoked: s => s === 'revoked',
};
const views = ['all', 'problems', 'silent', 'skewed', 'revoked'] as const;

/** Every enrolled device, the ones with problems first. */
export function FleetPage() {
  const { t } = useT();
  const devices = useDevices();
  const sync = useSync().data;
  const now = useNow();
  const [text, setText] = useState('');
  const [view, setView] = useState<(typeof views)[number]>('all');
  const [openId, setOpenId] = useState('');
  const columns = useColumns();
  const all = problemsFirst(
    (devices.data ?? []).filter(d =>
      matches(`${d.name} ${d.personName} ${d.orgName} ${d.version}`, text),
    ),
    now,
  );
  const inView = (v: string) => all.filter(d => filters[v]?.(stateOf(d, now)));
  const list = inView(view);
  const open = devices.data?.find(d => d.id === openId);
  return (
    <Page
      title={t('frame.pages.fleet')}
      note={
        sync?.dataAsOf && (
          <>
            {t('frame.truth.data')} <When at={sync.dataAsOf} />
          </>
        )
      }
      search={<SearchField label={t('fleet.search')} value={text} onChange={setText} />}
      pane={open && <DevicePane device={open} onClose={() => setOpenId('')} />}
    >
      <Tabs
        label={t('frame.pages.fleet')}
        value={view}
        tabs={views.map(key => ({
          key,
          text: t(`fleet.views.${key}`),
          count: inView(key).length,
          urgent: key === 'skewed',
        }))}
        onChange={setView}
      />
      <View
        of={devices}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={data =>
          list.length === 0 &&
          (data.length === 0 ? (
            <Empty icon={Laptop} title={t('fleet.empty')}>
              {t('fleet.emptyText')}
            </Empty>
          ) : (
            <Empty
              icon={ListFilter}
              title={t('fleet.nothing')}
              action={
                <Button
                  onPress={() => {
                    setText('');
                    setView('all');
                  }}
                >
                  {t('fleet.showAll')}
                </Button>
              }
            />
          ))
        }
      >
        {() => (
          <DataTable
            label={t('frame.pages.fleet')}
            tall
            columns={columns}
            total={list.length}
            rowAt={i => list[i]}
            rowId={d => d.id}
            activeId={openId}
            onOpen={d => setOpenId(d.id)}
          />
        )}
      </View>
    </Page>
  );
}

function State({ device, plain }: { device: DeviceRow; plain?: boolean }) {
  const { t } = useT();
  const state = stateOf(device, useNow());
  const [tone, icon] = looks[state];
  return (
    <Badge
      plain={plain ?? false}
      tone={tone}
      icon={icon}
      text={t(`fleet.states.${state}`)}
    />
  );
}

/** How far the clock is off, in words. */
function Skew({ ms }: { ms: number }) {
  const { t } = useT();
  const span = spanOf(Math.abs(ms));
  const text =
    span.unit === 'now'
      ? t('fleet.seconds', { n: Math.round(Math.abs(ms) / 1000) })
      : t(`common.span.${span.unit}`, { n: span.n });
  return (
    <span
      className={cx(Math.abs(ms) > skewLimit ? 'font-medium text-alarm' : 'text-ink-2')}
    >
      {Math.abs(ms) < 1000
        ? t('fleet.exact')
        : t(ms > 0 ? 'fleet.ahead' : 'fleet.behind', { span: text })}
    </span>
  );
}

function useColumns(): Column<DeviceRow>[] {
  const { t } = useT();
  return useMemo(
    (): Column<DeviceRow>[] => [
      {
        id: 'state',
        header: t('fleet.state'),
        width: '9.5rem',
        cell: d => <State plain device={d} />,
      },
      {
        id: 'device',
        header: t('fleet.device'),
        width: 'minmax(11rem,1.3fr)',
        cell: d => (
          <>
            <div className="truncate font-medium text-base" title={d.name}>
              {d.name}
            </div>
            <div className="truncate text-ink-3" title={d.personName}>
              {d.personName}
            </div>
          </>
        ),
      },
      {
        id: 'org',
        header: t('fleet.org'),
        width: 'minmax(9rem,1fr)',
        cell: d => (
          <>
            <div className="truncate" title={d.orgName}>
              {d.orgName}
            </div>
            <div className="text-ink-3">{codeText('fleet.zones', d.zone)}</div>
          </>
        ),
      },
      {
        id: 'contact',
        header: t('fleet.contact'),
        width: '7.5rem',
        cell: d =>
          d.lastContact ? (
            <When at={d.lastContact} as="ago" />
          ) : (
            <span className="text-ink-3">{t('fleet.never')}</span>
          ),
      },
      {
        id: 'skew',
        header: t('fleet.skew'),
        width: '9rem',
        cell: d => (d.lastContact ? <Skew ms={d.skewMs} /> : t('common.none')),
      },
      {
        id: 'seq',
        header: t('fleet.seq'),
        width: '7rem',
        end: true,
        cell: d => (d.lastSeq > 0 ? count(d.lastSeq) : t('common.none')),
      },
      {
        id: 'program',
        header: t('fleet.program'),
        width: '5rem',
        cell: d => (
          <span className="block truncate" title={d.version}>
            {d.version || t('common.none')}
          </span>
        ),
      },
    ],
    [t],
  );
}

function DevicePane({ device: d, onClose }: { device: DeviceRow; onClose: () => void }) {
  const { t, lang } = useT();
  const navigate = useNavigate();
  const state = stateOf(d, useNow());
  return (
    <Pane
      title={d.name}
      above={
        <div className="pb-1">
          <State device={d} />
        </div>
      }
      onClose={onClose}
      footer={
        <Button
          icon={FolderOpen}
          onPress={() =>
            void navigate({
              to: '/cases',
              search: { text: d.name, state: 'all' } as never,
            })
          }
        >
          {t('fleet.cases')}
        </Button>
      }
    >
      <p className="pb-4 text-pretty text-ink-2">{t(`fleet.about.${state}`)}</p>
      <Facts
        rows={[
          [t('fleet.person'), d.personName],
          [t('fleet.org'), d.orgName],
          [t('fleet.zone'), codeText('fleet.zones', d.zone)],
          [
            t('fleet.contact'),
            d.lastContact ? momentLong(d.lastContact, lang) : t('fleet.never'),
          ],
          [
            t('fleet.skew'),
            d.lastContact ? <Skew key="s" ms={d.skewMs} /> : t('common.none'),
          ],
          [
            t('fleet.seq'),
            d.lastSeq > 0 ? t('fleet.seqNo', { n: count(d.lastSeq) }) : t('fleet.noSeq'),
          ],
          [t('fleet.program'), d.version || t('common.none')],
          [t('fleet.revoked'), d.revoked ? t('fleet.yes') : t('fleet.no')],
        ]}
      />
    </Pane>
  );
}
