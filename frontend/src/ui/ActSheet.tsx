import { codeText, useT } from '../i18n';
import { count, day, momentShort, money, percent } from '../lib/format';
import { useNow } from '../lib/now';
import type { Lang } from '../lib/prefs';
import { Effects, type EffectsLike } from './Effects';
import { Money } from './figures';
import { OrderSheet, type SheetChange, type SheetDocument } from './OrderSheet';
import { Facts } from './Page';
import { type ReasonLike, Reasons } from './Reasons';

/** A line of what is being signed; its value by its kind. */
export interface FactLike {
  name: string;
  kind: string;
  text: string;
  value: number;
}

/** What is shown of a signing view before it is signed. */
export interface ActLike extends EffectsLike {
  order: SheetDocument | null;
  changes: readonly SheetChange[];
  facts: readonly FactLike[];
  decisions: readonly {
    orderId: string;
    number: string;
    unitName: string;
    total: number;
    problems: readonly ReasonLike[];
  }[];
}

/** The value of a fact in the writing of its kind. */
export function factText(f: FactLike, now: Date, lang: Lang): string {
  switch (f.kind) {
    case 'money':
      return money(f.value, lang);
    case 'pieces':
      return count(f.value);
    case 'percent':
      return percent(f.value, lang);
    case 'day':
      return f.text === '' ? '—' : day(f.text, lang);
    case 'moment':
      return f.text === '' ? '—' : momentShort(f.text, now, lang);
    case 'code':
      return codeText('state', f.text);
    default:
      return f.text || '—';
  }
}

/** What an act does: its facts, the orders it decides on, money and stock before and after. */
export function ActSheet({ view, document }: { view: ActLike; document?: boolean }) {
  const { lang } = useT();
  const now = useNow();
  return (
    <div className="@container flex flex-col gap-4">
      {view.facts.length > 0 && (
        <Facts
          rows={view.facts.map(f => [
            codeText('act.facts', f.name),
            <span key={f.name} className="num whitespace-pre-line font-medium">
              {factText(f, now, lang)}
            </span>,
          ])}
        />
      )}
      {view.decisions.length > 0 && (
        <ul className="text-sm">
          {view.decisions.map(d => (
            <li key={d.orderId} className="border-t py-1.5 first:border-t-0">
              <p className="flex items-baseline gap-3">
                <span className="num shrink-0 font-medium">{d.number}</span>
                <span className="min-w-0 flex-1 truncate text-ink-2" title={d.unitName}>
                  {d.unitName}
                </span>
                <Money value={d.total} />
              </p>
              {d.problems.length > 0 && (
                <Reasons list={d.problems} places remedies={false} className="pt-1" />
              )}
            </li>
          ))}
        </ul>
      )}
      <Effects view={view} units={view.budgets.length > 1} />
      {document && view.order && (
        <OrderSheet doc={view.order} changes={[...view.changes]} />
      )}
    </div>
  );
}
