import type { CaseSaid, CaseView } from '../../api';
import { codeText, useT } from '../../i18n';
import { useNow } from '../../lib/now';
import { factText } from '../../ui/ActSheet';
import { Facts } from '../../ui/Page';

/** What was signed where that is no order: what was decided, by whom, on which content, why and with what questions. */
export function Said({ view, said }: { view: CaseView; said: CaseSaid }) {
  const { t, lang } = useT();
  const now = useNow();
  const { row } = view;
  const rows: [string, React.ReactNode][] = [
    [
      t('cases.command'),
      <span key="command" className="font-medium first-letter:uppercase">
        {codeText('cases.commands', view.command)}
      </span>,
    ],
  ];
  if (row.personName) rows.push([t('cases.author'), row.personName]);
  if (said.hash) rows.push([t('cases.named'), <Named key="named" said={said} />]);
  if (said.reason)
    rows.push([t('cases.ruling.reason'), codeText('orders.reason', said.reason)]);
  if (said.questions.length > 0)
    rows.push([
      t('cases.questions'),
      <ol key="questions" className="flex flex-col gap-1">
        {said.questions.map((q, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the questions of one return keep their places.
          <li key={i}>
            <span className="text-ink-2">
              {[
                q.line > 0 ? t('cases.line', { n: q.line }) : '',
                q.field ? codeText('state.field', q.field) : '',
                codeText('orders.reason', q.reason),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {q.text && <span className="block whitespace-pre-line">{q.text}</span>}
          </li>
        ))}
      </ol>,
    ]);
  if (said.comment)
    rows.push([
      t('cases.said'),
      <span key="comment" className="whitespace-pre-line">
        {said.comment}
      </span>,
    ]);
  for (const f of said.facts)
    rows.push([
      codeText('act.facts', f.name),
      <span key={f.name} className="num whitespace-pre-line">
        {factText(f, now, lang)}
      </span>,
    ]);
  return <Facts className="text-sm" rows={rows} />;
}

/** The content that was decided on, and whether it is what stands. */
function Named({ said }: { said: CaseSaid }) {
  const { t } = useT();
  return (
    <>
      {said.revision > 0
        ? t('cases.namedRevision', { n: said.revision })
        : t('cases.namedUnknown')}
      {said.stands > 0 && (
        <span
          className={
            said.revision === said.stands
              ? 'block text-ink-2'
              : 'block font-medium text-wait'
          }
        >
          {said.revision === said.stands
            ? t('cases.namedStands')
            : t('cases.namedOther', { n: said.stands })}
        </span>
      )}
      <span className="block break-all font-mono text-ink-3 text-xs" title={said.hash}>
        {said.hash.slice(0, 16)}…
      </span>
    </>
  );
}
