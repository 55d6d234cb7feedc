import { useNavigate } from '@tanstack/react-router';
import { FileWarning, Receipt, Truck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OrderView } from '../../api';
import { codeText, useT } from '../../i18n';
import { count } from '../../lib/format';
import { Day, Money } from '../../ui/figures';
import { Section } from '../../ui/Page';
import { StateBadge } from '../../ui/StateBadge';

/** Deliveries, invoices and claims of an order, each a way to its own page. */
export function Linked({ view }: { view: OrderView }) {
  const { t } = useT();
  const navigate = useNavigate();
  return (
    <>
      {view.deliveries.length > 0 && (
        <Section title={t('orders.deliveries')}>
          <ul>
            {view.deliveries.map(d => (
              <Row
                key={d.id}
                icon={<Truck aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />}
                name={d.note}
                onOpen={() =>
                  void navigate({ to: '/deliveries/$id', params: { id: d.id } })
                }
              >
                <StateBadge plain kind="shipment" state={d.state} />
                <span className="text-ink-3">
                  {t('delivery.pieces', { qty: count(d.pieces) })}
                  {d.daysLate > 0 && (
                    <span className="font-medium text-alarm">
                      {' '}
                      · {t('delivery.daysLate', { count: d.daysLate })}
                    </span>
                  )}
                </span>
              </Row>
            ))}
          </ul>
        </Section>
      )}
      {view.claims.length > 0 && (
        <Section title={t('orders.claims')}>
          <ul>
            {view.claims.map(c => (
              <Row
                key={c.id}
                icon={
                  <FileWarning
                    aria-hidden
                    className="mt-0.5 size-4 shrink-0 text-ink-3"
                  />
                }
                name={c.number || t('claims.unnumbered')}
                onOpen={() => void navigate({ to: '/claims/$id', params: { id: c.id } })}
              >
                <StateBadge plain kind="claim" state={c.state} />
                <span className="text-ink-3">
                  {codeText('state.claim_reason', c.reason)}
                  {c.pieces > 0 && `, ${t('delivery.pieces', { qty: count(c.pieces) })}`}
                </span>
              </Row>
            ))}
          </ul>
        </Section>
      )}
      {view.invoices.length > 0 && (
        <Section title={t('orders.invoices')}>
          <ul>
            {view.invoices.map(i => (
              <Row
                key={i.id}
                icon={
                  <Receipt aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
                }
                name={i.number}
                end={<Money value={i.total} className="text-sm" />}
                onOpen={() =>
                  void navigate({
                    to: '/paper/$kind/$id',
                    params: { kind: 'invoice', id: i.id },
                  })
                }
              >
                <span className="text-ink-3">
                  {i.supplier} · <Day on={i.issuedAt.slice(0, 10)} />
                </span>
                <span className="text-ink-2">
                  {t('orders.paidOf')} <Money value={i.paid} />
                  {i.credited > 0 && (
                    <>
                      {' '}
                      · {t('orders.credited')} <Money value={i.credited} />
                    </>
                  )}
                </span>
              </Row>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Row({
  icon,
  name,
  end,
  onOpen,
  children,
}: {
  icon: ReactNode;
  name: string;
  end?: ReactNode;
  onOpen: () => void;
  children: ReactNode;
}) {
  return (
    <li className="border-t first:border-t-0">
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full gap-2.5 rounded-sm py-2 text-start hover:bg-hover"
      >
        {icon}
        <span className="flex min-w-0 flex-1 flex-col text-sm">
          <span className="flex flex-wrap justify-between gap-x-2 text-base">
            <span className="num break-words font-medium text-accent">{name}</span>
            {end}
          </span>
          {children}
        </span>
      </button>
    </li>
  );
}
