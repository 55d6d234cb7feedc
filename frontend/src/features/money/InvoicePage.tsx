import { useNavigate, useParams } from '@tanstack/react-router';
import { Banknote, FileText, Scale } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ActDialog } from '../../acts/ActDialog';
import { actForm, type InvoiceView, useInvoice } from '../../api';
import { named, useT } from '../../i18n';
import { percent } from '../../lib/format';
import { Button } from '../../ui/Button';
import { Money, Qty, When } from '../../ui/figures';
import { View } from '../../ui/forms';
import { Facts, Page, ScrollArea, Section } from '../../ui/Page';
import { InvoiceState } from './InvoiceState';

/** An invoice: its lines, what agrees three ways, what was taken off, and what can be paid. */
export function InvoicePage() {
  const { t } = useT();
  const { id = '' } = useParams({ strict: false });
  const navigate = useNavigate();
  const [paying, setPaying] = useState(false);
  const invoice = useInvoice(id);
  return (
    <View of={invoice}>
      {v => (
        <Page
          title={t('money.named', { number: v.row.number || t('money.unnumbered') })}
          note={<InvoiceState state={v.row.state} />}
          actions={
            <>
              <Button
                icon={FileText}
                onPress={() =>
                  void navigate({
                    to: '/paper/$kind/$id',
                    params: { kind: 'invoice', id: v.row.id },
                  })
                }
              >
                {t('money.openPaper')}
              </Button>
              {v.canPay && (
                <Button look="primary" icon={Banknote} onPress={() => setPaying(true)}>
                  {t('money.pay')}
                </Button>
              )}
            </>
          }
        >
          <ScrollArea
            label={v.row.number}
            className="flex min-h-0 flex-1 flex-col gap-6 p-4 *:shrink-0"
          >
            <div className="grid gap-6 @4xl:grid-cols-[minmax(0,1fr)_20rem]">
              <Section title={t('money.lines')}>
                <Lines view={v} />
              </Section>
              <Sums view={v} />
            </div>
            <ThreeWays view={v} />
            {v.credits.length > 0 && <Credits view={v} />}
          </ScrollArea>
          {paying && (
            <ActDialog
              wide
              title={t('money.payTitle')}
              label={t('money.paySign')}
              form={actForm('payment.order', { invoices: [v.row.id] })}
              onClose={() => setPaying(false)}
            />
          )}
        </Page>
      )}
    </View>
  );
}

const looks: Readonly<Record<string, string>> = {
  open: 'font-semibold text-accent',
  refund: 'font-semibold text-alarm',
};

function Sums({ view: { row } }: { view: InvoiceView }) {
  const { t } = useT();
  return (
    <Facts
      className="grid-cols-[1fr_auto] content-start"
      rows={[
        [t('money.columns.supplier'), row.supplier],
        [
          t('money.columns.order'),
          <a
            key="o"
            href={`#/orders/${row.orderId}`}
            className="num font-medium text-accent underline-offset-2 hover:underline"
          >
            {row.orderNumber}
          </a>,
        ],
        [t('money.columns.issued'), <When key="i" at={row.issuedAt} />],
        ...(
          [
            ['total', row.total],
            ['matched', row.matched],
            ['credited', row.credited],
            ['withheld', row.withheld],
            ['ordered', row.ordered],
            ['paid', row.paid],
            ['open', row.open],
            ...(row.refund > 0 ? ([['refund', row.refund]] as const) : []),
          ] as const
        ).map(([key, value]): [ReactNode, ReactNode] => [
          t(`money.columns.${key}`),
          <Money key={key} value={value} className={looks[key] ?? ''} />,
        ]),
      ]}
    />
  );
}

const head = 'px-2 py-1.5 font-medium';
const cell = 'px-2 py-1.5 text-end';

