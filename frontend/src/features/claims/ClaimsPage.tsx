import { useNavigate } from '@tanstack/react-router';
import { FileWarning } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import {
  allPapers,
  type ClaimRow,
  type FacetCount,
  useAppState,
  useClaims,
  useSync,
} from '../../api';
import { codeText, useT } from '../../i18n';
import { useAddress, useAddressOf } from '../../lib/address';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { type PaperSearch, paperSearch } from '../../lib/papers';
import { by, byAge } from '../../lib/sorting';
import { Behind } from '../../ui/Behind';
import type { Column } from '../../ui/DataTable';
import { Money, When } from '../../ui/figures';
import { ListPage } from '../../ui/ListPage';
import { StateBadge } from '../../ui/StateBadge';

/** The views of one reason, as the dashboard counts them ("reason.quality"). */
const prefix = 'reason.';
const tabs = ['all', 'proposed', 'unsettled', 'open', 'answered', 'settled'] as const;

/** The claims of whoever looks: a unit's own, a supplier's, all of them for the agency. */
export function ClaimsPage() {
  const { t } = useT();
  const search = useAddressOf<PaperSearch>(paperSearch);
  const go = useAddress<PaperSearch>();
  const navigate = useNavigate();
  const zone = useAppState().data?.zone ?? '';
  const reason = search.view?.startsWith(prefix) ? search.view.slice(prefix.length) : '';
  const view = reason ? reasoned(reason) : (tabs.find(v => v === search.view) ?? 'all');
  const list = useClaims(
    useDeferredValue({
      ...allPapers,
      view: view === 'all' ? '' : view,
      text: search.text ?? '',
      sort: search.sort ?? '',
    }),
  );
  const sync = useSync().data;
  const columns = useColumns(zone !== 'supplier');
  const page = list.first.data;
  // Penalties are proposed to the agency only; what waits for whom differs by zone.
  const shown = zone === 'agency' ? tabs : tabs.filter(k => k !== 'proposed');
  const mine = zone === 'supplier' ? 'open' : zone === 'agency' ? 'answered' : '';
  return (
    <ListPage
      title={t('frame.pages.claims')}
      list={list}
      columns={columns}
      rowId={c => c.id}
      sorted={search.sort ?? 'newest'}
      onSort={sort => go({ sort })}
      onOpen={c => void navigate({ to: '/claims/$id', params: { id: c.id } })}
      tabs={shown.map(key => ({
        key,
        text: t(`claims.views.${key}`),
        count: page?.views[key === 'all' ? '' : key] ?? 0,
        urgent: key === mine || key === 'proposed',
      }))}
      view={view}
      onView={key => go({ view: key === 'all' ? undefined : key })}
      search={{
        label: t('claims.search'),
        value: search.text ?? '',
        onChange: v => go({ text: v || undefined }),
      }}
      filtered={view !== 'all' || search.text !== undefined}
      onAll={() => go({ view: undefined, text: undefined })}
      offline={sync?.dataAsOf === '' && sync.state === 'offline'}
      empty={{ icon: FileWarning, title: t('claims.empty'), text: t('claims.emptyText') }}
      above={
        <>
          {(page?.reasons.length ?? 0) > 0 && (
            <Counts
              list={page?.reasons ?? []}
              on={reason}
              onPick={key => go({ view: key === reason ? undefined : reasoned(key) })}
            />
          )}
          <Behind
            of={reason && `claims.${reason}`}
            onAll={() => go({ view: undefined })}
          />
        </>
      }
    />
  );
}

const reasoned = (reason: string) => `${prefix}${reason}` as const;

/** The claims of the last 90 days by their reason; each shows them alone. */
function Counts({
  list,
  on,
  onPick,
}: {
  list: readonly FacetCount[];
  on: string;
  onPick: (reason: string) => void;
}) {
  const { t } = useT();
  return (
    <ul
      aria-label={t('claims.reasons')}
      className="flex shrink-0 flex-wrap items-baseline gap-x-5 gap-y-1 border-b px-4 py-2 text-sm"
    >
      <li aria-hidden className="text-ink-3">
        {t('claims.reasons')}:
      </li>
      {list.map(r => (
        <li key={r.key}>
          <button
            type="button"
            aria-pressed={r.key === on}
            className={cx(
              'underline-offset-2 hover:underline',
              r.key === on ? 'font-medium text-accent' : 'text-ink-2',
            )}
            onClick={() => onPick(r.key)}
          >
            <span className="num pe-1.5 font-semibold text-ink">{count(r.count)}</span>
            {codeText('state.claim_reason', r.key)}
          </button>
        </li>
      ))}
    </ul>
  );
}

function useColumns(unit: boolean): Column<ClaimRow>[] {
  const { t } = useT();
  return useMemo(
    (): Column<ClaimRow>[] => [
      {
        id: 'number',
        header: t('claims.number'),
        width: 'minmax(10rem,1fr)',
        sort: by('number'),
        cell: c => (
          <>
            <div className="truncate font-medium text-base">
              {c.number || t('claims.unnumbered')}
            </div>
            <div className="truncate text-ink-3">{c.orderNumber}</div>
          </>
        ),
      },
      {
        id: 'reason',
        header: t('claims.reason'),
        width: 'minmax(12rem,1.2fr)',
        sort: by('reason'),
        cell: c => (
          <>
            <div
              className="truncate first-letter:uppercase"
              title={codeText('state.claim_reason', c.reason)}
            >
              {codeText('state.claim_reason', c.reason)}
            </div>
            <div className="text-ink-3">
              {c.daysLate > 0
                ? t('delivery.daysLate', { count: c.daysLate })
                : c.pieces > 0 && t('delivery.pieces', { qty: count(c.pieces) })}
            </div>
          </>
        ),
      },
      {
        id: 'party',
        header: unit ? t('claims.supplier') : t('claims.order'),
        width: 'minmax(9rem,1fr)',
        hidden: !unit,
        sort: by('supplier'),
        cell: c => (
          <>
            <div className="truncate" title={c.supplier}>
              {c.supplier}
            </div>
            <div className="text-ink-3">{c.unitNo}</div>
          </>
        ),
      },
      {
        id: 'penalty',
        header: t('claims.penalty'),
        width: '8.5rem',
        sort: by('penalty'),
        end: true,
        cell: c => (c.penalty > 0 ? <Money value={c.penalty} /> : '—'),
      },
      {
        id: 'opened',
        header: t('claims.opened'),
        width: '7.5rem',
        sort: byAge,
        cell: c => <When at={c.openedAt} as="day" />,
      },
      {
        id: 'state',
        header: t('claims.state'),
        width: 'minmax(11rem,1fr)',
        sort: by('state'),
        cell: c => (
          <>
            <StateBadge
              plain
              kind={c.sync === 'confirmed' ? 'claim' : 'sync'}
              state={c.sync === 'confirmed' ? c.state : c.sync}
            />
            {c.outcome && (
              <div
                className="truncate text-ink-3"
                title={codeText('state.outcome', c.outcome)}
              >
                {codeText('state.outcome', c.outcome)}
              </div>
            )}
          </>
        ),
      },
    ],
    [t, unit],
  );
}
