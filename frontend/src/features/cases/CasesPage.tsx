import { useNavigate } from '@tanstack/react-router';
import {
  ChartColumn,
  FileSpreadsheet,
  FolderCheck,
  Gavel,
  ListChecks,
  ListFilter,
  UserPlus,
  X,
} from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { exportCases, useAppState, useCases, useSync } from '../../api';
import { useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { useAddress, useAddressOf } from '../../lib/address';
import { Button, IconButton } from '../../ui/Button';
import { DataTable } from '../../ui/DataTable';
import { Dialog } from '../../ui/Dialog';
import { SearchField } from '../../ui/fields';
import { Money, When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page } from '../../ui/Page';
import { Tabs } from '../../ui/Tabs';
import { AssignDialog } from './AssignDialog';
import { CasesPlot, usePlotOn } from './CasesPlot';
import { useColumns } from './columns';
import { Facets } from './Facets';
import { ManyDialog } from './ManyDialog';
import {
  type CasesSearch,
  caseStates,
  casesSearch,
  isFiltered,
  noFilters,
  queryOf,
} from './search';
import { usePicked } from './usePicked';
import { useSaveExport } from './useSaveExport';

/** Everything signed that could not be applied, and devices that behave oddly. */
export function CasesPage() {
  const { t } = useT();
  const search = useAddressOf(casesSearch);
  const go = useAddress<CasesSearch>();
  const navigate = useNavigate();
  const query = queryOf(search);
  const list = useCases(useDeferredValue(query));
  const sync = useSync().data;
  const desk = useAppState().data?.zone === 'admin';
  const page = list.first.data;
  const plotOn = usePlotOn(search) && page !== undefined && page.ages.length > 0;
  const picked = usePicked(query, desk);
  const [filtering, setFiltering] = useState(false);
  const [dialog, setDialog] = useState<'' | 'rule' | 'assign'>('');
  const columns = useColumns(desk ? picked : undefined);
  const save = useSaveExport();
  const onExport = () =>
    save(exportCases({ ...query, offset: 0, limit: list.total || 1 }));
  const state = search.state ?? 'open';
  const onPlot = () => go({ plot: plotOn ? 'off' : 'on' });
  useActions([
    {
      id: 'cases.plot',
      label: plotOn ? t('cases.plot.hide') : t('cases.plot.show'),
      group: t('frame.groups.here'),
      icon: ChartColumn,
      keys: 'KeyG',
      run: onPlot,
    },
    {
      id: 'cases.all',
      label: t('cases.select.all'),
      group: t('frame.groups.here'),
      icon: ListChecks,
      keys: 'Shift+KeyX',
      disabled: !desk || list.total === 0,
      run: picked.all,
    },
    {
      id: 'cases.rule',
      label: t('cases.select.rule'),
      group: t('frame.groups.here'),
      icon: Gavel,
      keys: 'KeyD',
      disabled: picked.rows.length === 0,
      run: () => setDialog('rule'),
    },
    {
      id: 'cases.assign',
      label: t('cases.select.assign'),
      group: t('frame.groups.here'),
      icon: UserPlus,
      keys: 'KeyT',
      disabled: picked.rows.length === 0,
      run: () => setDialog('assign'),
    },
    {
      id: 'cases.export',
      label: t('cases.export'),
      group: t('frame.groups.here'),
      icon: FileSpreadsheet,
      keys: '$mod+KeyE',
      disabled: list.total === 0,
      run: onExport,
    },
  ]);
  const facets = <Facets page={page} search={search} go={go} />;
  return (
    <Page
      title={t('frame.pages.cases')}
      note={
        page?.asOf && (
          <>
            {t('frame.truth.data')} <When at={page.asOf} />
          </>
        )
      }
      search={
        <SearchField
          label={t('cases.search')}
          value={search.text ?? ''}
          onChange={v => go({ text: v || undefined })}
        />
      }
      actions={
        <>
          <Button
            icon={ListFilter}
            className="@3xl:hidden"
            onPress={() => setFiltering(true)}
          >
            {t('cases.facets.open')}
          </Button>
          {/* A narrow window has room for the plot only where it is asked for. */}
          <span className="@max-3xl:hidden">
            <IconButton
              icon={ChartColumn}
              label={plotOn ? t('cases.plot.hide') : t('cases.plot.show')}
              onPress={onPlot}
            />
          </span>
          <span className="@3xl:hidden">
            <IconButton
              icon={ChartColumn}
              label={search.plot === 'on' ? t('cases.plot.hide') : t('cases.plot.show')}
              onPress={() => go({ plot: search.plot === 'on' ? undefined : 'on' })}
            />
          </span>
          {list.total > 0 && (
            <Button icon={FileSpreadsheet} onPress={onExport}>
              {t('cases.export')}
            </Button>
          )}
        </>
      }
      side={facets}
    >
      <Tabs
        label={t('frame.pages.cases')}
        value={state}
        tabs={caseStates.map(key => ({ key, text: t(`cases.states.${key}`) }))}
        onChange={key => go({ state: key === 'open' ? undefined : key })}
      />
      {plotOn && <CasesPlot page={page} search={search} go={go} />}
      <View
        of={list.first}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={p =>
          p.total === 0 &&
          (isFiltered(search) || state === 'closed' ? (
            <Empty
              icon={ListFilter}
              title={t('cases.nothing')}
              action={
                <Button onPress={() => go({ ...noFilters, state: 'all' })}>
                  {t('cases.showAll')}
                </Button>
              }
            >
              {t('cases.nothingText')}
            </Empty>
          ) : (
            <Empty icon={FolderCheck} title={t('cases.empty')}>
              {t('cases.emptyText')}
            </Empty>
          ))
        }
      >
        {() => (
          <>
            <DataTable
              label={t('frame.pages.cases')}
              tall
              columns={columns}
              total={list.total}
              rowAt={list.rowAt}
              rowId={c => c.id}
              sorted={search.sort ?? 'longest'}
              onSort={sort => go({ sort: casesSearch({ sort }).sort })}
              onOpen={c => void navigate({ to: '/cases/$id', params: { id: c.id } })}
              onRange={list.onRange}
              {...(desk ? { selected: picked.ids, onSelect: picked.toggle } : {})}
            />
            {picked.rows.length > 0 && (
              <Bar
                picked={picked}
                onRule={() => setDialog('rule')}
                onAssign={() => setDialog('assign')}
              />
            )}
          </>
        )}
      </View>
      <Dialog
        title={t('cases.facets.open')}
        open={filtering}
        onClose={() => setFiltering(false)}
      >
        {facets}
      </Dialog>
      {dialog === 'rule' && (
        <ManyDialog
          rows={picked.rows}
          onClose={() => setDialog('')}
          onSigned={picked.clear}
        />
      )}
      {dialog === 'assign' && (
        <AssignDialog
          cases={picked.rows}
          onClose={() => setDialog('')}
          onSigned={picked.clear}
        />
      )}
    </Page>
  );
}

/** What can be done with the selected. */
function Bar({
  picked,
  onRule,
  onAssign,
}: {
  picked: ReturnType<typeof usePicked>;
  onRule: () => void;
  onAssign: () => void;
}) {
  const { t } = useT();
  const sum = useMemo(() => picked.rows.reduce((n, r) => n + r.total, 0), [picked.rows]);
  return (
    <section
      aria-label={t('cases.select.mark')}
      className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-t bg-selected px-4 py-2"
    >
      <span className="font-medium">
        {t('cases.select.count', { count: picked.rows.length })}
      </span>
      {sum > 0 && <Money value={sum} className="text-ink-2" />}
      <span className="ms-auto flex flex-wrap gap-2">
        <Button look="quiet" icon={X} onPress={picked.clear}>
          {t('cases.select.clear')}
        </Button>
        <Button icon={ListChecks} className="@max-3xl:hidden" onPress={picked.all}>
          {t('cases.select.all')}
        </Button>
        <Button icon={UserPlus} onPress={onAssign}>
          {t('cases.select.assign')}
        </Button>
        <Button look="primary" icon={Gavel} onPress={onRule}>
          {t('cases.select.rule')}
        </Button>
      </span>
    </section>
  );
}
