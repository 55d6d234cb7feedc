import { FilterX } from 'lucide-react';
import type { CataloguePage, SpecFacet } from '../../api';
import { named, useT } from '../../i18n';
import { useAddress } from '../../lib/address';
import { cx } from '../../lib/cx';
import { decimal } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Checkbox, NumberField, Select } from '../../ui/fields';
import { Section } from '../../ui/Page';
import { isNarrowed, rangeOf, rangeText } from './query';
import type { CatalogueSearch } from './search';

/** The filters at the left: category, availability, codification, suppliers and the typed specs of what was found. */
export function Facets({
  page,
  search,
}: {
  page: CataloguePage;
  search: CatalogueSearch;
}) {
  const { t, lang } = useT();
  const go = useAddress<CatalogueSearch>();
  const toggled = (
    list: string[] | undefined,
    key: string,
    on: boolean,
  ): string[] | undefined => {
    const next = on ? [...(list ?? []), key] : (list ?? []).filter(k => k !== key);
    return next.length > 0 ? next : undefined;
  };
  return (
    <div className="flex flex-col gap-6 pb-4">
      {isNarrowed(search) && (
        <Button
          icon={FilterX}
          onPress={() =>
            go({
              category: undefined,
              suppliers: undefined,
              codified: undefined,
              inStock: undefined,
              all: undefined,
              specs: undefined,
            })
          }
        >
          {t('catalogue.reset')}
        </Button>
      )}
      <Section title={t('catalogue.category')}>
        <ul className="-mx-2">
          <Choice
            text={t('catalogue.allCategories')}
            active={!search.category}
            onPick={() => go({ category: undefined, specs: undefined })}
          />
          {page.categories.map(c => (
            <Choice
              key={c.key}
              text={named(lang, c.labelUk, c.labelEn)}
              count={c.count}
              active={search.category === c.key}
              onPick={() => go({ category: c.key, specs: undefined })}
            />
          ))}
        </ul>
      </Section>
      <Section title={t('catalogue.availability')}>
        <Checkbox
          label={t('catalogue.inStock')}
          value={search.inStock ?? false}
          onChange={on => go({ inStock: on || undefined })}
        />
        <Checkbox
          label={t('catalogue.withAll')}
          value={search.all ?? false}
          onChange={on => go({ all: on || undefined })}
        />
      </Section>
      <Section title={t('catalogue.codification')}>
        <Select
          bare
          label={t('catalogue.codification')}
          value={search.codified ?? 'any'}
          options={[
            { key: 'any', text: t('catalogue.codifiedAny') },
            { key: 'yes', text: t('catalogue.codifiedYes') },
            { key: 'no', text: t('catalogue.codifiedNo') },
          ]}
          onChange={k => go({ codified: k === 'any' ? undefined : k })}
        />
      </Section>
      {page.specs.map(spec => (
        <SpecFilterField
          key={spec.key}
          spec={spec}
          value={search.specs?.[spec.key]}
          onChange={v => {
            const { [spec.key]: _, ...rest } = search.specs ?? {};
            const next = v === undefined ? rest : { ...rest, [spec.key]: v };
            go({ specs: Object.keys(next).length > 0 ? next : undefined });
          }}
        />
      ))}
      {page.suppliers.length > 1 && (
        <Section title={t('catalogue.supplier')}>
          {page.suppliers.map(s => (
            <Checkbox
              key={s.key}
              label={named(lang, s.labelUk, s.labelEn)}
              note={s.count}
              value={search.suppliers?.includes(s.key) ?? false}
              onChange={on => go({ suppliers: toggled(search.suppliers, s.key, on) })}
            />
          ))}
        </Section>
      )}
    </div>
  );
}

function Choice({
  text,
  count,
  active,
  onPick,
}: {
  text: string;
  count?: number;
  active: boolean;
  onPick: () => void;
}) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={active}
        onClick={onPick}
        className={cx(
          'flex min-h-7 w-full items-center gap-2 rounded px-2 py-0.5 text-start',
          active ? 'bg-selected font-medium text-accent' : 'text-ink-2 hover:bg-hover',
        )}
      >
        <span className="min-w-0 flex-1">{text}</span>
        {count !== undefined && <span className="num text-ink-3 text-sm">{count}</span>}
      </button>
    </li>
  );
}

interface SpecProps {
  spec: SpecFacet;
  value: string | string[] | undefined;
  onChange: (value: string | string[] | undefined) => void;
}

function SpecFilterField({ spec, value, onChange }: SpecProps) {
  const { t, lang } = useT();
  const unit = named(lang, spec.unitUk, spec.unitEn);
  const title = named(lang, spec.labelUk, spec.labelEn) + (unit ? `, ${unit}` : '');
  if (spec.kind === 'number') {
    const { min, max } = rangeOf(value);
    const set = (lo: number | null, hi: number | null) => onChange(rangeText(lo, hi));
    const orNull = (n: number) => (Number.isNaN(n) ? null : n);
    return (
      <Section title={title}>
        <div className="flex items-center gap-2">
          <NumberField
            bare
            slim
            label={`${title}: ${t('catalogue.from')}`}
            placeholder={decimal(String(spec.min), lang)}
            value={min ?? Number.NaN}
            onChange={n => set(orNull(n), max)}
          />
          <span aria-hidden className="text-ink-3">
            –
          </span>
          <NumberField
            bare
            slim
            label={`${title}: ${t('catalogue.to')}`}
            placeholder={decimal(String(spec.max), lang)}
            value={max ?? Number.NaN}
            onChange={n => set(min, orNull(n))}
          />
        </div>
      </Section>
    );
  }
  const chosen = Array.isArray(value) ? value : [];
  return (
    <Section title={title}>
      {spec.choices.map(c => (
        <Checkbox
          key={c.key}
          label={
            spec.kind === 'flag'
              ? c.key === 'true'
                ? t('common.yes')
                : t('common.no')
              : named(lang, c.labelUk, c.labelEn) || c.key
          }
          note={c.count}
          value={chosen.includes(c.key)}
          onChange={on => {
            const next = on ? [...chosen, c.key] : chosen.filter(k => k !== c.key);
            onChange(next.length > 0 ? next : undefined);
          }}
        />
      ))}
    </Section>
  );
}
