import type { CasePage, FacetCount } from '../../api';
import { named, useT } from '../../i18n';
import { Button } from '../../ui/Button';
import { FacetList } from '../../ui/FacetList';
import {
  type CasesSearch,
  caseAges,
  caseKinds,
  caseWaits,
  isFiltered,
  noFilters,
} from './search';

/** What narrows the desk: kind, what a case waits for and how long, who has it, whose it is. */
export function Facets({
  page,
  search,
  go,
}: {
  page: CasePage | undefined;
  search: CasesSearch;
  go: (change: Partial<CasesSearch>) => void;
}) {
  const { t, lang } = useT();
  const of = (list: readonly FacetCount[] | undefined, key: string) =>
    list?.find(f => f.key === key)?.count ?? 0;
  const kinds = caseKinds
    .map(key => ({ key, text: t(`cases.kind.${key}`), count: of(page?.kinds, key) }))
    .filter(k => k.count > 0 || k.key === search.kind)
    .toSorted((a, b) => b.count - a.count);
  const ages = caseAges.map((key, i) => ({
    key,
    text: t(`cases.ages.${key}`),
    count: (page?.ages ?? [])
      .filter(a => search.kind === undefined || a.kind === search.kind)
      .reduce((n, a) => n + (a.counts[i] ?? 0), 0),
  }));
  const people = (page?.assignees ?? []).map(f => ({
    key: f.key,
    text:
      f.key === 'nobody' || f.key === ''
        ? t('cases.facets.nobody')
        : named(lang, f.labelUk, f.labelEn) || f.key,
    count: f.count,
  }));
  const units = (page?.units ?? []).map(f => ({
    key: f.key,
    text: named(lang, f.labelUk, f.labelEn) || f.key,
    count: f.count,
  }));
  return (
    <div className="flex flex-col gap-4">
      {isFiltered(search) && (
        <Button className="self-start" onPress={() => go(noFilters)}>
          {t('cases.facets.clear')}
        </Button>
      )}
      {search.code && <p className="px-2 text-sm text-wait">{t('cases.facets.code')}</p>}
      {search.device && (
        <p className="px-2 text-sm text-wait">{t('cases.facets.device')}</p>
      )}
      <FacetList
        title={t('cases.kinds')}
        any={t('cases.anyKind')}
        choices={kinds}
        value={search.kind}
        onChange={kind => go({ kind: kind as CasesSearch['kind'] })}
      />
      <FacetList
        title={t('cases.facets.waits')}
        any={t('cases.facets.any')}
        choices={caseWaits.map(key => ({
          key,
          text: t(`cases.waits.${key}`),
          count: of(page?.waits, key),
        }))}
        value={search.waits}
        onChange={waits => go({ waits: waits as CasesSearch['waits'] })}
      />
      <FacetList
        title={t('cases.facets.ages')}
        any={t('cases.facets.any')}
        choices={ages}
        value={search.age}
        onChange={age => go({ age: age as CasesSearch['age'] })}
      />
      {people.length > 0 && (
        <FacetList
          title={t('cases.facets.assignees')}
          any={t('cases.facets.any')}
          choices={people.map(p => ({ ...p, key: p.key || 'nobody' }))}
          value={search.assignee}
          onChange={assignee => go({ assignee })}
        />
      )}
      {units.length > 1 && (
        <FacetList
          title={t('cases.facets.units')}
          any={t('cases.facets.any')}
          choices={units}
          value={search.unit}
          onChange={unit => go({ unit })}
        />
      )}
    </div>
  );
}
