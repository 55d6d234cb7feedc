import type { ReactNode } from 'react';
import type {
  AnswerView,
  CaseTerms,
  CaseTermsLine,
  DocumentLine,
  OrderDocument,
} from '../../api';
import { codeText, named, useT } from '../../i18n';
import { percent } from '../../lib/format';
import { Day, Money, Qty } from '../../ui/figures';

/** What stands in a field; `value` tells whether two are the same. */
export interface Cell {
  shown: ReactNode;
  value: string;
}
/** A field of what was signed, at the left, beside the same of what it is compared with. */
export interface Row {
  key: string;
  name: string;
  left: Cell | undefined;
  right: Cell | undefined;
  /** It heads the rows of a line. */
  head?: boolean;
  /** The sides differ, or what was signed cannot be had so. */
  mark: boolean;
  alarm?: boolean;
}

type Speak = ReturnType<typeof useT>;

const nothing = (t: Speak['t']): ReactNode => (
  <span className="text-ink-3">{t('common.none')}</span>
);
const plain = (t: Speak['t'], value: string): Cell => ({
  value,
  shown: value || nothing(t),
});
const money = (value: number): Cell => ({
  value: String(value),
  shown: <Money value={value} />,
});
const rate = (value: number, lang: Speak['lang']): Cell => ({
  value: String(value),
  shown: percent(value, lang),
});
const pieces = (l: { uomUk: string; uomEn: string }, n: number, lang: Speak['lang']) => ({
  value: String(n),
  shown: <Qty value={n} uom={named(lang, l.uomUk, l.uomEn)} />,
});

/** Two revisions as rows; of a field that both have the same row tells it of both. */
export function useVersionRows(
  signed: OrderDocument | null,
  standing: OrderDocument | null,
): Row[] {
  const speak = useT();
  const { t } = speak;
  const both = signed !== null && standing !== null;
  const row = (key: string, name: string, cell: (d: OrderDocument) => Cell): Row => {
    const [left, right] = [signed && cell(signed), standing && cell(standing)];
    return {
      key,
      name,
      left: left ?? undefined,
      right: right ?? undefined,
      mark: both && left?.value !== right?.value,
    };
  };
  const rows = [
    row('revision', t('cases.revision'), d => plain(t, String(d.revision))),
    ...headRows(row, speak),
    row('note', t('state.field.note'), d => plain(t, d.note)),
  ];
  const answers = [...(signed?.answers ?? []), ...(standing?.answers ?? [])];
  for (const id of new Set(answers.map(a => a.questionId)))
    rows.push(
      row(`answer/${id}`, `${t('state.field.answer')} ${id}`, d =>
        plain(t, textOf(d.answers, id)),
      ),
    );
  for (const [a, b] of pairs(signed?.lines ?? [], standing?.lines ?? []))
    rows.push(...lineRows(a, b, both, speak));
  rows.push(
    row('total', t('sheet.toPay'), d => ({
      value: String(d.total),
      shown: <Money value={d.total} className="font-semibold" />,
    })),
  );
  return rows;
}

const textOf = (answers: readonly AnswerView[], id: string): string =>
  answers.find(a => a.questionId === id)?.text ?? '';

/** The fields of the document that both a revision and what it is compared with have. */
function headRows(
  row: (key: string, name: string, cell: (d: OrderDocument) => Cell) => Row,
  { t }: Speak,
): Row[] {
  return [
    row('fund', t('state.field.fund'), d =>
      // A budget that is not held on this device has no name here.
      plain(t, d.fund ? `${codeText('state.fund', d.fund)}, ${d.year}` : ''),
    ),
    row('point', t('state.field.delivery_point'), d =>
      plain(t, [d.pointCode, d.pointName].filter(Boolean).join(' · ')),
    ),
    row('needed', t('state.field.needed_by'), d => ({
      value: d.neededBy,
      shown: <Day on={d.neededBy} />,
    })),
    row('urgency', t('state.field.urgency'), d =>
      plain(t, codeText('state.urgency', d.urgency)),
    ),
  ];
}

const lineKey = (l: DocumentLine): string => l.offerId || `${l.itemId}/${l.supplierName}`;

