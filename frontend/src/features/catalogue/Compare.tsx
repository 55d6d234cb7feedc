import { Scale, X } from 'lucide-react';
import { useState } from 'react';
import { type ItemView, useItems } from '../../api';
import { named, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { Button, IconButton } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Checkbox } from '../../ui/fields';
import { Loading } from '../../ui/forms';
import { AddButton, CodifiedBadge, Price, Supply, useSpecText } from './parts';

/** The bar under the list while items are chosen for comparison, and the comparison itself. */
export function Compare({
  ids,
  onChange,
}: {
  ids: readonly string[];
  onChange: (ids: string[]) => void;
}) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  if (ids.length === 0) return null;
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-3 border-t bg-selected px-4 py-2">
      <span className="flex-1 font-medium">
        {t('catalogue.compareReady', { count: ids.length })}
      </span>
      <Button look="quiet" onPress={() => onChange([])}>
        {t('catalogue.compareClear')}
      </Button>
      <Button
        look="primary"
        icon={Scale}
        isDisabled={ids.length < 2}
        onPress={() => setOpen(true)}
      >
        {t('catalogue.compare')}
      </Button>
      <Dialog
        title={t('catalogue.compareTitle')}
        open={open}
        onClose={() => setOpen(false)}
        wide="full"
      >
        <SideBySide ids={ids} onRemove={id => onChange(ids.filter(x => x !== id))} />
      </Dialog>
    </div>
  );
}

function SideBySide({
  ids,
  onRemove,
}: {
  ids: readonly string[];
  onRemove: (id: string) => void;
}) {
  const { t, lang } = useT();
  const [differing, setDiffering] = useState(false);
  const specText = useSpecText();
  const items = useItems(ids).map(q => q.data);
  if (items.some(i => i === undefined)) return <Loading />;
  const views = items.filter((i): i is ItemView => i !== undefined);
  const keys = new Map(
    views.flatMap(v => v.specs).map(s => [s.key, named(lang, s.labelUk, s.labelEn)]),
  );
  const rows = [...keys].map(([key, label]) => ({
    key,
    label,
    values: views.map(v => {
      const s = v.specs.find(x => x.key === key);
      return s ? specText(s) : t('common.none');
    }),
  }));
  const shown = differing ? rows.filter(r => new Set(r.values).size > 1) : rows;
  return (
    <>
      <Checkbox
        label={t('catalogue.differing')}
        value={differing}
        onChange={setDiffering}
        className="mb-3 w-fit"
      />
      <table className="w-full table-fixed border-collapse text-sm">
        <thead>
          <tr className="align-top">
            <td className="w-44" />
            {views.map(v => (
              <th
                key={v.card.id}
                scope="col"
                className="border-s px-3 pb-3 text-start font-normal"
              >
                <div className="flex items-start gap-1">
                  <span className="flex-1 font-semibold text-base">
                    {named(lang, v.card.nameUk, v.card.nameEn)}
                  </span>
                  <IconButton
                    icon={X}
                    label={t('catalogue.compareRemove', {
                      name: named(lang, v.card.nameUk, v.card.nameEn),
                    })}
                    onPress={() => onRemove(v.card.id)}
                  />
                </div>
                <CodifiedBadge nsn={v.card.nsn} plain />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(r => (
            <tr key={r.key} className="border-t">
              <th scope="row" className="py-1.5 pe-3 text-start font-normal text-ink-3">
                {r.label}
              </th>
              {r.values.map((value, i) => (
                <td
                  key={views[i]?.card.id}
                  className={cx(
                    'num border-s px-3 py-1.5',
                    new Set(r.values).size > 1 && 'font-medium',
                  )}
                >
                  {value}
                </td>
              ))}
            </tr>
          ))}
          <tr className="border-t align-top">
            <th scope="row" className="py-2 pe-3 text-start font-normal text-ink-3">
              {t('catalogue.price')}
            </th>
            {views.map(v => (
              <td key={v.card.id} className="border-s px-3 py-2">
                {v.card.offer && (
                  <div className="flex flex-col items-start gap-2">
                    <Price offer={v.card.offer} large />
                    <Supply offer={v.card.offer} />
                    <AddButton item={v.card} />
                  </div>
                )}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </>
  );
}
