import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { codeText, named, useT } from '../i18n';
import { cx } from '../lib/cx';
import { count } from '../lib/format';
import { Money, When } from './figures';

/** What is shown of a signing view's effects. */
export interface EffectsLike {
  kind: string;
  decisions: readonly { total: number }[];
  budgets: readonly {
    unitName: string;
    fund: string;
    year: number;
    before: number;
    after: number;
    asOf: string;
  }[];
  stocks: readonly {
    itemId: string;
    nameUk: string;
    nameEn: string;
    supplierName: string;
    before: number;
    after: number;
    others: number;
  }[];
}

/** What an act does to money and stock: before → after, and who else waits for the same item. */
export function Effects({ view, units }: { view: EffectsLike; units?: boolean }) {
  const { t } = useT();
  const approves = view.kind === 'order.approve';
  const sum = view.decisions.reduce((s, d) => s + d.total, 0);
  const asOf = view.budgets[0]?.asOf ?? '';
  return (
    <div className="flex flex-col gap-3">
      {view.budgets.length > 0 && (
        <table className="w-full border-collapse text-sm">
          {asOf && (
            <caption className="caption-bottom pt-1 text-start text-ink-3 text-xs">
              {t('frame.truth.data')} <When at={asOf} />
            </caption>
          )}
          <Head title={t('queue.money')} />
          <tbody>
            {view.budgets.map(b => (
              <tr key={`${b.unitName}${b.fund}${b.year}`} className="border-t">
                <th scope="row" className="py-1 pe-3 text-start font-normal">
                  {units && <span className="font-medium">{b.unitName}, </span>}
                  {codeText('state.fund', b.fund)}, {b.year}
                </th>
                <Step
                  before={<Money value={b.before} />}
                  after={<Money value={b.after} />}
                  bad={b.after < 0}
                  same={b.after === b.before}
                />
                <td className="py-1 ps-3 text-end text-ink-3">
                  {b.after === b.before && t('queue.same')}
                </td>
              </tr>
            ))}
            {approves && sum > 0 && (
              <tr className="border-t">
                <td colSpan={4} className="py-1 text-ink-2">
                  {t('queue.moves', { sum: '' })}
                  <Money value={sum} className="font-semibold text-ink" />
                </td>
              </tr>
            )}
          </tbody>
        </table>
      )}
      {view.stocks.length > 0 && <Stock view={view} />}
    </div>
  );
}

function Stock({ view }: { view: EffectsLike }) {
  const { t, lang } = useT();
  return (
    <table className="w-full border-collapse text-sm">
      <Head title={t('queue.stock')} note={t('queue.others')} />
      <tbody>
        {view.stocks.map(s => (
          <tr key={`${s.itemId}${s.supplierName}`} className="border-t">
            <th scope="row" className="py-1 pe-3 text-start font-normal">
              {named(lang, s.nameUk, s.nameEn)}{' '}
              <span className="text-ink-3">· {s.supplierName}</span>
            </th>
            <Step
              before={<span className="num">{count(s.before)}</span>}
              after={<span className="num">{count(s.after)}</span>}
              bad={s.after < 0}
              same={s.after === s.before}
            />
            <td
              className={cx(
                'num py-1 ps-3 text-end',
                s.others > s.after ? 'font-medium text-wait' : 'text-ink-3',
              )}
            >
              {s.others > 0 ? count(s.others) : t('queue.noOthers')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Head({ title, note }: { title: string; note?: ReactNode }) {
  const { t } = useT();
  return (
    <thead>
      <tr className="eyebrow">
        <th scope="col" className="py-1 text-start">
          {title}
        </th>
        <th scope="col" className="py-1 text-end">
          {t('queue.before')}
        </th>
        <th scope="col" className="py-1 ps-8 text-end">
          {t('queue.after')}
        </th>
        {note ? (
          <th scope="col" className="py-1 ps-3 text-end">
            {note}
          </th>
        ) : (
          <td />
        )}
      </tr>
    </thead>
  );
}

function Step({
  before,
  after,
  bad,
  same,
}: {
  before: ReactNode;
  after: ReactNode;
  bad: boolean;
  same: boolean;
}) {
  return (
    <>
      <td className="whitespace-nowrap py-1 text-end text-ink-2">{before}</td>
      <td className="whitespace-nowrap py-1 ps-3 text-end">
        <ArrowRight aria-hidden className="me-2 inline size-3.5 text-ink-3" />
        <span
          className={cx(
            bad
              ? 'font-semibold text-alarm'
              : same
                ? 'text-ink-2'
                : 'font-semibold text-accent',
          )}
        >
          {after}
        </span>
      </td>
    </>
  );
}