/** A line of both: one that asks for the same offer. What never differs is told once, where it does in a row of its own. */
function lineRows(
  a: DocumentLine | undefined,
  b: DocumentLine | undefined,
  both: boolean,
  { t, lang }: Speak,
): Row[] {
  const is = a ?? b;
  if (!is) return [];
  const of = (key: string, name: string, cell: (l: DocumentLine) => Cell): Row => {
    const [left, right] = [a && cell(a), b && cell(b)];
    return {
      key: `${lineKey(is)}/${key}`,
      name,
      left,
      right,
      mark: both && left?.value !== right?.value,
    };
  };
  const name = of('item', named(lang, is.nameUk, is.nameEn), l => ({
    value: lineKey(l),
    shown: l.supplierName || nothing(t),
  }));
  const rows = [
    { ...name, head: true },
    of('quantity', t('state.field.quantity'), l => pieces(l, l.quantity, lang)),
    of('price', t('state.field.unit_price'), l => money(l.price)),
    of('vat', t('state.field.vat_rate'), l => rate(l.vatRate, lang)),
    of('unit', t('state.field.unit_of_measure'), l =>
      plain(t, named(lang, l.uomUk, l.uomEn)),
    ),
  ];
  if (a?.substitutes.length || b?.substitutes.length)
    rows.push(
      of('substitutes', t('state.field.substitutes'), l => ({
        value: JSON.stringify(l.substitutes),
        shown:
          l.substitutes.length === 0 ? (
            nothing(t)
          ) : (
            <ol>
              {l.substitutes.map(s => (
                <li key={`${s.nameUk}/${s.supplierName}`}>
                  {named(lang, s.nameUk, s.nameEn)} · {s.supplierName} · {t('cases.upTo')}{' '}
                  <Money value={s.priceCap} />
                </li>
              ))}
            </ol>
          ),
      })),
    );
  return rows;
}

/** What was signed as rows, each beside what could be had of it today; marked is what could not be had so. */
export function useTermRows(
  signed: OrderDocument | null,
  terms: CaseTerms | null,
): Row[] {
  const speak = useT();
  const { t, lang } = speak;
  if (!signed || !terms) return [];
  const row = (key: string, name: string, cell: (d: OrderDocument) => Cell): Row => ({
    key,
    name,
    left: cell(signed),
    right: { value: '', shown: nothing(t) },
    mark: false,
  });
  const rows = headRows(row, speak).slice(1);
  if (signed.note) rows.push(row('note', t('state.field.note'), d => plain(t, d.note)));
  signed.lines.forEach((l, i) => {
    rows.push(...termRows(l, terms.lines[i], speak));
  });
  const over = terms.budget && terms.free < signed.total;
  rows.push({
    key: 'total',
    name: t('sheet.toPay'),
    left: {
      value: '',
      shown: (
        <>
          <Money value={signed.total} className="font-semibold" />
          {signed.fund && (
            <span className="block text-ink-2">
              {codeText('state.fund', signed.fund)}, {signed.year}
            </span>
          )}
        </>
      ),
    },
    right: {
      value: '',
      shown: terms.budget ? (
        <>
          {t('cases.budgetFree')} <Money value={terms.free} />
        </>
      ) : (
        nothing(t)
      ),
    },
    mark: over,
    alarm: true,
  });
  return rows;

  function termRows(
    l: DocumentLine,
    now: CaseTermsLine | undefined,
    { t }: Speak,
  ): Row[] {
    const gone = !now?.known || now.gone;
    const of = (key: string, name: string, left: Cell, right: Cell, mark: boolean) => ({
      key: `${lineKey(l)}/${key}`,
      name,
      left,
      right,
      mark,
      alarm: true,
    });
    const head = of(
      'item',
      named(lang, l.nameUk, l.nameEn),
      plain(t, l.supplierName),
      plain(t, gone ? t('cases.itemGone') : t('cases.itemOffered')),
      gone,
    );
    if (!now?.known) return [{ ...head, head: true }];
    const price = of(
      'price',
      t('state.field.unit_price'),
      money(l.price),
      money(now.price),
      now.price !== l.price,
    );
    const vat = of(
      'vat',
      t('state.field.vat_rate'),
      rate(l.vatRate, lang),
      rate(now.vatRate, lang),
      now.vatRate !== l.vatRate,
    );
    const uom = of(
      'unit',
      t('state.field.unit_of_measure'),
      plain(t, named(lang, l.uomUk, l.uomEn)),
      plain(t, named(lang, now.uomUk, now.uomEn)),
      now.uomUk !== l.uomUk,
    );
    return [
      { ...head, head: true },
      of(
        'quantity',
        t('state.field.quantity'),
        pieces(l, l.quantity, lang),
        {
          value: '',
          shown: (
            <>
              {t('cases.stockFree')}{' '}
              <Qty value={now.free} uom={named(lang, now.uomUk, now.uomEn)} />
            </>
          ),
        },
        now.free < l.quantity,
      ),
      price,
      ...(vat.mark ? [vat] : []),
      ...(uom.mark ? [uom] : []),
    ];
  }
}

/** The lines of both, each beside the one of the same offer. */
function pairs(
  signed: readonly DocumentLine[],
  standing: readonly DocumentLine[],
): [DocumentLine | undefined, DocumentLine | undefined][] {
  const left = new Map(standing.map(l => [lineKey(l), l]));
  const all = signed.map((l): [DocumentLine, DocumentLine | undefined] => {
    const other = left.get(lineKey(l));
    left.delete(lineKey(l));
    return [l, other];
  });
  return [
    ...all,
    ...[...left.values()].map((l): [undefined, DocumentLine] => [undefined, l]),
  ];
}
