import { useNavigate } from '@tanstack/react-router';
import { CheckCheck, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  allPapers,
  type ClaimRow,
  type SupplierOrderRow,
  useClaims,
  useSupplierOrders,
  useSync,
} from '../../api';
import { codeText, named, useT } from '../../i18n';
import { cx } from '../../lib/cx';
import { count } from '../../lib/format';
import { Day, When } from '../../ui/figures';
import { Empty, View } from '../../ui/forms';
import { Page, ScrollArea } from '../../ui/Page';

const kinds = ['to_confirm', 'to_dispatch', 'late'] as const;
const nones = {
  to_confirm: 'supplier.today.confirmNone',
  to_dispatch: 'supplier.today.dispatchNone',
  late: 'supplier.today.lateNone',
} as const;
/** As many rows of each list as one sees at once. */
const most = 8;

/** What a supplier has to do today: confirm, dispatch, what is late, which claims await an answer. */
export function TodayPage() {
  const { t } = useT();
  const navigate = useNavigate();
  const confirm = useSupplierOrders({ ...allPapers, view: 'to_confirm' });
  const dispatch = useSupplierOrders({ ...allPapers, view: 'to_dispatch' });
  const late = useSupplierOrders({ ...allPapers, view: 'late' });
  const claims = useClaims({ ...allPapers, view: 'open' });
  const lists = { to_confirm: confirm, to_dispatch: dispatch, late };
  const sync = useSync().data;
  const left = kinds.reduce((n, k) => n + lists[k].total, claims.total);
  return (
    <Page
      title={t('frame.pages.today')}
      note={
        confirm.first.data?.asOf && (
          <>
            {t('frame.truth.data')} <When at={confirm.first.data.asOf} />
          </>
        )
      }
    >
      <View
        of={confirm.first}
        offline={sync?.dataAsOf === '' && sync.state === 'offline'}
        empty={() =>
          left === 0 &&
          claims.first.data !== undefined && (
            <Empty icon={CheckCheck} title={t('supplier.today.clear')}>
              {t('supplier.today.clearText')}
            </Empty>
          )
        }
      >
        {() => (
          <ScrollArea
            label={t('frame.pages.today')}
            className="@container min-h-0 flex-1 p-4"
          >
            <div className="gap-4 @3xl:columns-2">
              {kinds.map(kind => (
                <Block
                  key={kind}
                  title={t(`supplier.today.${kind}`)}
                  total={lists[kind].total}
                  urgent={kind === 'late'}
                  none={t(nones[kind])}
                  onAll={() =>
                    void navigate({
                      to: '/supplier-orders',
                      search: { view: kind } as never,
                    })
                  }
                >
                  {lists[kind].first.data?.rows.slice(0, most).map(o => (
                    <OrderRow
                      key={o.id}
                      row={o}
                      onOpen={() =>
                        void navigate({
                          to: '/supplier-orders/$id',
                          params: { id: o.id },
                        })
                      }
                    />
                  ))}
                </Block>
              ))}
              <Block
                title={t('supplier.today.claims')}
                total={claims.total}
                urgent
                none={t('supplier.today.claimsNone')}
                onAll={() =>
                  void navigate({ to: '/claims', search: { view: 'open' } as never })
                }
              >
                {claims.first.data?.rows.slice(0, most).map(c => (
                  <ClaimLine
                    key={c.id}
                    row={c}
                    onOpen={() =>
                      void navigate({ to: '/claims/$id', params: { id: c.id } })
                    }
                  />
                ))}
              </Block>
            </div>
          </ScrollArea>
        )}
      </View>
    </Page>
  );
}

function Block({
  title,
  total,
  urgent,
  none,
  onAll,
  children,
}: {
  title: string;
  total: number;
  urgent: boolean;
  none: string;
  onAll: () => void;
  children: ReactNode;
}) {
  const { t } = useT();
  return (
    <section className="mb-4 break-inside-avoid rounded border bg-surface">
      <h2 className="flex items-baseline justify-between gap-3 px-4 pt-3 pb-2 font-semibold text-lg">
        {title}
        <span
          className={cx(
            'num',
            total === 0 ? 'text-ink-3' : urgent ? 'text-alarm' : 'text-accent',
          )}
        >
          {count(total)}
        </span>
      </h2>
      {total === 0 ? (
        <p className="flex items-center gap-2 border-t px-4 py-3 text-ink-2">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-accent" />
          {none}
        </p>
      ) : (
        <ul>{children}</ul>
      )}
      {total > most && (
        <button
          type="button"
          onClick={onAll}
          className="row-dense w-full rounded-b border-t px-4 text-start font-medium text-accent hover:bg-hover"
        >
          {t('supplier.today.rest', { count: total - most })}
        </button>
      )}
    </section>
  );
}

const rowClass =
  'row-large -outline-offset-2 flex w-full items-center gap-4 border-t px-4 py-2 text-start hover:bg-hover';

function OrderRow({ row: o, onOpen }: { row: SupplierOrderRow; onOpen: () => void }) {
  const { t, lang } = useT();
  return (
    <li>
      <button type="button" onClick={onOpen} className={rowClass}>
        <span className="min-w-0 flex-1">
          <span
            className="block truncate font-medium"
            title={named(lang, o.firstUk, o.firstEn)}
          >
            {named(lang, o.firstUk, o.firstEn)}
            {o.lines > 1 && `, ${t('delivery.more', { count: o.lines - 1 })}`}
          </span>
          <span className="num block text-ink-3 text-sm">
            {o.number} · {o.pointCode}
            {o.urgency !== 'routine' && (
              <span
                className={cx(
                  'font-medium',
                  o.urgency === 'urgent' ? 'text-alarm' : 'text-wait',
                )}
              >
                {' '}
                · {codeText('state.urgency', o.urgency)}
              </span>
            )}
          </span>
        </span>
        <span className="shrink-0 text-end text-sm">
          <span className="num block font-medium">
            {t('delivery.pieces', { qty: count(o.due) })}
          </span>
          <span className={o.late ? 'font-medium text-alarm' : 'text-ink-3'}>
            <Day on={o.promisedOn || o.neededBy} />
          </span>
        </span>
      </button>
    </li>
  );
}

function ClaimLine({ row: c, onOpen }: { row: ClaimRow; onOpen: () => void }) {
  const { t } = useT();
  return (
    <li>
      <button type="button" onClick={onOpen} className={rowClass}>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{c.number}</span>
          <span className="block text-ink-3 text-sm">
            {codeText('state.claim_reason', c.reason)} · {c.orderNumber}
          </span>
        </span>
        <span className="shrink-0 text-end text-sm">
          <span className="num block font-medium">
            {c.pieces > 0
              ? t('delivery.pieces', { qty: count(c.pieces) })
              : t('delivery.daysLate', { count: c.daysLate })}
          </span>
          <When at={c.openedAt} as="day" className="text-ink-3" />
        </span>
      </button>
    </li>
  );
}