function Lines({ view }: { view: InvoiceView }) {
  const { t, lang } = useT();
  return (
    <div className="overflow-x-auto">
      <table className="num w-full border-collapse text-sm">
        <thead>
          <tr className="text-end text-ink-3 text-xs">
            <th scope="col" className={`${head} text-start`}>
              {t('sheet.item')}
            </th>
            {(['quantity', 'price', 'vat', 'total'] as const).map(k => (
              <th key={k} scope="col" className={head}>
                {t(`sheet.${k}`)}
              </th>
            ))}
            <th scope="col" className={head}>
              {t('money.columns.matched')}
            </th>
          </tr>
        </thead>
        <tbody>
          {view.lines.map((l, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an invoice's lines never change their places.
            <tr key={i} className="border-t">
              <th scope="row" className="px-2 py-1.5 text-start font-normal">
                {named(lang, l.nameUk, l.nameEn)}
              </th>
              <td className={cell}>
                <Qty value={l.quantity} uom={named(lang, l.uomUk, l.uomEn)} />
              </td>
              <td className={cell}>
                <Money value={l.price} />
              </td>
              <td className={cell}>{percent(l.vatRate, lang)}</td>
              <td className={cell}>
                <Money value={l.total} className="font-medium" />
              </td>
              <td className={cell}>
                <Money value={l.matched} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Order's invoice, dispatch note and certificate side by side: what agrees can be paid. */
function ThreeWays({ view }: { view: InvoiceView }) {
  const { t } = useT();
  const rest = view.row.total - view.row.matched - view.row.credited;
  return (
    <Section title={t('money.match.title')}>
      <p className="flex items-center gap-2 text-ink-3 text-sm">
        <Scale aria-hidden className="size-4 shrink-0" />
        {t('money.match.rule')}
      </p>
      {view.matches.length > 0 && (
        <div className="overflow-x-auto">
          <table className="num w-full border-collapse text-sm">
            <thead>
              <tr className="text-start text-ink-3 text-xs">
                {(['invoice', 'note', 'certificate'] as const).map(k => (
                  <th key={k} scope="col" className={`${head} text-start`}>
                    {t(`money.match.${k}`)}
                  </th>
                ))}
                <th scope="col" className={`${head} text-start`}>
                  {t('money.match.at')}
                </th>
                <th scope="col" className={`${head} text-end`}>
                  {t('money.match.amount')}
                </th>
              </tr>
            </thead>
            <tbody>
              {view.matches.map(m => (
                <tr key={m.deliveryId} className="border-t">
                  <td className="px-2 py-1.5">{view.row.number}</td>
                  <td className="px-2 py-1.5">
                    <a
                      href={`#/deliveries/${m.deliveryId}`}
                      className="text-accent underline-offset-2 hover:underline"
                    >
                      {m.note}
                    </a>
                  </td>
                  <td className="px-2 py-1.5">{m.certificate}</td>
                  <td className="px-2 py-1.5">
                    <When at={m.at} />
                  </td>
                  <td className={cell}>
                    <Money value={m.amount} className="font-medium text-accent" />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rest > 0 && (
        <p className="text-sm text-wait">
          {t('money.match.rest')} <Money value={rest} className="font-medium" />
        </p>
      )}
    </Section>
  );
}

function Credits({ view }: { view: InvoiceView }) {
  const { t } = useT();
  return (
    <Section title={t('money.credits')}>
      <ul className="text-sm">
        {view.credits.map(c => (
          <li
            key={c.number}
            className="flex flex-wrap items-baseline gap-x-4 border-t py-1.5"
          >
            <span className="num font-medium">{c.number}</span>
            <When at={c.at} className="text-ink-3" />
            {c.claimId && (
              <a
                href={`#/claims/${c.claimId}`}
                className="text-accent underline-offset-2 hover:underline"
              >
                {t('money.byClaim')}
              </a>
            )}
            <Money value={-c.amount} className="ms-auto font-medium text-alarm" />
          </li>
        ))}
      </ul>
    </Section>
  );
}
