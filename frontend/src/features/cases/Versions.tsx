import { Diff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CaseView, DocumentLine, OrderDocument } from '../../api';
import { codeText, named, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { Day, Money, Qty, When } from '../../ui/figures';

type Cell = { shown: ReactNode; value: string };
interface Row {
  key: string;
  name: string;
  signed: Cell | undefined;
  standing: Cell | undefined;
  head?: boolean;
}

/** What was signed beside what stands, field by field; what differs is marked with colour, sign and word. */
export function Versions({ view }: { view: CaseView }) {
  const { t } = useT();
  const rows = useRows(view.signed, view.standing);
  const both = view.signed !== null && view.standing !== null;
  const differing = both ? rows.filter(r => !r.head && differs(r)).length : 0;
  return (
    <div className="flex flex-col gap-2">
      {both && (
        <p className={differing > 0 ? 'font-medium text-wait' : 'text-ink-2'}>
          {differing > 0 ? t('cases.differences', { count: differing }) : t('cases.same')}
        </p>
      )}
      <div className="overflow-hidden rounded border bg-surface">
        <table className="w-full table-fixed border-collapse text-sm">
          <thead>
            <tr className="border-b text-start">
              <td className="w-1/5 px-3 py-2" />
              <th scope="col" className="border-s px-3 py-2 text-start font-semibold">
                {t('cases.signed')}
                {view.signed?.signedAt && (
                  <span className="block font-normal text-ink-3">
                    <When at={view.signed.signedAt} /> · {view.signed.signedBy}
                  </span>
                )}
              </th>
              <th scope="col" className="border-s px-3 py-2 text-start font-semibold">
                {t('cases.standing')}
                {view.standing?.signedAt && (
                  <span className="block font-normal text-ink-3">
                    <When at={view.standing.signedAt} /> · {view.standing.signedBy}
                  </span>
                )}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((r, i) => (
              <tr
                key={r.key}
                className={cx(
                  'border-b align-top last:border-b-0',
                  r.head && 'border-t bg-sunken',
                  both && differs(r) && 'bg-wait-soft',
                )}
              >
                <th
                  scope="row"
                  className={cx(
                    'px-3 py-1.5 text-start first-letter:uppercase',
                    r.head ? 'font-semibold' : 'font-normal text-ink-2',
                  )}
                >
                  {r.name}
                  {both && differs(r) && (
                    <span className="flex items-center gap-1 font-medium text-wait text-xs">
                      <Diff aria-hidden className="size-3.5" />
                      {t('cases.differs')}
                    </span>
                  )}
                </th>
                {view.signed ? (
                  <Side cell={r.signed} strong={both && differs(r)} />
                ) : (
                  i === 0 && <None rows={rows.length} text={t('cases.noSigned')} />
                )}
                {view.standing ? (
                  <Side cell={r.standing} strong={both && differs(r)} />
                ) : (
                  i === 0 && <None rows={rows.length} text={t('cases.noStanding')} />
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

const differs = (r: Row): boolean => r.signed?.value !== r.standing?.value;

function Side({ cell, strong }: { cell: Cell | undefined; strong: boolean }) {
  const { t } = useT();
  return (
    <td className={cx('break-words border-s px-3 py-1.5', strong && 'font-semibold')}>
      {cell ? cell.shown : <span className="text-ink-3">{t('cases.absent')}</span>}
    </td>
  );
}

/** The side that is not there, said once over its whole height. */
function None({ rows, text }: { rows: number; text: string }) {
  return (
    <td rowSpan={rows} className="border-s bg-paper px-6 py-8 text-center text-ink-2">
      {text}
    </td>
  );
}

function useRows(signed: OrderDocument | null, standing: OrderDocument | null): Row[] {
  const { t, lang } = useT();
  const row = (key: string, name: string, cell: (d: OrderDocument) => Cell): Row => ({
    key,
    name,
    signed: signed ? cell(signed) : undefined,
    standing: standing ? cell(standing) : undefined,
  });
  const plain = (value: string): Cell => ({
    value,
    shown: value || <span className="text-ink-3">{t('common.none')}</span>,
  });
  const rows = [
    row('revision', t('cases.revision'), d => plain(String(d.revision))),
    row('fund', t('state.field.fund'), d =>
      // The administration holds no budgets: then the fund has no name here.
      plain(d.fund ? `${codeText('state.fund', d.fund)}, ${d.year}` : t('common.none')),
    ),
    row('point', t('state.field.delivery_point'), d =>
      plain(`${d.pointCode} · ${d.pointName}`),
    ),
    row('needed', t('state.field.needed_by'), d => ({
      value: d.neededBy,
      shown: <Day on={d.neededBy} />,
    })),
    row('urgency', t('state.field.urgency'), d =>
      plain(codeText('state.urgency', d.urgency)),
    ),
    row('note', t('state.field.note'), d => plain(d.note)),
  ];
  for (const [a, b] of pairs(signed?.lines ?? [], standing?.lines ?? [])) {
    const l = a ?? b;
    if (!l) continue;
    const of = (key: string, name: string, cell: (l: DocumentLine) => Cell): Row => ({
      key: `${key}${l.itemId}${l.supplierName}`,
      name,
      signed: a && cell(a),
      standing: b && cell(b),
    });
    rows.push(
      {
        ...of('item', t('common.line', { n: l.line }), x => ({
          value: x.itemId,
          shown: (
            <>
              <span className="font-medium">{named(lang, x.nameUk, x.nameEn)}</span>
              <span className="block text-ink-3">
                {x.supplierName} · {x.article}
              </span>
            </>
          ),
        })),
        head: true,
      },
      of('quantity', t('state.field.quantity'), x => ({
        value: String(x.quantity),
        shown: <Qty value={x.quantity} uom={named(lang, x.uomUk, x.uomEn)} />,
      })),
      of('price', t('state.field.unit_price'), x => ({
        value: String(x.price),
        shown: <Money value={x.price} />,
      })),
    );
  }
  rows.push({
    ...row('total', t('sheet.toPay'), d => ({
      value: String(d.total),
      shown: <Money value={d.total} className="font-semibold" />,
    })),
  });
  return rows;
}

/** The lines of both, each beside the one of the same item and supplier. */
function pairs(
  signed: readonly DocumentLine[],
  standing: readonly DocumentLine[],
): [DocumentLine | undefined, DocumentLine | undefined][] {
  const key = (l: DocumentLine) => `${l.itemId}/${l.supplierName}`;
  const left = new Map(standing.map(l => [key(l), l]));
  const all = signed.map((l): [DocumentLine, DocumentLine | undefined] => {
    const other = left.get(key(l));
    left.delete(key(l));
    return [l, other];
  });
  return [
    ...all,
    ...[...left.values()].map((l): [undefined, DocumentLine] => [undefined, l]),
  ];
}
