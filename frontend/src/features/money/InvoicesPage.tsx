import { useNavigate } from '@tanstack/react-router';
import { Banknote, Receipt } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import {
  type ActForm,
  actForm,
  type InvoiceRow,
  useAppState,
  useInvoices,
  useSync,
} from '../../api';
import { useT } from '../../i18n';
import { useActions } from '../../lib/actions';
import { useAddress, useAddressOf } from '../../lib/address';
import { type PaperSearch, paperSearch } from '../../lib/papers';
import { by, byAge } from '../../lib/sorting';
import { Button } from '../../ui/Button';
import type { Column } from '../../ui/DataTable';
import { Money, When } from '../../ui/figures';
import { ListPage } from '../../ui/ListPage';
import { InvoiceState } from './InvoiceState';

const views = [
  'all',
  'due',
  'issued',
  'payable',
  'ordered',
  'refund_due',
  'paid',
  'void',
] as const;
type View = (typeof views)[number];
const viewOf = (raw: string | undefined): View => views.find(v => v === raw) ?? 'all';

/** Invoices and how far each is from being paid; finance picks what a payment order pays. */
export function InvoicesPage() {
  const { t } = useT();
  const search = useAddressOf(paperSearch);
  const go = useAddress<PaperSearch>();
  const navigate = useNavigate();
  const sync = useSync().data;
  const view = viewOf(search.view);
  // What is due of both kinds is what a supplier waits for; finance looks at each.
  const supplier = useAppState().data?.zone === 'supplier';
  const shown = views.filter(key => key !== 'due' || supplier || view === 'due');
  const list = useInvoices(
    useDeferredValue({
      view: view === 'all' ? '' : view,
      text: search.text ?? '',
      order: search.order ?? '',
      sort: search.sort ?? '',
    }),
  );
  const pay = usePaying();
  const columns = useColumns(pay.on);
  return (
    <>
      <ListPage
        title={t('frame.pages.invoices')}
        list={list}
        columns={columns}
        rowId={i => i.id}
        sorted={search.sort ?? 'newest'}
        onSort={sort => go({ sort })}
        onOpen={i => void navigate({ to: '/invoices/$id', params: { id: i.id } })}
        tabs={shown.map(key => ({
          key,
          text: t(`money.views.${key}`),
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
          icon: Receipt,
          title: t('money.empty'),
          text: t('money.emptyText'),
        }}
        {...(pay.on
          ? {
              selected: new Set(pay.rows.map(r => r.id)),
              onSelect: pay.toggle,
              actions: (
                <>
                  <span className="num text-ink-2 text-sm">
                    {t('money.selected', { count: pay.rows.length })}
                    {pay.rows.length > 0 && (
                      <>
                        {' · '}
                        <Money
                          className="font-medium text-ink"
                          value={pay.rows.reduce((s, r) => s + r.open, 0)}
                        />
                      </>
                    )}
                  </span>
                  <Button
                    look="primary"
                    icon={Banknote}
                    isDisabled={pay.rows.length === 0}
                    onPress={pay.start}
                  >
                    {t('money.pay')}
                  </Button>
                </>
              ),
            }
          : {})}
      />
      {pay.form && (
        <ActDialog
          wide
          title={t('money.payTitle')}
          label={t('money.paySign')}
          form={pay.form}
          onClose={() => pay.close(false)}
          onSigned={() => pay.close(true)}
        />
      )}
    </>
  );
}

/** The invoices picked for a payment order; only what is open can be picked, only finance picks. */
function usePaying() {
  const { t } = useT();
  const on = useAppState().data?.roles.includes('finance') ?? false;
  const [rows, setRows] = useState<readonly InvoiceRow[]>([]);
  const [form, setForm] = useState<ActForm>();
  const toggle = (row: InvoiceRow) =>
    setRows(old =>
      old.some(r => r.id === row.id)
        ? old.filter(r => r.id !== row.id)
        : row.open > 0
          ? [...old, row]
          : old,
    );
  const start = () =>
    setForm(actForm('payment.order', { invoices: rows.map(r => r.id) }));
  useActions([
    {
      id: 'money.pay',
      label: t('money.pay'),
      group: t('frame.groups.here'),
      keys: 'KeyP',
      icon: Banknote,
      disabled: !on || rows.length === 0,
      run: start,
    },
  ]);
  const close = (signed: boolean) => {
    setForm(undefined);
    if (signed) setRows([]);
  };
  return { on, rows, form, toggle, start, close };
}

/** What is still to come of an invoice: what may be put into a payment order, and what the bank did not confirm. */
const dueOf = (i: InvoiceRow): number => i.open + Math.max(0, i.ordered - i.paid);

function useColumns(paying: boolean): Column<InvoiceRow>[] {
  const { t } = useT();
  return useMemo(
    (): Column<InvoiceRow>[] => [
      {
        id: 'number',
        header: t('money.columns.invoice'),
        width: 'minmax(11rem,1fr)',
        sort: by('number'),
        cell: i => (
          <>
            <div className="font-medium text-base">
              {i.number || t('money.unnumbered')}
            </div>
            <div className="truncate text-ink-3" title={i.supplier}>
              {i.supplier}
            </div>
          </>
        ),
      },
      {
        id: 'order',
        header: t('money.columns.order'),
        width: '8.5rem',
        sort: byAge,
        cell: i => (
          <>
            <div className="truncate">{i.orderNumber}</div>
            <div className="text-ink-3">
              <When at={i.issuedAt} as="day" />
            </div>
          </>
        ),
      },
      {
        id: 'state',
        header: t('money.columns.state'),
        width: '8.5rem',
        sort: by('state'),
        cell: i => <InvoiceState state={i.state} plain />,
      },
      {
        id: 'total',
        header: t('money.columns.total'),
        width: '7.25rem',
        sort: by('total'),
        end: true,
        cell: i => <Money value={i.total} />,
      },
      {
        id: 'matched',
        header: t('money.columns.matched'),
        width: '7.25rem',
        sort: by('matched'),
        end: true,
        cell: i => <Money value={i.matched} />,
      },
      {
        id: 'paid',
        header: t('money.columns.paid'),
        width: '7.25rem',
        sort: by('paid'),
        end: true,
        cell: i => <Money value={i.paid} />,
      },
      {
        id: 'open',
        header: paying ? t('money.columns.open') : t('money.columns.due'),
        width: '7.25rem',
        sort: by(paying ? 'open' : 'due'),
        end: true,
        cell: i => {
          const value = paying ? i.open : dueOf(i);
          return (
            <Money
              value={value}
              className={value > 0 ? 'font-semibold text-accent' : 'text-ink-3'}
            />
          );
        },
      },
    ],
    [t, paying],
  );
}
