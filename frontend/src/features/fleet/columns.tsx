import { useMemo } from 'react';
import type { DeviceRow } from '../../api';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { by } from '../../lib/sorting';
import type { Column } from '../../ui/DataTable';
import { When } from '../../ui/figures';
import { Skew, StateWord } from './parts';
import { byContact, statesOf } from './search';

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
        width: '8.75rem',
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
        width: 'minmax(10rem,1fr)',
        sort: by('name'),
        cell: d => {
          // Units are known by their numbers, others by their names.
          const org = d.zone === 'unit' ? d.orgNo || d.orgName : d.orgName;
          const whose = `${org} · ${d.personName}`;
          return (
            <>
              <div className="truncate font-medium text-base leading-5" title={d.name}>
                {d.name}
              </div>
              <div
                className="line-clamp-2 text-ink-3 leading-4"
                title={`${d.orgName} · ${whose}`}
              >
                {whose}
              </div>
            </>
          );
        },
      },
      {
        id: 'contact',
        header: t('fleet.contact'),
        width: '7.75rem',
        sort: byContact,
        cell: d => (
          <>
            {d.lastContact ? (
              <When at={d.lastContact} as="ago" />
            ) : (
              <span className="text-ink-3">{t('fleet.never')}</span>
            )}
            {d.version && (
              <div className="truncate text-ink-3" title={d.version}>
                {t('fleet.programNo', { no: d.version })}
              </div>
            )}
          </>
        ),
      },
      {
        id: 'backlog',
        header: t('fleet.backlog'),
        width: '6rem',
        end: true,
        sort: by('backlog'),
        cell: d => figure(d.backlog, 'font-medium text-wait'),
      },
      {
        id: 'cases',
        header: t('fleet.openCases'),
        width: '5.5rem',
        end: true,
        sort: by('cases'),
        cell: d => (
          <>
            {figure(d.openCases, 'font-medium text-alarm')}
            {d.gaps > 0 && (
              <div className="text-alarm">{t('fleet.missing', { n: count(d.gaps) })}</div>
            )}
          </>
        ),
      },
      {
        id: 'skew',
        header: t('fleet.skew'),
        width: '7rem',
        sort: by('skew'),
        cell: d => (d.lastContact ? <Skew ms={d.skewMs} /> : t('common.none')),
      },
    ];
  }, [t]);
}
