import { useNavigate } from '@tanstack/react-router';
import { FolderCheck, FolderOpen, ListFilter } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { type CaseRow, type FacetCount, useCases, useSync } from '../../api';
import { codeText, useT } from '../../i18n';
import { useAddress, useAddressOf } from '../../lib/address';
import { cx } from '../../lib/cx';
import { Button } from '../../ui/Button';
import { type Column, DataTable } from '../../ui/DataTable';
import { SearchField } from '../../ui/fields';
import { Money, useSpanText, When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page } from '../../ui/Page';
import { reasonText } from '../../ui/Reasons';
import { Badge } from '../../ui/StateBadge';
import { Tabs } from '../../ui/Tabs';
import { type CasesSearch, caseKinds, caseStates, casesSearch } from './search';

const day = 86_400_000;

/** Everything signed that could not be applied, and devices that behave oddly. */
export function CasesPage() {
  const { t } = useT();
  const search = useAddressOf(casesSearch);
  const go = useAddress<CasesSearch>();
  const navigate = useNavigate();
  const state = search.state ?? 'open';
  const list = useCases(
    useDeferredValue({
      kind: search.kind ?? '',
      state: state === 'all' ? '' : state,
      text: search.text ?? '',
    }),
  );
  const sync = useSync().data;
  const page = list.first.data;
  const columns = useColumns();
  const filtered = search.kind !== undefined || search.text !== undefined;
  return (
    <Page
      title={t('frame.pages.cases')}
      note={
        page?.asOf && (
          <>
            {t('frame.truth.data')} <When at={page.asOf} />
          </>
        )
      }
      search={
        <SearchField
          label={t('cases.search')}
          value={search.text ?? ''}
          onChange={v => go({ text: v || undefined })}
        />
      }
      side={
        <Kinds
          counts={page?.kinds ?? []}
          value={search.kind}
          onChange={kind => go({ kind })}
        />
      }
    >
      <Tabs
        label={t('frame.pages.cases')}
        value={state}
        tabs={caseStates.map(key => ({ key, text: t(`cases.states.${key}`) }))}
        onChange={key => go({ state: key === 'open' ? undefined : key })}
      />
      <View
        of={list.first}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={p =>
          p.total === 0 &&
          (filtered || state === 'closed' ? (
            <Empty
              icon={ListFilter}
              title={t('cases.nothing')}
              action={
                <Button
                  onPress={() => go({ kind: undefined, text: undefined, state: 'all' })}
                >
                  {t('cases.showAll')}
                </Button>
              }
            >
              {t('cases.nothingText')}
            </Empty>
          ) : (
            <Empty icon={FolderCheck} title={t('cases.empty')}>
              {t('cases.emptyText')}
            </Empty>
          ))
        }
      >
        {() => (
          <DataTable
            label={t('frame.pages.cases')}
            tall
            columns={columns}
            total={list.total}
            rowAt={list.rowAt}
            rowId={c => c.id}
            onOpen={c => void navigate({ to: '/cases/$id', params: { id: c.id } })}
            onRange={list.onRange}
          />
        )}
      </View>
    </Page>
  );
}

/** The kinds with how many are open, those that have any first. */
function Kinds({
  counts,
  value,
  onChange,
}: {
  counts: readonly FacetCount[];
  value: CasesSearch['kind'];
  onChange: (kind: CasesSearch['kind']) => void;
}) {
  const { t } = useT();
  const of = (key: string) => counts.find(c => c.key === key)?.count ?? 0;
  const kinds = caseKinds.toSorted((a, b) => of(b) - of(a));
  const row = (key: CasesSearch['kind'], text: string, count: number) => (
    <li key={key ?? ''}>
      <button
        type="button"
        aria-pressed={key === value}
        onClick={() => onChange(key)}
        className={cx(
          'flex min-h-8 w-full items-center justify-between gap-2 rounded px-2 text-start',
          key === value
            ? 'bg-selected font-medium text-accent'
            : count === 0
              ? 'text-ink-3 hover:bg-hover'
              : 'hover:bg-hover',
        )}
      >
        <span className="min-w-0">{text}</span>
        <span className={cx('num text-sm', count === 0 && 'text-ink-3')}>{count}</span>
      </button>
    </li>
  );
  return (
    <section>
      <h2 className="eyebrow px-2 pb-1">{t('cases.kinds')}</h2>
      <ul className="-me-2 flex flex-col">
        {row(
          undefined,
          t('cases.anyKind'),
          counts.reduce((s, c) => s + c.count, 0),
        )}
        {kinds.map(k => row(k, t(`cases.kind.${k}`), of(k)))}
      </ul>
    </section>
  );
}

function useColumns(): Column<CaseRow>[] {
  const { t, lang } = useT();
  return useMemo(
    (): Column<CaseRow>[] => [
      {
        id: 'what',
        header: t('cases.what'),
        width: 'minmax(14rem,2fr)',
        cell: c => {
          const why = c.reasons[0] ? reasonText(c.reasons[0], lang) : '';
          return (
            <>
              <div className="truncate font-medium text-base">
                {codeText('cases.kind', c.kind)}
              </div>
              <div className="truncate text-ink-3" title={why}>
                {why}
              </div>
            </>
          );
        },
      },
      {
        id: 'order',
        header: t('cases.order'),
        width: '9rem',
        cell: c => (
          <>
            <div className="num truncate">{c.number || t('common.none')}</div>
            {c.total > 0 && <Money value={c.total} className="text-ink-3" />}
          </>
        ),
      },
      {
        id: 'who',
        header: t('cases.who'),
        width: 'minmax(11rem,1fr)',
        cell: c => (
          <>
            <div className="truncate" title={c.unitName}>
              {c.unitNo || c.unitName || t('cases.nobody')}
            </div>
            <div className="truncate text-ink-3" title={c.personName}>
              {c.personName}
            </div>
          </>
        ),
      },
      {
        id: 'device',
        header: t('cases.device'),
        width: 'minmax(8rem,0.8fr)',
        cell: c => (
          <span className="block truncate" title={c.deviceName}>
            {c.deviceName}
          </span>
        ),
      },
      {
        id: 'age',
        header: t('cases.age'),
        width: '9.5rem',
        cell: c => <Age row={c} />,
      },
    ],
    [t, lang],
  );
}

/** Amber after a day, red after three; a closed one says how it ended. */
function Age({ row }: { row: CaseRow }) {
  const { t } = useT();
  const span = useSpanText();
  if (row.state === 'closed')
    return (
      <Badge
        plain
        tone="still"
        icon={FolderCheck}
        text={row.closed ? codeText('cases.closedAs', row.closed) : t('cases.closed')}
        className="leading-4"
      />
    );
  const age = Date.now() - Date.parse(row.openedAt);
  return (
    <Badge
      plain
      tone={age > 3 * day ? 'alarm' : age > day ? 'wait' : 'info'}
      icon={FolderOpen}
      text={span(row.openedAt)}
    />
  );
}
