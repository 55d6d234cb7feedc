import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import {
  type ActForm,
  actForm,
  type DelegationView,
  useAppState,
  useColleagues,
  useDelegations,
  useSync,
} from '../../api';
import { codeText, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { dayInKyiv } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Checkbox, DateField, Select, TextField } from '../../ui/fields';
import { Day } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page, ScrollArea } from '../../ui/Page';

/** Who acts for whom, since when and until when; a person gives and takes back their own. */
export function DelegationsPage() {
  const { t } = useT();
  const list = useDelegations();
  const sync = useSync().data;
  const [giving, setGiving] = useState(false);
  const [taking, setTaking] = useState<DelegationView>();
  const give = (
    <Button look="primary" icon={UserPlus} onPress={() => setGiving(true)}>
      {t('policies.delegations.give')}
    </Button>
  );
  useActions([
    {
      id: 'delegations.give',
      label: t('policies.delegations.give'),
      group: t('frame.groups.here'),
      keys: 'KeyN',
      icon: UserPlus,
      run: () => setGiving(true),
    },
  ]);
  return (
    <Page title={t('frame.pages.delegations')} actions={give}>
      <View
        of={list}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={all =>
          all.length === 0 && (
            <Empty icon={Users} title={t('policies.delegations.empty')}>
              {t('policies.delegations.emptyText')}
            </Empty>
          )
        }
      >
        {all => (
          <ScrollArea label={t('frame.pages.delegations')} className="min-h-0 flex-1 p-4">
            <table className="num w-full max-w-5xl border-collapse text-sm">
              <thead>
                <tr className="text-ink-3 text-xs">
                  {(['who', 'whom', 'roles', 'since', 'until'] as const).map(k => (
                    <th key={k} scope="col" className="px-2 pb-1 text-start font-medium">
                      {t(`policies.delegations.${k}`)}
                    </th>
                  ))}
                  <td />
                </tr>
              </thead>
              <tbody>
                {all.map(d => (
                  <tr key={`${d.fromId}${d.toId}${d.since}`} className="border-t">
                    <th scope="row" className="px-2 py-2 text-start font-medium">
                      {d.toName}
                    </th>
                    <td className="px-2 py-2">{d.fromName}</td>
                    <td className="px-2 py-2">
                      {d.roles.map(r => codeText('state.role', r)).join(', ')}
                    </td>
                    <td className="px-2 py-2">
                      <Day on={d.since.slice(0, 10)} />
                    </td>
                    <td className="px-2 py-2">
                      <Day on={d.until.slice(0, 10)} />
                    </td>
                    <td className="px-2 py-2 text-end">
                      {d.mine && (
                        <Button
                          aria-label={`${t('policies.delegations.take')}: ${d.toName}`}
                          onPress={() => setTaking(d)}
                        >
                          {t('policies.delegations.take')}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollArea>
        )}
      </View>
      {giving && <Give onClose={() => setGiving(false)} />}
      {taking && (
        <ActDialog
          title={t('policies.delegations.takeTitle', { name: taking.toName })}
          label={t('policies.delegations.takeSign')}
          form={actForm('party.delegate', {
            delegate: {
              personId: taking.toId,
              roles: taking.roles,
              since: taking.since.slice(0, 10),
              until: '',
            },
          })}
          onClose={() => setTaking(undefined)}
        />
      )}
    </Page>
  );
}

/** Whom, which of one's own roles, since when and until when. */
function Give({ onClose }: { onClose: () => void }) {
  const { t } = useT();
  const own = useAppState().data?.roles ?? [];
  const people = useColleagues();
  const [person, setPerson] = useState('');
  const [roles, setRoles] = useState<readonly string[]>(own);
  const [since, setSince] = useState(dayInKyiv(new Date()));
  const [until, setUntil] = useState(dayInKyiv(new Date(), 14));
  const [comment, setComment] = useState('');
  const [form, setForm] = useState<ActForm>();
  const wrong = since !== '' && until !== '' && until < since;
  return (
    <ActDialog
      title={t('policies.delegations.giveTitle')}
      label={t('policies.delegations.giveSign')}
      form={form}
      onBack={() => setForm(undefined)}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <Select
          label={t('policies.delegations.who')}
          value={person}
          options={(people.data ?? []).map(p => ({
            key: p.id,
            text: p.name,
            note: p.roles.map(r => codeText('state.role', r)).join(', '),
          }))}
          onChange={setPerson}
        />
        <fieldset className="flex flex-col gap-1.5">
          <legend className="pb-1 font-medium text-ink-2 text-sm">
            {t('policies.delegations.roles')}
          </legend>
          {own.map(r => (
            <Checkbox
              key={r}
              label={codeText('state.role', r)}
              value={roles.includes(r)}
              onChange={on => setRoles(on ? [...roles, r] : roles.filter(x => x !== r))}
            />
          ))}
        </fieldset>
        <div className="grid grid-cols-2 gap-3">
          <DateField
            label={t('policies.delegations.since')}
            value={since}
            onChange={setSince}
          />
          <DateField
            label={t('policies.delegations.until')}
            value={until}
            onChange={setUntil}
            error={wrong ? t('policies.delegations.wrong') : undefined}
          />
        </div>
        <TextField label={t('act.comment')} value={comment} onChange={setComment} />
        <Button
          look="primary"
          className="self-end"
          isDisabled={
            person === '' || roles.length === 0 || since === '' || until === '' || wrong
          }
          onPress={() =>
            setForm(
              actForm('party.delegate', {
                comment,
                delegate: { personId: person, roles: [...roles], since, until },
              }),
            )
          }
        >
          {t('act.next')}
        </Button>
      </div>
    </ActDialog>
  );
}
