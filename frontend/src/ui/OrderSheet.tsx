import { codeText, named, useT } from '../i18n';
import { cx } from '../lib/cx';
import { count, day, money } from '../lib/format';
import type { Lang } from '../lib/prefs';
import { Day, Money, Qty, When } from './figures';

/** A revision of an order as Go draws it from its bytes. */
export interface SheetDocument {
  number: string;
  revision: number;
  unitName: string;
  unitNo: string;
  fund: string;
  year: number;
  kpkvk: string;
  kekv: string;
  pointCode: string;
  pointName: string;
  neededBy: string;
  urgency: string;
  note: string;
  lines: readonly SheetLine[];
  net: number;
  vat: number;
  total: number;
  signedAt: string;
  signedBy: string;
  hash: string;
  answers: readonly { questionId: string; text: string }[];
}

export interface SheetLine {
  line: number;
  nameUk: string;
  nameEn: string;
  article: string;
  nsn: string;
  dk021: string;
  supplierName: string;
  quantity: number;
  uomUk: string;
  uomEn: string;
  price: number;
  vatRate: number;
  total: number;
}

export interface SheetChange {
  line: number;
  field: string;
  kind: string;
  before: string;
  after: string;
}

/** A removed line carries its number in the revision before; it marks no line of this one. */
export const isLineRemoved = (c: SheetChange): boolean =>
  c.kind === 'removed' && c.field === 'item';

export const isLineAdded = (c: SheetChange): boolean =>
  c.kind === 'added' && c.field === 'item';

/** The value of a change in the writing of its field. */
export function changeText(field: string, value: string, lang: Lang): string {
  if (value === '') return '—';
  if (['unit_price', 'total', 'net', 'vat'].includes(field) && /^-?\d+$/.test(value))
    return money(Number(value), lang);
  if (field === 'vat_rate' && /^\d+$/.test(value)) return `${Number(value) / 100}\u00a0%`;
  if (field === 'quantity' && /^\d+$/.test(value)) return count(Number(value));
  if (field === 'needed_by' && /^\d{4}-\d\d-\d\d/.test(value)) return day(value, lang);
  if (field === 'urgency' || field === 'fund') return codeText(`state.${field}`, value);
  return value;
}

/** The document itself on its sheet; what changed since the last revision is marked in the place where it stands. */
export function OrderSheet({
  doc,
  changes,
  className,
}: {
  doc: SheetDocument;
  changes: readonly SheetChange[];
  className?: string;
}) {
  const { t } = useT();
  const of = (line: number, field: string) =>
    changes.find(c => c.line === line && c.field === field);
  return (
    <article
      className={cx('rounded border bg-surface px-8 py-7 @max-2xl:px-4', className)}
    >
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1 pb-5">
        <div>
          <h2 className="font-semibold text-xl">
            {t('sheet.title', { number: doc.number })}
          </h2>
          <p className="text-ink-2">{t('sheet.revision', { revision: doc.revision })}</p>
        </div>
        {doc.signedAt && (
          <p className="text-ink-2 text-sm">
            {t('sheet.signed', { person: doc.signedBy })}, <When at={doc.signedAt} />
          </p>
        )}
      </header>
      <dl className="grid gap-x-8 gap-y-2 pb-5 @2xl:grid-cols-2">
        <Item name={t('sheet.unit')}>
          {doc.unitNo} · {doc.unitName}
        </Item>
        <Item name={t('state.field.delivery_point')} change={of(0, 'delivery_point')}>
          {doc.pointCode} · {doc.pointName}
        </Item>
        <Item name={t('state.field.fund')} change={of(0, 'fund')}>
          {codeText('state.fund', doc.fund)}, {doc.year} ·{' '}
          <span className="num">
            {t('budget.codes', { kpkvk: doc.kpkvk, kekv: doc.kekv })}
          </span>
        </Item>
        <Item name={t('state.field.needed_by')} change={of(0, 'needed_by')}>
          <Day on={doc.neededBy} /> · {codeText('state.urgency', doc.urgency)}
        </Item>
      </dl>
      <SheetLines doc={doc} changes={changes} />
      {doc.note && (
        <dl className="pt-4">
          <Item name={t('state.field.note')} change={of(0, 'note')}>
            {doc.note}
          </Item>
        </dl>
      )}
      {doc.answers.length > 0 && (
        <div className="pt-4">
          <h3 className="eyebrow pb-1">{t('sheet.answers')}</h3>
          <ul className="flex list-inside list-disc flex-col gap-1">
            {doc.answers.map(a => (
              <li key={a.questionId}>{a.text}</li>
            ))}
          </ul>
        </div>
      )}
      <p className="mt-6 break-all border-t pt-3 text-ink-3 text-xs">
        {t('sheet.hash')}: <span className="font-mono">{doc.hash}</span>
      </p>
    </article>
  );
}

