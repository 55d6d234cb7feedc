import { Diff, TriangleAlert } from 'lucide-react';
import type { CaseView } from '../../api';
import { useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { When } from '../../ui/figures';
import { Said } from './Said';
import { type Cell, type Row, useTermRows, useVersionRows } from './versionRows';

/** What was signed beside what stands, or where nothing stands yet beside what could be had today; what differs is marked with colour, sign and word. */
export function Versions({ view }: { view: CaseView }) {
  const { t } = useT();
  return (
    <div className="flex flex-col gap-2">
      {view.first && <p className="max-w-3xl text-ink-2">{t('cases.cameFirst')}</p>}
      {view.signed === null ? (
        <Decided view={view} />
      ) : view.standing === null && view.terms !== null ? (
        <Today view={view} />
      ) : (
        <Compared view={view} />
      )}
    </div>
  );
}

/** Two revisions, field by field. They are the same only if their bytes are. */
function Compared({ view }: { view: CaseView }) {
  const { t } = useT();
  const { signed, standing } = view;
  const rows = useVersionRows(signed, standing);
  const both = signed !== null && standing !== null;
  const marked = rows.filter(r => r.mark).length;
  return (
    <>
      {both && (
        <p
          className={
            signed.hash === standing.hash ? 'text-ink-2' : 'font-medium text-wait'
          }
        >
          {signed.hash === standing.hash
            ? t('cases.same')
            : marked > 0
              ? t('cases.differences', { count: marked })
              : t('cases.sameShown')}
        </p>
      )}
      <Sides
        rows={rows}
        left={<Head of={signed} title={t('cases.signed')} />}
        right={<Head of={standing} title={t('cases.standing')} />}
        none={standing === null ? t('cases.noStanding') : ''}
        word={t('cases.differs')}
      />
    </>
  );
}

/** A first revision beside today's terms. */
function Today({ view }: { view: CaseView }) {
  const { t } = useT();
  const rows = useTermRows(view.signed, view.terms);
  return (
    <>
      <p className="text-ink-2">
        {view.signed?.revision === 1 ? t('cases.firstRevision') : t('cases.noneStanding')}
      </p>
      <Sides
        rows={rows}
        left={<Head of={view.signed} title={t('cases.signed')} />}
        right={
          <>
            {t('cases.today')}
            {view.terms?.asOf && (
              <span className="block font-normal text-ink-3">
                {t('frame.truth.data')} <When at={view.terms.asOf} />
              </span>
            )}
          </>
        }
        none=""
        word={t('cases.notSo')}
      />
    </>
  );
}

/** What is no revision, or cannot be read, beside what stands. */
function Decided({ view }: { view: CaseView }) {
  const { t } = useT();
  const rows = useVersionRows(null, view.standing);
  return (
    <div className="grid gap-3 @3xl:grid-cols-2">
      <section className="min-w-0 rounded border bg-surface">
        <h3 className="border-b px-3 py-2 font-semibold text-sm">{t('cases.signed')}</h3>
        <div className="px-3 py-2">
          {view.said ? (
            <Said view={view} said={view.said} />
          ) : (
            <p className="text-ink-2">{t('cases.noSigned')}</p>
          )}
        </div>
      </section>
      <section className="min-w-0 rounded border bg-surface">
        <h3 className="border-b px-3 py-2 font-semibold text-sm">
          <Head of={view.standing} title={t('cases.standing')} />
        </h3>
        {view.standing ? (
          <table className="w-full table-fixed border-collapse text-sm">
            <tbody>
              {rows.map(r => (
                <tr
                  key={r.key}
                  className={cx(
                    'border-b align-top last:border-b-0',
                    r.head && 'bg-sunken',
                  )}
                >
                  <Name row={r} word="" className="w-2/5" />
                  <Side cell={r.right} />
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <p className="px-3 py-2 text-ink-2">{t('cases.noneStanding')}</p>
        )}
      </section>
    </div>
  );
}

function Head({
  of,
  title,
}: {
  of: { signedAt: string; signedBy: string } | null;
  title: string;
}) {
  return (
    <>
      {title}
      {of?.signedAt && (
        <span className="block font-normal text-ink-3">
          <When at={of.signedAt} /> · {of.signedBy}
        </span>
      )}
    </>
  );
}

function Sides({
  rows,
  left,
  right,
  none,
  word,
}: {
  rows: readonly Row[];
  left: React.ReactNode;
  right: React.ReactNode;
  /** What is said once for a right side that is not there. */
  none: string;
  /** The word beside a row that is marked. */
  word: string;
}) {
  return (
    <div className="overflow-hidden rounded border bg-surface">
      <table className="w-full table-fixed border-collapse text-sm">
        <thead>
          <tr className="border-b text-start align-top">
            <td className="w-1/4 px-3 py-2" />
            <th scope="col" className="border-s px-3 py-2 text-start font-semibold">
              {left}
            </th>
            <th scope="col" className="border-s px-3 py-2 text-start font-semibold">
              {right}
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
                r.mark && 'bg-wait-soft',
              )}
            >
              <Name row={r} word={word} className="" />
              <Side cell={r.left} strong={r.mark} />
              {none === '' ? (
                <Side cell={r.right} strong={r.mark} />
              ) : (
                i === 0 && (
                  <td
                    rowSpan={rows.length}
                    className="border-s bg-paper px-6 py-8 text-center text-ink-2"
                  >
                    {none}
                  </td>
                )
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Name({
  row: r,
  word,
  className,
}: {
  row: Row;
  word: string;
  className: string;
}) {
  const Mark = r.alarm ? TriangleAlert : Diff;
  return (
    <th
      scope="row"
      className={cx(
        'break-words px-3 py-1.5 text-start first-letter:uppercase',
        r.head ? 'font-semibold' : 'font-normal text-ink-2',
        className,
      )}
    >
      {r.name}
      {r.mark && (
        <span className="flex items-center gap-1 font-medium text-wait text-xs">
          <Mark aria-hidden className="size-3.5" />
          {word}
        </span>
      )}
    </th>
  );
}

function Side({ cell, strong }: { cell: Cell | undefined; strong?: boolean }) {
  const { t } = useT();
  return (
    <td className={cx('break-words border-s px-3 py-1.5', strong && 'font-semibold')}>
      {cell ? cell.shown : <span className="text-ink-3">{t('cases.absent')}</span>}
    </td>
  );
}
