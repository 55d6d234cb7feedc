import type {
  DocumentLine,
  OrderDocument,
  OrderRow,
  OrderView,
  ReasonView,
} from '../../api/contract';
import { type FakeItem, items } from './catalogue';
import { papersOf } from './progress';

export const reason = (code: string, more: Partial<ReasonView> = {}): ReasonView => ({
  code,
  severity: 'stop',
  line: 0,
  field: '',
  have: 0,
  want: 0,
  ref: '',
  ...more,
});

export const now = () => Date.now();
export const ago = (minutes: number): string =>
  new Date(now() - minutes * 60_000).toISOString();
const day = 1440;

export function line(
  n: number,
  it: FakeItem,
  quantity: number,
  fulfilment: DocumentLine['fulfilment'] = '',
): DocumentLine {
  const o = it.card.offer;
  const net = (o?.price ?? 0) * quantity;
  const total = (o?.priceWithVat ?? 0) * quantity;
  return {
    line: n,
    itemId: it.card.id,
    nameUk: it.card.nameUk,
    nameEn: it.card.nameEn,
    article: it.card.article,
    nsn: it.card.nsn,
    dk021: it.card.dk021,
    supplierName: o?.supplierName ?? '',
    quantity,
    uomUk: o?.uomUk ?? '',
    uomEn: o?.uomEn ?? '',
    price: o?.price ?? 0,
    vatRate: o?.vatRate ?? 0,
    net,
    vat: total - net,
    total,
    fulfilment,
    offerId: o?.id ?? '',
    substitutes: [],
  };
}

export function documentOf(
  id: string,
  number: string,
  revision: number,
  lines: DocumentLine[],
  more: Partial<OrderDocument> = {},
): OrderDocument {
  const sum = (k: 'net' | 'vat' | 'total') => lines.reduce((s, l) => s + l[k], 0);
  return {
    orderId: id,
    number,
    revision,
    unitName: '972-га окрема бригада «Рубіж»',
    unitNo: 'А9072',
    fund: 'guaranteed',
    year: 2026,
    kpkvk: '2101150',
    kekv: '2260',
    pointCode: 'ПД-0417',
    pointName: 'Склад «Північ»',
    neededBy: '2026-12-15',
    urgency: 'priority',
    note: '',
    lines,
    net: sum('net'),
    vat: sum('vat'),
    total: sum('total'),
    signedAt: ago(3 * day),
    signedBy: 'Ткачук Олена Петрівна',
    hash: '9f2c41d07be6a8153c0d7e42b19f60a5d3c8e7714b2a905fe6d1c3b8a7f40e21',
    answers: [],
    ...more,
  };
}

const pick = (i: number): FakeItem => items[i % items.length] as FakeItem;

interface Seed extends Partial<OrderRow> {
  at: number;
  what: [number, number][];
}

const seeds: Seed[] = [
  {
    at: 42,
    decision: 'signed',
    sync: 'queued',
    turn: 'server',
    courierNumber: 2,
    courierAt: ago(190),
    what: [
      [0, 20],
      [9, 40],
    ],
    urgency: 'urgent',
  },
  {
    at: 3 * day,
    decision: 'returned',
    sync: 'confirmed',
    turn: 'unit',
    money: 'reserved',
    questions: 2,
    what: [
      [1, 60],
      [2, 6],
      [8, 4],
    ],
  },
  {
    at: 5 * day,
    decision: 'submitted',
    sync: 'parked',
    turn: 'unit',
    what: [[5, 8]],
    reasons: [reason('stock_gone', { line: 1, have: 3, want: 8, field: 'quantity' })],
    caseId: 'case-1',
  },
  {
    at: 2 * day,
    decision: 'in_review',
    sync: 'confirmed',
    turn: 'agency',
    money: 'reserved',
    what: [
      [4, 1],
      [11, 6],
    ],
  },
  {
    at: 9 * day,
    decision: 'approved',
    sync: 'confirmed',
    turn: 'supplier',
    money: 'committed',
    delivery: 'supplier_confirmed',
    what: [[7, 3]],
  },
  {
    at: 16 * day,
    decision: 'approved',
    sync: 'confirmed',
    turn: 'supplier',
    money: 'invoiced',
    delivery: 'dispatched',
    what: [
      [0, 50],
      [9, 100],
    ],
  },
  {
    at: 31 * day,
    decision: 'approved',
    sync: 'confirmed',
    turn: '',
    money: 'paid',
    delivery: 'closed',
    what: [[6, 2]],
  },
  {
    at: 90,
    decision: 'awaiting_signatures',
    sync: 'confirmed',
    turn: 'unit',
    money: 'reserved',
    what: [
      [4, 2],
      [7, 3],
    ],
  },
  {
    at: 24 * day,
    decision: 'rejected',
    sync: 'confirmed',
    turn: '',
    money: 'released',
    what: [[3, 2]],
  },
  {
    at: 200,
    decision: 'submitted',
    sync: 'sent',
    turn: 'server',
    what: [
      [10, 4],
      [8, 10],
    ],
  },
];

