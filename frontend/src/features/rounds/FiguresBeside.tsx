import type { RoundFigures, RoundItem } from '../../api';
import { named, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count, money, percent } from '../../lib/format';
import { Section } from '../../ui/Page';

interface Row {
  name: string;
  text: (f: RoundFigures) => string;
  /** Above zero where the first is better than the second. */
  better: (a: RoundFigures, b: RoundFigures) => number;
}

/** What the round does, beside the same stock given to who came first. */
export function FiguresBeside({
  figures,
  first,
  items,
}: {
  figures: RoundFigures;
  first?: RoundFigures;
  items: readonly RoundItem[];
}) {
  const { t, lang } = useT();
  const rows: Row[] = [
    {
      name: t('rounds.figures.nothing'),
      text: f => t('rounds.figures.of', { n: count(f.nothing), of: count(f.units) }),
      better: (a, b) => b.nothing - a.nothing,
    },
    {
      name: t('rounds.figures.tierOne'),
      text: f => percent(f.tierOne, lang),
      better: (a, b) => a.tierOne - b.tierOne,
    },
    {
      name: t('rounds.figures.jain'),
      text: f => percent(f.jain, lang),
      better: (a, b) => a.jain - b.jain,
    },
    {
      name: t('rounds.figures.granted'),
      text: f => t('rounds.figures.of', { n: count(f.granted), of: count(f.asked) }),
      better: () => 0,
    },
    {
      name: t('rounds.figures.value'),
      text: f => money(f.value, lang),
      better: () => 0,
    },
  ];
  return (
    <Section title={t('rounds.figures.title')}>
      <table className="w-full border-collapse text-sm">
        {first && (
          <thead>
            <tr className="text-end text-ink-3 text-xs">
              <td />
              <th scope="col" className="pb-1 ps-3 font-medium">
                {t('rounds.figures.here')}
              </th>
              <th scope="col" className="pb-1 ps-3 font-medium">
                {t('rounds.figures.first')}
              </th>
            </tr>
          </thead>
        )}
        <tbody className="num">
          {rows.map(r => {
            const d = first ? r.better(figures, first) : 0;
            return (
              <tr key={r.name} className="border-t">
                <th scope="row" className="py-1 pe-2 text-start font-normal">
                  {r.name}
                </th>
                <td
                  className={cx(
                    'whitespace-nowrap py-1 text-end font-semibold',
                    d > 0 && 'text-accent',
                    d < 0 && 'text-alarm',
                  )}
                >
                  {r.text(figures)}
                </td>
                {first && (
                  <td className="whitespace-nowrap py-1 ps-3 text-end text-ink-2">
                    {r.text(first)}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      <ul className="text-sm">
        {items.map(i => (
          <li key={i.itemId} className="border-t py-1">
            <p className="font-medium">{named(lang, i.nameUk, i.nameEn)}</p>
            <p className="num text-ink-2">
              {t('rounds.figures.item', {
                granted: count(i.granted),
                stock: count(i.stock),
                left: count(i.unallocated),
              })}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
