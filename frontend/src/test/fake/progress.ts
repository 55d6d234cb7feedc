import type * as c from '../../api/contract';
import { suppliers } from './catalogue';
import { noPapers } from './paper';

// What orders on their way have: parts, slips, signatures, papers.

const day = 1440;
const before = (minutes: number): string =>
  new Date(Date.now() - minutes * 60_000).toISOString();
export const dayFrom = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A part of a line, of which so many pieces are so far. */
export function partOf(
  l: c.DocumentLine,
  more: Partial<c.PartView> & { quantity: number },
): c.PartView {
  const { quantity } = more;
  const sent = more.dispatched ?? 0;
  return {
    line: l.line,
    part: 1,
    itemId: l.itemId,
    nameUk: l.nameUk,
    nameEn: l.nameEn,
    article: l.article,
    supplier: l.supplierName,
    uomUk: l.uomUk,
    uomEn: l.uomEn,
    substitute: false,
    price: l.price,
    vatRate: l.vatRate,
    givenAt: before(5 * day),
    promisedOn: dayFrom(6),
    late: false,
    confirmed: 0,
    dispatched: 0,
    delivered: 0,
    accepted: 0,
    remarked: 0,
    refused: 0,
    replaced: 0,
    dropped: 0,
    due: quantity - sent,
    inProduction: false,
    deliveredAt: '',
    ...more,
  };
}

export const slip: c.SlipView = {
  round: 12,
  at: before(6 * day),
  requested: 40,
  claim: 40,
  granted: 22,
  tier: 2,
  stockBefore: 310,
  stockAfter: 0,
  fromFloor: 5,
  weight: 3,
  place: 7,
  credit: 2,
  creditAfter: 8,
  short: [
    { code: 'stock', pieces: 12 },
    { code: 'cap', pieces: 6 },
  ],
};

const line = (l: c.DocumentLine, more: Partial<c.LineProgress>): c.LineProgress => ({
  line: l.line,
  state: l.fulfilment,
  ordered: l.quantity,
  waiting: 0,
  dropped: 0,
  inRounds: false,
  parts: [],
  slip: null,
  ...more,
});

const step = (n: number, role: string, count: number, done: number): c.StepView => ({
  step: n,
  role,
  count,
  done,
});
const signed = (
  n: number,
  role: string,
  name: string,
  minutes: number,
  forName = '',
): c.SignatureView => ({ step: n, role, name, forName, at: before(minutes) });

/** The agency's steps of an order, of which so many are done. */
export const approving = (done: number): c.StepView[] => [
  step(1, 'approver', 1, Math.min(1, done)),
  step(2, 'finance', 1, Math.max(0, done - 1)),
];

/** What the order has besides its document, by where it stands. */
export function papersOf(
  row: c.OrderRow,
  doc: c.OrderDocument,
): Partial<c.OrderView> & typeof noPapers {
  const [first, second] = doc.lines;
  if (!first) return noPapers;
  const ours = [
    signed(1, 'requisitioner', 'Ткачук Олена Петрівна', 9 * day),
    signed(2, 'signatory', 'Гнатюк Роман Ігорович', 9 * day - 200),
  ];
  const signing = [step(1, 'requisitioner', 1, 1), step(2, 'signatory', 1, 1)];
  const base = { ...noPapers, signing, signatures: ours };
  if (row.decision === 'awaiting_signatures')
    return {
      ...base,
      signing: [step(1, 'requisitioner', 1, 1), step(2, 'signatory', 1, 0)],
      signatures: ours.slice(0, 1),
      canCosign: true,
    };
  if (row.decision === 'returned')
    return { ...base, holdUntil: new Date(Date.now() + 8 * 86_400_000).toISOString() };
  if (row.decision === 'in_review')
    return {
      ...base,
      approving: approving(1),
      signatures: [...ours, signed(1, 'approver', 'Бойко Андрій', 300, 'Савченко Ірина')],
      findings: [
        {
          code: 'order_look_alike',
          severity: 'warn',
          line: 0,
          field: 'order',
          have: 0,
          want: 0,
          ref: 'А9072-26-0144',
        },
      ],
    };
  if (row.decision !== 'approved') return base;
  const agency = {
    approving: approving(2),
    signatures: [
      ...ours,
      signed(1, 'approver', 'Бойко Андрій', 8 * day),
      signed(2, 'finance', 'Романюк Леся', 8 * day - 90),
    ],
  };
  const documents = (['order', 'response', 'specification'] as const).map(
    (kind): c.RegisterRow => ({
      number: `${kind === 'order' ? 'ЗМ' : kind === 'response' ? 'ПЗ' : 'СП'}-2026/000147`,
      series: '',
      kind,
      id: row.id,
      at: before(8 * day),
      orderId: row.id,
      orderNumber: row.number,
      party: first.supplierName,
      amount: doc.total,
      cancelled: false,
    }),
  );
  if (row.delivery === 'supplier_confirmed')
    return {
      ...base,
      ...agency,
      documents,
      progress: [
        line(first, {
          waiting: 0,
          slip: { ...slip, requested: 3, claim: 3, granted: 3, short: [] },
          parts: [
            partOf(first, {
              quantity: first.quantity,
              confirmed: first.quantity,
              inProduction: true,
              promisedOn: dayFrom(9),
            }),
          ],
        }),
      ],
    };
  if (row.delivery === 'dispatched' && second)
    return {
      ...base,
      ...agency,
      documents,
      progress: [
        line(first, {
          waiting: 12,
          slip: { ...slip, requested: 50, claim: 44, granted: 38 },
          parts: [
            partOf(first, {
              quantity: 38,
              confirmed: 38,
              dispatched: 30,
              delivered: 20,
              accepted: 18,
              remarked: 1,
              refused: 2,
              due: 8,
              late: true,
              promisedOn: dayFrom(-3),
            }),
          ],
        }),
        line(second, {
          parts: [
            partOf(second, {
              quantity: second.quantity,
              confirmed: second.quantity,
              dispatched: second.quantity,
              substitute: true,
              supplier: suppliers[3].name,
            }),
          ],
        }),
      ],
    };
  return { ...base, ...agency, documents };
}
