import { Landmark, ListFilter, Shield, Signature } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import {
  type ActForm,
  actForm,
  type UnitPosture,
  useAppState,
  usePolicy,
  useSync,
  useUnits,
} from '../../api';
import { codeText, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { money } from '../../lib/format';
import { matches } from '../../lib/layout';
import { useNow } from '../../lib/now';
import { Button } from '../../ui/Button';
import { type Column, DataTable } from '../../ui/DataTable';
import { Checkbox, NumberField, SearchField, Select, TextField } from '../../ui/fields';
import { Empty, View } from '../../ui/forms';
import { Page } from '../../ui/Page';

const postures = ['engaged', 'forming', 'training', 'in_reserve'] as const;
const none = 'none';
type Changes = ReadonlyMap<string, UnitPosture>;

/** What every unit is doing, as the General Staff declares it: who is served first, and what is guaranteed, follow from it. */
export function PosturePage() {
  const { t } = useT();
  const units = useUnits();
  const sync = useSync().data;
  const may = useAppState().data?.roles.includes('need_officer') ?? false;
  const [text, setText] = useState('');
  const [changes, setChanges] = useState<Changes>(new Map());
  const [signing, setSigning] = useState(false);
  const list = (units.data ?? []).filter(u => matches(`${u.unitNo} ${u.unitName}`, text));
  const set = (before: UnitPosture, after: UnitPosture) =>
    setChanges(old => {
      const next = new Map(old);
      if (before.posture === after.posture && before.weight === after.weight)
        next.delete(after.unitId);
      else next.set(after.unitId, after);
      return next;
    });
  const columns = useColumns(changes, may, set);
  useActions([
    {
      id: 'posture.sign',
      label: t('policies.posture.sign'),
      group: t('frame.groups.here'),
      keys: '$mod+Enter',
      icon: Signature,
      disabled: !may,
      run: () => setSigning(true),
    },
  ]);
  return (
    <Page
      title={t('frame.pages.posture')}
      search={
        <SearchField
          label={t('policies.posture.search')}
          value={text}
          onChange={setText}
        />
      }
      actions={
        may && (
          <>
            <span className="num text-ink-2 text-sm">
              {t('policies.posture.changed', { count: changes.size })}
            </span>
            <Button look="primary" icon={Signature} onPress={() => setSigning(true)}>
              {t('policies.posture.sign')}
            </Button>
          </>
        )
      }
    >
      <View
        of={units}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={all =>
          list.length === 0 &&
          (all.length === 0 ? (
            <Empty icon={Shield} title={t('policies.posture.empty')}>
              {t('policies.posture.emptyText')}
            </Empty>
          ) : (
            <Empty icon={ListFilter} title={t('common.list.nothing')} />
          ))
        }
      >
        {() => (
          <DataTable
            tall
            label={t('frame.pages.posture')}
            columns={columns}
            total={list.length}
            rowAt={i => list[i]}
            rowId={u => u.unitId}
            onOpen={() => {}}
          />
        )}
      </View>
      {signing && (
        <Declare
          changes={changes}
          onClose={() => setSigning(false)}
          onSigned={() => setChanges(new Map())}
        />
      )}
    </Page>
  );
}

/** The last question before a declaration is signed: whether the guaranteed amounts of the year follow it at once. */
function Declare({
  changes,
  onClose,
  onSigned,
}: {
  changes: Changes;
  onClose: () => void;
  onSigned: () => void;
}) {
  const { t, lang } = useT();
  const policy = usePolicy().data;
  const [apply, setApply] = useState(false);
  const thisYear = useNow().getFullYear();
  const [year, setYear] = useState(thisYear);
  const [kpkvk, setKpkvk] = useState('2101150');
  const [kekv, setKekv] = useState('2260');
  const [comment, setComment] = useState('');
  const [form, setForm] = useState<ActForm>();
  const next = () =>
    setForm(
      actForm('party.posture', {
        comment,
        posture: {
          units: [...changes.values()],
          year: apply ? year : 0,
          kpkvk: apply ? kpkvk : '',
          kekv: apply ? kekv : '',
          apply,
        },
      }),
    );
  return (
    <ActDialog
      wide
      title={t('policies.posture.title')}
      label={t('policies.posture.signLabel')}
      form={form}
      onBack={() => setForm(undefined)}
      onClose={onClose}
      onSigned={onSigned}
    >
      <div className="flex flex-col gap-4">
        {changes.size > 0 && (
          <ul className="max-h-48 overflow-y-auto text-sm">
            {[...changes.values()].map(u => (
              <li key={u.unitId} className="flex flex-wrap gap-x-4 border-t py-1">
                <span className="num w-16 font-medium">{u.unitNo}</span>
                <span className="flex-1">
                  {u.posture
                    ? codeText('state.posture', u.posture)
                    : t('policies.posture.none')}
                </span>
                <span className="num text-ink-2">
                  {t('policies.posture.weightIs', { n: u.weight })}
                </span>
              </li>
            ))}
          </ul>
        )}
        <Checkbox label={t('policies.posture.apply')} value={apply} onChange={setApply} />
        {apply && (
          <>
            <p className="flex items-start gap-2 text-ink-2 text-sm">
              <Landmark aria-hidden className="mt-0.5 size-4 shrink-0" />
              <span>
                {t('policies.posture.applyText')}{' '}
                {policy?.guaranteed
                  .map(
                    g =>
                      `${codeText('state.posture', g.posture)} ${money(g.amount, lang)}`,
                  )
                  .join('; ')}
              </span>
            </p>
            <div className="grid grid-cols-3 gap-3">
              <Select
                label={t('act.facts.year')}
                value={String(year)}
                options={[thisYear, thisYear + 1].map(y => ({
                  key: String(y),
                  text: String(y),
                }))}
                onChange={y => setYear(Number(y))}
              />
              <TextField label={t('act.facts.kpkvk')} value={kpkvk} onChange={setKpkvk} />
              <TextField label={t('act.facts.kekv')} value={kekv} onChange={setKekv} />
            </div>
          </>
        )}
        <TextField
          label={t('act.comment')}
          lines={2}
          value={comment}
          onChange={setComment}
        />
        <Button
          look="primary"
          className="self-end"
          isDisabled={changes.size === 0 && !apply}
          onPress={next}
        >
          {t('act.next')}
        </Button>
      </div>
    </ActDialog>
  );
}

function useColumns(
  changes: Changes,
  may: boolean,
  set: (before: UnitPosture, after: UnitPosture) => void,
): Column<UnitPosture>[] {
  const { t } = useT();
  return useMemo((): Column<UnitPosture>[] => {
    const now = (u: UnitPosture) => changes.get(u.unitId) ?? u;
    return [
      {
        id: 'no',
        header: t('policies.posture.no'),
        width: '6rem',
        cell: u => <span className="font-medium">{u.unitNo}</span>,
      },
      {
        id: 'name',
        header: t('policies.posture.unit'),
        width: 'minmax(14rem,1fr)',
        cell: u => (
          <div className="truncate" title={u.unitName}>
            {u.unitName}
          </div>
        ),
      },
      {
        id: 'posture',
        header: t('policies.posture.posture'),
        width: '12rem',
        cell: u =>
          may ? (
            <Select
              bare
              label={`${t('policies.posture.posture')}: ${u.unitNo}`}
              value={now(u).posture || none}
              options={[
                { key: none, text: t('policies.posture.none') },
                ...postures.map(key => ({ key, text: t(`state.posture.${key}`) })),
              ]}
              onChange={key => set(u, { ...now(u), posture: key === none ? '' : key })}
            />
          ) : u.posture ? (
            codeText('state.posture', u.posture)
          ) : (
            t('policies.posture.none')
          ),
      },
      {
        id: 'weight',
        header: t('policies.posture.weight'),
        width: '9rem',
        end: !may,
        cell: u =>
          may ? (
            <NumberField
              bare
              label={`${t('policies.posture.weight')}: ${u.unitNo}`}
              value={now(u).weight}
              min={1}
              max={1000}
              onChange={n => Number.isFinite(n) && set(u, { ...now(u), weight: n })}
            />
          ) : (
            u.weight
          ),
      },
      {
        id: 'changed',
        header: t('policies.posture.change'),
        width: '7rem',
        cell: u =>
          changes.has(u.unitId) && (
            <span className="font-medium text-wait">
              {t('policies.posture.isChanged')}
            </span>
          ),
      },
    ];
  }, [t, changes, may, set]);
}
