import { useNavigate } from '@tanstack/react-router';
import { BadgeCheck, Banknote, FileUp, Hourglass } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import {
  type PaymentRow,
  readStatement,
  type StatementView,
  useAppState,
  usePayments,
  useSync,
} from '../../api';
import { useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { useAddress, useAddressOf } from '../../lib/address';
import { type PaperSearch, paperSearch } from '../../lib/papers';
import { toast } from '../../lib/toasts';
import { Button } from '../../ui/Button';
import type { Column } from '../../ui/DataTable';
import { Day, Money, When } from '../../ui/figures';
import { ListPage } from '../../ui/ListPage';
import { Facts, Pane } from '../../ui/Page';
import { Badge } from '../../ui/StateBadge';
import { StatementDialog } from './StatementDialog';

const views = ['all', 'waiting', 'paid'] as const;
type View = (typeof views)[number];
const viewOf = (raw: string | undefined): View => views.find(v => v === raw) ?? 'all';

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
      sort: '',
    }),
  );
  const columns = useColumns();
  const read = () =>
    void readStatement()
      .then(s => s.token !== '' && setStatement(s))
      .catch(() => toast(t('money.statement.unreadable'), { tone: 'info' }));
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
        pane={open && <PaymentPane payment={open} onClose={() => setOpen(undefined)} />}
      />
      {statement && (
        <StatementDialog statement={statement} onClose={() => setStatement(undefined)} />
      )}
    </>
  );
}

function PaidBadge({ payment: p }: { payment: PaymentRow }) {
  const { t } = useT();
  return p.paidAt ? (
    <Badge plain tone="go" icon={BadgeCheck} text={t('money.paymentViews.paid')} />
  ) : (
    <Badge plain tone="wait" icon={Hourglass} text={t('money.paymentViews.waiting')} />
  );
}

function PaymentPane({
  payment: p,
  onClose,
}: {
  payment: PaymentRow;
  onClose: () => void;
}) {
  const { t } = useT();
  const navigate = useNavigate();
  return (
    <Pane
      title={p.number || t('money.unnumbered')}
      above={<p className="eyebrow pb-1">{t('state.paper.payment_order')}</p>}
      onClose={onClose}
      footer={
        <Button
          onPress={() =>
            void navigate({
              to: '/paper/$kind/$id',
              params: { kind: 'payment_order', id: p.id },
            })
          }
        >
          {t('money.openPaper')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <PaidBadge payment={p} />
        <Facts
          rows={[
            [t('money.columns.supplier'), p.supplier],
            [t('money.columns.total'), <Money key="t" value={p.total} />],
            [t('money.columns.orderedAt'), <When key="o" at={p.orderedAt} />],
            [t('money.columns.orderedBy'), p.orderedBy],
            [
              t('money.columns.valueDate'),
              p.valueDate ? <Day key="v" on={p.valueDate} /> : t('common.none'),
            ],
            [t('money.columns.reference'), p.reference || t('common.none')],
            [t('money.columns.invoices'), p.invoices.join(', ')],
          ]}
        />
      </div>
    </Pane>
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
        cell: p => <PaidBadge payment={p} />,
      },
      {
        id: 'ordered',
        header: t('money.columns.orderedAt'),
        width: '11rem',
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
        end: true,
        cell: p => <Money value={p.total} className="font-medium" />,
      },
    ],
    [t],
  );
}