function SheetLines({
  doc,
  changes,
}: {
  doc: SheetDocument;
  changes: readonly SheetChange[];
}) {
  const { t, lang } = useT();
  const removed = changes.filter(isLineRemoved);
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="eyebrow border-line-strong border-b text-start">
            <th scope="col" className="w-8 py-1.5 text-start">
              {t('sheet.no')}
            </th>
            <th scope="col" className="py-1.5 pe-3 text-start">
              {t('sheet.item')}
            </th>
            <th scope="col" className="px-3 py-1.5 text-end">
              {t('sheet.quantity')}
            </th>
            <th scope="col" className="px-3 py-1.5 text-end">
              {t('sheet.price')}
            </th>
            <th scope="col" className="px-3 py-1.5 text-end">
              {t('sheet.vat')}
            </th>
            <th scope="col" className="py-1.5 ps-3 text-end">
              {t('sheet.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {doc.lines.map(l => {
            const mine = changes.filter(c => c.line === l.line && !isLineRemoved(c));
            const added = mine.some(isLineAdded);
            const was = (field: string) =>
              mine.find(c => c.field === field && c.kind === 'changed');
            return (
              <tr
                key={l.line}
                className={cx('border-b align-top', mine.length > 0 && 'bg-wait-soft')}
              >
                <td className="num py-2 text-ink-3">{l.line}</td>
                <td className="py-2 pe-3">
                  <div className="font-medium text-base">
                    {named(lang, l.nameUk, l.nameEn)}
                  </div>
                  <div className="text-ink-3">
                    {l.supplierName} · {l.article}
                    {l.nsn && ` · NSN\u00a0${l.nsn}`} · {`ДК\u00a0${l.dk021}`}
                  </div>
                  {added && <Mark>{t('sheet.added')}</Mark>}
                </td>
                <td className="px-3 py-2 text-end">
                  <Qty value={l.quantity} uom={named(lang, l.uomUk, l.uomEn)} />
                  <Was change={was('quantity')} />
                  <Was change={was('unit_of_measure')} />
                </td>
                <td className="px-3 py-2 text-end">
                  <Money value={l.price} />
                  <Was change={was('unit_price')} />
                </td>
                <td className="num px-3 py-2 text-end">
                  {l.vatRate === 0 ? '—' : `${l.vatRate / 100}\u00a0%`}
                  <Was change={was('vat_rate')} />
                </td>
                <td className="py-2 ps-3 text-end">
                  <Money value={l.total} className="font-medium" />
                </td>
              </tr>
            );
          })}
          {removed.map(c => (
            <tr key={`removed-${c.line}`} className="border-b bg-wait-soft text-ink-3">
              <td className="num py-2 line-through">{c.line}</td>
              <td colSpan={5} className="py-2">
                <Mark>{t('sheet.removed')}</Mark>{' '}
                <s>{changeText(c.field, c.before, lang)}</s>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <Sum name={t('sheet.net')} value={doc.net} />
          <Sum name={t('sheet.vatSum')} value={doc.vat} />
          <Sum name={t('sheet.toPay')} value={doc.total} strong />
        </tfoot>
      </table>
    </div>
  );
}

function Sum({ name, value, strong }: { name: string; value: number; strong?: boolean }) {
  return (
    <tr className={cx(strong && 'font-semibold text-base')}>
      <td colSpan={5} className="pt-1.5 text-end">
        {name}
      </td>
      <td className="ps-3 pt-1.5 text-end">
        <Money value={value} />
      </td>
    </tr>
  );
}

function Mark({ children }: { children: React.ReactNode }) {
  return <span className="font-medium text-wait text-sm">{children}</span>;
}

function Was({ change }: { change: SheetChange | undefined }) {
  const { t, lang } = useT();
  if (!change) return null;
  return (
    <div className="whitespace-nowrap text-wait text-xs">
      {t('sheet.was', { value: changeText(change.field, change.before, lang) })}
    </div>
  );
}

function Item({
  name,
  change,
  children,
  className,
}: {
  name: string;
  change?: SheetChange | undefined;
  children: React.ReactNode;
  className?: string;
}) {
  const { t, lang } = useT();
  return (
    <div className={cx(change && '-mx-2 rounded-sm bg-wait-soft px-2', className)}>
      <dt className="text-ink-3 text-sm first-letter:uppercase">{name}</dt>
      <dd>
        {children}
        {change && (
          <span className="ps-2 text-sm text-wait">
            {t('sheet.was', { value: changeText(change.field, change.before, lang) })}
          </span>
        )}
      </dd>
    </div>
  );
}
