import type { FacetCount, FleetPage } from '../../api';
import { codeText, useT } from '../../i18n';
import { FacetList } from '../../ui/FacetList';
import { type DeviceState, deviceStates, type FleetSearch } from './search';

/** What narrows the fleet: state, version, zone; the counts are of the whole fleet. */
export function Facets({
  page,
  search,
  go,
}: {
  page: FleetPage | undefined;
  search: FleetSearch;
  go: (change: Partial<FleetSearch>) => void;
}) {
  const { t } = useT();
  const list = (all: readonly FacetCount[] | undefined, text: (key: string) => string) =>
    (all ?? [])
      .toSorted((a, b) => b.count - a.count)
      .map(f => ({ key: f.key, text: text(f.key), count: f.count }));
  return (
    <div className="flex flex-col gap-4">
      <FacetList
        title={t('fleet.byState')}
        any={t('fleet.any')}
        value={search.state}
        choices={deviceStates.map(key => ({
          key,
          text: t(`fleet.states.${key}`),
          count: page?.states.find(f => f.key === key)?.count ?? 0,
        }))}
        onChange={key => go({ state: key as DeviceState | undefined })}
      />
      <FacetList
        title={t('fleet.byVersion')}
        any={t('fleet.anyVersion')}
        value={search.version}
        choices={list(page?.versions, key => key || t('fleet.noVersion')).filter(
          v => v.key !== '',
        )}
        onChange={version => go({ version })}
      />
      <FacetList
        title={t('fleet.byZone')}
        any={t('fleet.anyZone')}
        value={search.zone}
        choices={list(page?.zones, key => codeText('fleet.zones', key))}
        onChange={zone => go({ zone })}
      />
    </div>
  );
}
