import { Banknote, FileUp } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import {
  ApiError,
  type PaymentRow,
  readStatement,
  type StatementView,
  useAppState,
  usePayments,
  useSync,
} from '../../api';
import { codeText, useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { useAddress, useAddressOf } from '../../lib/address';
import { type PaperSearch, paperSearch } from '../../lib/papers';
import { by, byAge } from '../../lib/sorting';
import { toast } from '../../lib/toasts';
import { Button } from '../../ui/Button';
import type { Column } from '../../ui/DataTable';
import { Day, Money, When } from '../../ui/figures';
import { ListPage } from '../../ui/ListPage';
import { PaymentPane } from './PaymentPane';
import { PaymentState } from './PaymentState';
import { StatementDialog } from './StatementDialog';

const views = ['all', 'waiting', 'paid', 'cancelled', 'unmatched'] as const;
type View = (typeof views)[number];
const viewOf = (raw: string | undefined): View => views.find(v => v === raw) ?? 'all';

/** Why a file could not be read, as far as Go says so. */
function unread(sentence: string, e: unknown): string {
  const problem = e instanceof ApiError ? (e.reasons[0]?.ref ?? '') : '';
  return problem === ''
    ? sentence
    : `${sentence} ${codeText('money.statement.files', problem)}`;
}

/** Payment orders, and the bank's word on them. */
export function PaymentsPage() {
  const { t } = useT();
  const search = useAddressOf(paperSearch);
  const go = useAddress<PaperSearch>();
  const sync = useSync().data;
  const finance = useAppState().data?.roles.includes('finance') ?? false;
  const view = viewOf(search.view);
  const [open, setOpen] = useState<PaymentRow>();
  const [statement, setStatement] = useState<StatementView>();
  const list = usePayments(
    useDeferredValue({
      view: view === 'all' ? '' : view,
      text: search.text ?? '',
      order: search.order ?? '',
      sort: search.sort ?? '',
    }),
  );
  // As it stands now, where it is in what was loaded: an act may have changed it.
  const shown = open && (list.first.data?.rows.find(p => p.id === open.id) ?? open);
  const columns = useColumns();
  const read = () =>
    void readStatement()
      .then(s => s.file !== '' && setStatement(s))
      .catch((e: unknown) =>
        toast(unread(t('money.statement.unreadable'), e), { tone: 'info' }),
      );
  useActions([
    {
      id: 'money.statement',
      label: t('money.statement.read'),
      group: t('frame.groups.here'),
      keys: 'KeyI',
      icon: FileUp,
      disabled: !finance,
      run: read,
    },
  ]);
  return (
    <>
      <ListPage
        title={t('frame.pages.payments')}
        list={list}
        columns={columns}
        rowId={p => p.id}
        sorted={search.sort ?? 'newest'}
        onSort={sort => go({ sort })}
        onOpen={setOpen}
        {...(open ? { activeId: open.id } : {})}
        tabs={views.map(key => ({
          key,
          text: t(`money.paymentViews.${key}`),
          count: list.first.data?.views[key === 'all' ? '' : key] ?? 0,
        }))}
        view={view}
        onView={key => go({ view: key === 'all' ? undefined : key })}
        search={{
          label: t('money.search'),
          value: search.text ?? '',
          onChange: text => go({ text: text || undefined }),
        }}
        filtered={view !== 'all' || !!search.text || !!search.order}
        onAll={() => go({ view: undefined, text: undefined, order: undefined })}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={{
          icon: Banknote,
          title: t('money.noPayments'),
          text: t('money.noPaymentsText'),
        }}
        actions={
          finance && (
            <Button look="primary" icon={FileUp} onPress={read}>
              {t('money.statement.read')}
            </Button>
          )
        }
        pane={
          shown && (
            <PaymentPane
              key={shown.id}
              payment={shown}
              onClose={() => setOpen(undefined)}
            />
          )
        }
      />
      {statement && (
        <StatementDialog statement={statement} onClose={() => setStatement(undefined)} />
      )}
    </>
  );
}

function useColumns(): Column<PaymentRow>[] {
  const { t } = useT();
  return useMemo(
    (): Column<PaymentRow>[] => [
      {
        id: 'number',
        header: t('money.columns.payment'),
        width: 'minmax(13rem,1fr)',
        sort: by('number'),
        cell: p => (
          <>
            <div className="font-medium text-base">
              {p.number || t('money.unnumbered')}
            </div>
            <div className="truncate text-ink-3" title={p.supplier}>
              {p.supplier}
            </div>
          </>
        ),
      },
      {
        id: 'state',
        header: t('money.columns.state'),
        width: '10rem',
        sort: by('state'),
        cell: p => <PaymentState state={p.state} />,
      },
      {
        id: 'ordered',
        header: t('money.columns.orderedAt'),
        width: '11rem',
        sort: byAge,
        cell: p => (
          <>
            <When at={p.orderedAt} />
            <div className="truncate text-ink-3" title={p.orderedBy}>
              {p.orderedBy}
            </div>
          </>
        ),
      },
      {
        id: 'value',
        header: t('money.columns.valueDate'),
        width: '10rem',
        sort: by('value'),
        cell: p =>
          p.valueDate ? (
            <>
              <Day on={p.valueDate} />
              <div className="truncate text-ink-3" title={p.reference}>
                {p.reference}
              </div>
            </>
          ) : (
            t('common.none')
          ),
      },
      {
        id: 'total',
        header: t('money.columns.total'),
        width: '9.5rem',
        sort: by('total'),
        end: true,
        cell: p => <Money value={p.total} className="font-medium" />,
      },
    ],
    [t],
  );
}
