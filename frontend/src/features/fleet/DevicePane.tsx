import { useNavigate } from '@tanstack/react-router';
import { FolderOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeviceRow } from '../../api';
import { codeText, useT } from '../../i18n';
import { count, momentLong } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Facts, Pane } from '../../ui/Page';
import { Skew, StateWord } from './parts';
import { statesOf } from './search';

/** One device: all that is to be said of it, and the way to its cases. */
export function DevicePane({
  device: d,
  onClose,
}: {
  device: DeviceRow;
  onClose: () => void;
}) {
  const { t, lang } = useT();
  const navigate = useNavigate();
  const rows: [ReactNode, ReactNode][] = [
    [t('fleet.person'), d.personName],
    [t('fleet.org'), d.orgNo ? `${d.orgNo} · ${d.orgName}` : d.orgName],
    [t('fleet.zone'), codeText('fleet.zones', d.zone)],
    [
      t('fleet.contact'),
      d.lastContact ? momentLong(d.lastContact, lang) : t('fleet.never'),
    ],
    [t('fleet.skew'), d.lastContact ? <Skew key="s" ms={d.skewMs} /> : t('common.none')],
    [
      t('fleet.seq'),
      d.lastSeq > 0 ? t('fleet.seqNo', { n: count(d.lastSeq) }) : t('fleet.noSeq'),
    ],
    [t('fleet.backlog'), count(d.backlog)],
    [t('fleet.gaps'), count(d.gaps)],
    [t('fleet.openCases'), count(d.openCases)],
    [
      t('fleet.diverged'),
      d.diverged > 0
        ? t('fleet.divergedTimes', {
            count: d.diverged,
            when: d.divergedAt ? momentLong(d.divergedAt, lang) : t('common.none'),
          })
        : t('fleet.no'),
    ],
    [t('fleet.program'), d.version || t('common.none')],
    [t('fleet.revoked'), d.revoked ? t('fleet.yes') : t('fleet.no')],
  ];
  return (
    <Pane
      title={d.name}
      onClose={onClose}
      footer={
        <Button
          icon={FolderOpen}
          onPress={() =>
            void navigate({
              to: '/cases',
              search: { device: d.id, state: 'all' } as never,
            })
          }
        >
          {t('fleet.cases')}
        </Button>
      }
    >
      <ul className="flex flex-col gap-3 pb-4">
        {statesOf(d).map(s => (
          <li key={s} className="flex flex-col items-start gap-1">
            <StateWord state={s} />
            <p className="text-pretty text-ink-2">{t(`fleet.about.${s}`)}</p>
          </li>
        ))}
      </ul>
      <Facts rows={rows} />
      <p className="pt-3 text-ink-3 text-xs">{t('fleet.backlogNote')}</p>
    </Pane>
  );
}