export const orders: OrderView[] = seeds.map((s, i) => make(s, i));

function make(s: Seed, i: number): OrderView {
  const { at, what, ...more } = s;
  const id = `order-${i + 1}`;
  const number = `А9072-26-${String(148 - i).padStart(4, '0')}`;
  const lines = what.map(([k, q], n) => line(n + 1, pick(k), q, more.delivery ?? ''));
  const doc = documentOf(id, number, more.decision === 'returned' ? 2 : 1, lines, {
    urgency: more.urgency ?? 'priority',
    signedAt: ago(at),
  });
  const row: OrderRow = {
    id,
    number,
    unitName: doc.unitName,
    unitNo: doc.unitNo,
    decision: 'submitted',
    delivery: '',
    money: '',
    sync: 'confirmed',
    turn: 'agency',
    revision: doc.revision,
    lines: lines.length,
    firstUk: lines[0]?.nameUk ?? '',
    firstEn: lines[0]?.nameEn ?? '',
    total: doc.total,
    urgency: doc.urgency,
    neededBy: doc.neededBy,
    signedAt: ago(at),
    changedAt: ago(at / 2),
    waitingSince: more.turn === '' ? '' : ago(at / 2),
    questions: 0,
    reasons: [],
    caseId: '',
    courierNumber: 0,
    courierAt: '',
    ...more,
  };
  return {
    row,
    ...papersOf(row, doc),
    document: doc,
    revisions: Array.from({ length: doc.revision }, (_, r) => ({
      revision: r + 1,
      hash: doc.hash,
      signedAt: ago(at + (doc.revision - r) * 300),
      signedBy: doc.signedBy,
      total: doc.total + (doc.revision - r - 1) * 1_980_000,
      standing:
        row.sync === 'queued'
          ? ('pending' as const)
          : row.sync === 'parked'
            ? ('parked' as const)
            : r + 1 === doc.revision
              ? ('current' as const)
              : ('superseded' as const),
    })),
    timeline: timeline(row, at),
    questions:
      row.decision === 'returned'
        ? [
            {
              id: 'q-1',
              line: 1,
              field: 'quantity',
              reason: 'quantity_unclear',
              text: 'Чому 60, якщо за нормою на роту 40? Уточніть або зменште.',
              askedAt: ago(at / 2),
              askedBy: 'Савченко Ірина (Агенція)',
              answer: '',
              answeredAt: '',
            },
            {
              id: 'q-2',
              line: 0,
              field: 'needed_by',
              reason: 'date_unrealistic',
              text: 'Постачальник підтверджує не раніше 20 грудня. Чи прийнятно?',
              askedAt: ago(at / 2),
              askedBy: 'Савченко Ірина (Агенція)',
              answer: '',
              answeredAt: '',
            },
          ]
        : [],
    changes:
      doc.revision > 1
        ? [{ line: 1, field: 'quantity', kind: 'changed', before: '80', after: '60' }]
        : [],
    budgets: [],
    canRevise: row.decision === 'returned' || row.sync === 'parked',
    canCancel:
      ['signed', 'submitted', 'returned'].includes(row.decision) ||
      row.delivery === 'supplier_confirmed',
    canDecide: false,
  };
}

function timeline(row: OrderRow, at: number): OrderView['timeline'] {
  const step = (
    kind: string,
    minutes: number,
    person: string,
    org: string,
    more = {},
  ) => ({
    at: ago(minutes),
    kind,
    personName: person,
    orgName: org,
    revision: row.revision,
    comment: '',
    reasons: [],
    pending: false,
    pieces: 0,
    amount: 0,
    ref: '',
    ...more,
  });
  const unit = 'в/ч А9072';
  const all = [
    step('signed', at, 'Ткачук Олена', unit, {
      pending: row.sync === 'queued' || row.sync === 'sent',
    }),
  ];
  if (row.sync === 'queued' || row.sync === 'sent') return all;
  if (row.sync === 'parked')
    return [...all, step('parked', at - 3, '', '', { reasons: row.reasons })];
  all.push(step('received', at - 2, '', ''), step('reserved', at - 2, '', ''));
  if (row.decision === 'returned')
    all.push(
      step('returned', at / 2, 'Савченко Ірина', 'Агенція', {
        comment: 'Два уточнення, решта гаразд.',
      }),
    );
  if (row.decision === 'rejected')
    all.push(
      step('rejected', at / 2, 'Савченко Ірина', 'Агенція', {
        comment: 'Дублює замовлення А9072-26-0131.',
      }),
    );
  if (row.decision === 'approved')
    all.push(step('approved', at / 2, 'Бойко Андрій', 'Агенція'));
  return all;
}
