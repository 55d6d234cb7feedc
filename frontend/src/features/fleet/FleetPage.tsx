import { ChartColumn, Laptop, ListFilter } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import {
  type DeviceRow,
  type FleetPage as FleetView,
  type Paged,
  useFleet,
  useSync,
} from '../../api';
import { codeText, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { useAddress, useAddressOf } from '../../lib/address';
import { Button, IconButton } from '../../ui/Button';
import { DataTable } from '../../ui/DataTable';
import { Dialog } from '../../ui/Dialog';
import { SearchField, Select } from '../../ui/fields';
import { When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page } from '../../ui/Page';
import { useColumns } from './columns';
import { DevicePane } from './DevicePane';
import { Facets } from './Facets';
import { FleetPlot } from './FleetPlot';
import { type FleetSearch, fleetSearch, orders, queryOf } from './search';

/** Every enrolled device, the longest silent first. */
export function FleetPage() {
  const { t } = useT();
  const search = useAddressOf(fleetSearch);
  const go = useAddress<FleetSearch>();
  const sync = useSync().data;
  const list = useFleet(useDeferredValue(queryOf(search)));
  const page = list.first.data;
  const columns = useColumns();
  const [filtering, setFiltering] = useState(false);
  const [opened, setOpened] = useState<DeviceRow>();
  const open = opened && (newest(list, opened.id) ?? opened);
  const onPlot = () => go({ plot: search.plot === 'off' ? undefined : 'off' });
  const plotText = search.plot === 'off' ? t('fleet.plot.show') : t('fleet.plot.hide');
  useActions([
    {
      id: 'fleet.plot',
      label: plotText,
      group: t('frame.groups.here'),
      icon: ChartColumn,
      keys: 'KeyG',
      run: onPlot,
    },
  ]);
  const isFiltered = !!(search.text || search.state || search.version || search.zone);
  const facets = <Facets page={page} search={search} go={go} />;
  return (
    <Page
      title={t('frame.pages.fleet')}
      note={
        page?.asOf && (
          <>
            {t('frame.truth.data')} <When at={page.asOf} />
          </>
        )
      }
      search={
        <SearchField
          label={t('fleet.search')}
          value={search.text ?? ''}
          onChange={text => go({ text: text || undefined })}
        />
      }
      actions={
        <>
          <Button
            icon={ListFilter}
            className="@3xl:hidden"
            onPress={() => setFiltering(true)}
          >
            {t('fleet.filters')}
          </Button>
          <Select
            bare
            className="w-48"
            label={t('fleet.sort')}
            value={search.sort ?? orders.contact}
            options={Object.entries(orders).map(([column, key]) => ({
              key: key as string,
              text: codeText('fleet.sorts', column),
            }))}
            onChange={sort => go({ sort })}
          />
          {/* A narrow window has room for the plots only where they are asked for. */}
          <span className="@max-3xl:hidden">
            <IconButton icon={ChartColumn} label={plotText} onPress={onPlot} />
          </span>
          <span className="@3xl:hidden">
            <IconButton
              icon={ChartColumn}
              label={search.plot === 'on' ? t('fleet.plot.hide') : t('fleet.plot.show')}
              onPress={() => go({ plot: search.plot === 'on' ? undefined : 'on' })}
            />
          </span>
        </>
      }
      side={facets}
      pane={open && <DevicePane device={open} onClose={() => setOpened(undefined)} />}
    >
      {page?.contacts.some(n => n > 0) && search.plot !== 'off' && (
        <FleetPlot page={page} asked={search.plot === 'on'} />
      )}
      <View
        of={list.first}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={p =>
          p.total === 0 &&
          (isFiltered ? (
            <Empty
              icon={ListFilter}
              title={t('fleet.nothing')}
              action={
                <Button
                  onPress={() =>
                    go({
                      text: undefined,
                      state: undefined,
                      version: undefined,
                      zone: undefined,
                    })
                  }
                >
                  {t('fleet.showAll')}
                </Button>
              }
            />
          ) : (
            <Empty icon={Laptop} title={t('fleet.empty')}>
              {t('fleet.emptyText')}
            </Empty>
          ))
        }
      >
        {() => (
          <DataTable
            label={t('frame.pages.fleet')}
            tall
            columns={columns}
            total={list.total}
            rowAt={list.rowAt}
            rowId={d => d.id}
            activeId={open?.id ?? ''}
            sorted={search.sort ?? 'contact_asc'}
            onSort={sort => go({ sort })}
            onOpen={setOpened}
            onRange={list.onRange}
          />
        )}
      </View>
      <Dialog
        title={t('fleet.filters')}
        open={filtering}
        onClose={() => setFiltering(false)}
      >
        {facets}
      </Dialog>
    </Page>
  );
}

/** The opened device as the list has it now; it stays open when the list moves on without it. */
function newest(list: Paged<FleetView, DeviceRow>, id: string): DeviceRow | undefined {
  for (let i = 0; i < list.total; i++) {
    const row = list.rowAt(i);
    if (row?.id === id) return row;
  }
  return undefined;
}
