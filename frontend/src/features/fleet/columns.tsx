import { useMemo } from 'react';
import type { DeviceRow } from '../../api';
import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { by } from '../../lib/sorting';
import type { Column } from '../../ui/DataTable';
import { When } from '../../ui/figures';
import { Skew, StateWord } from './parts';
import { statesOf } from './search';

export function useColumns(): Column<DeviceRow>[] {
  const { t } = useT();
  return useMemo((): Column<DeviceRow>[] => {
    const figure = (n: number, tone: string) => (
      <span className={cx('num', n > 0 ? tone : 'text-ink-3')}>
        {n > 0 ? count(n) : t('common.none')}
      </span>
    );
    return [
      {
        id: 'state',
        header: t('fleet.state'),
        width: '10.5rem',
        cell: d => {
          const [first, ...rest] = statesOf(d);
          const all = statesOf(d).map(s => t(`fleet.states.${s}`));
          return (
            <span className="flex items-center gap-1.5" title={all.join(', ')}>
              {first && <StateWord plain state={first} />}
              {rest.length > 0 && <span className="num text-ink-3">+{rest.length}</span>}
            </span>
          );
        },
      },
      {
        id: 'device',
        header: t('fleet.device'),
        width: 'minmax(10rem,1.3fr)',
        sort: by('name'),
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
        width: 'minmax(8rem,1fr)',
        sort: by('org'),
        cell: d => (
          <>
            <div className="truncate" title={d.orgName}>
              {d.orgNo || d.orgName}
            </div>
            <div className="text-ink-3">{codeText('fleet.zones', d.zone)}</div>
          </>
        ),
      },
      {
        id: 'contact',
        header: t('fleet.contact'),
        width: '7.5rem',
        sort: { asc: 'contact_asc', desc: 'contact_desc' },
        cell: d =>
          d.lastContact ? (
            <When at={d.lastContact} as="ago" />
          ) : (
            <span className="text-ink-3">{t('fleet.never')}</span>
          ),
      },
      {
        id: 'backlog',
        header: t('fleet.backlog'),
        width: '6.5rem',
        end: true,
        sort: by('backlog'),
        cell: d => figure(d.backlog, 'font-medium text-wait'),
      },
      {
        id: 'gaps',
        header: t('fleet.gaps'),
        width: '6.5rem',
        end: true,
        sort: by('gaps'),
        cell: d => figure(d.gaps, 'font-medium text-alarm'),
      },
      {
        id: 'cases',
        header: t('fleet.openCases'),
        width: '6.5rem',
        end: true,
        sort: by('cases'),
        cell: d => figure(d.openCases, 'font-medium text-alarm'),
      },
      {
        id: 'skew',
        header: t('fleet.skew'),
        width: '9rem',
        sort: by('skew'),
        cell: d => (d.lastContact ? <Skew ms={d.skewMs} /> : t('common.none')),
      },
      {
        id: 'program',
        header: t('fleet.program'),
        width: '5.5rem',
        sort: by('version'),
        cell: d => (
          <span className="block truncate" title={d.version}>
            {d.version || t('common.none')}
          </span>
        ),
      },
    ];
  }, [t]);
}
