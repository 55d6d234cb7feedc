import { useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { type ActForm, actForm, type StatementRow, type StatementView } from '../../api';
import { codeText, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { money } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Day, Money } from '../../ui/figures';
import { ScrollArea, Section } from '../../ui/Page';

const isGood = (r: StatementRow): boolean =>
  r.known && !r.done && !r.waits && r.differs === 0 && r.cancelled === '';

/** A bank's file as it was read: what would be confirmed, what not and why; then the signature. */
export function StatementDialog({
  statement: s,
  onClose,
}: {
  statement: StatementView;
  onClose: () => void;
}) {
  const { t } = useT();
  const [form, setForm] = useState<ActForm>();
  const good = s.rows.filter(isGood);
  const waits = s.rows.filter(r => r.waits);
  const others = s.rows.filter(r => !isGood(r) && !r.waits);
  return (
    <ActDialog
      wide="full"
      title={t('money.statement.title', { file: s.file })}
      label={t('money.statement.sign')}
      form={form}
      onBack={() => setForm(undefined)}
      onClose={onClose}
    >
      <div className="flex flex-col gap-5">
        <Section
          title={t('money.statement.good', { count: good.length })}
          aside={<Money value={s.total} className="font-semibold" />}
        >
          <Rows label={t('money.statement.good', { count: good.length })} rows={good} />
        </Section>
        {waits.length > 0 && (
          <Section title={t('money.statement.waits', { count: waits.length })}>
            <p className="text-wait">{t('money.statement.waitsText')}</p>
            <Rows
              label={t('money.statement.waits', { count: waits.length })}
              rows={waits}
            />
          </Section>
        )}
        {others.length > 0 && (
          <Section title={t('money.statement.others', { count: others.length })}>
            <Rows
              label={t('money.statement.others', { count: others.length })}
              rows={others}
              why
            />
          </Section>
        )}
        {s.bad.length > 0 && (
          <Section title={t('money.statement.bad', { count: s.bad.length })}>
            <ul className="max-h-48 overflow-y-auto text-sm">
              {s.bad.slice(0, 100).map(b => (
                <li key={`${b.row}${b.column}`} className="flex gap-4 border-t py-1.5">
                  <span className="num w-24 shrink-0 text-ink-3">
                    {t('common.line', { n: b.row })}
                  </span>
                  <span className="num w-40 shrink-0 truncate" title={b.text}>
                    {b.column}: {b.text || t('common.none')}
                  </span>
                  <span className="text-alarm">
                    {codeText('money.statement.reasons', b.code)}
                  </span>
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Button
          look="primary"
          className="self-end"
          isDisabled={s.token === ''}
          onPress={() => setForm(actForm('payment.confirm', { statement: s.token }))}
        >
          {t('act.next')}
        </Button>
      </div>
    </ActDialog>
  );
}

function Rows({
  label,
  rows,
  why,
}: {
  label: string;
  rows: readonly StatementRow[];
  why?: boolean;
}) {
  const { t, lang } = useT();
  if (rows.length === 0)
    return <p className="text-ink-3">{t('money.statement.nothing')}</p>;
  const reason = (r: StatementRow): string =>
    !r.known
      ? t('money.statement.unknown')
      : r.cancelled !== ''
        ? t(r.done ? 'money.statement.cancelledKept' : 'money.statement.cancelled', {
            reason: codeText('state.cancel_reason', r.cancelled),
          })
        : r.done
          ? t('money.statement.done')
          : t('money.statement.differs', { sum: money(r.differs, lang) });
  return (
    <ScrollArea label={label} className="max-h-60">
      <table className="num w-full border-collapse text-sm">
        <tbody>
          {rows.slice(0, 200).map(r => (
            <tr key={`${r.number}${r.reference}`} className="border-t">
              <th scope="row" className="py-1.5 pe-3 text-start font-medium">
                {r.number}
              </th>
              <td className="max-w-56 truncate py-1.5 pe-3" title={r.supplier}>
                {r.supplier || t('common.none')}
              </td>
              <td className="whitespace-nowrap py-1.5 pe-3">
                <Day on={r.valueDate} />
              </td>
              <td className="py-1.5 pe-3 text-ink-3">{r.reference}</td>
              {why && <td className="py-1.5 pe-3 text-alarm">{reason(r)}</td>}
              <td className={cx('py-1.5 text-end', !why && 'font-medium')}>
                <Money value={r.amount} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
