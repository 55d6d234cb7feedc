import type * as c from '../../api/contract';
import type { FakeStart } from './bridge';
import { items, suppliers } from './catalogue';
import { dashboardOf } from './dashboard';
import { reason } from './orders';
import { asOf, inOrder } from './paper';
import { policy } from './policy';
import { preview, roundView, signed, unitPostures, waiting } from './rounds';

const fail = (r: c.ReasonView): never => {
  throw new Error(JSON.stringify({ code: r.code, reasons: [r] } satisfies c.Failure));
};
const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
const no = (series: string, n: number) => `${series}-2026/${String(n).padStart(6, '0')}`;
const day = (n: number) => new Date(Date.UTC(2026, 10, 20) - n * 86_400_000);
const at = (n: number) => new Date(day(n).getTime() + 9.4 * 3_600_000).toISOString();
const date = (n: number) => day(n).toISOString().slice(0, 10);

const states = [
  'payable',
  'issued',
  'ordered',
  'paid',
  'payable',
  'paid',
  'void',
] as const;

const invoices: c.InvoiceRow[] = Array.from({ length: 23 }, (_, i) => {
  const state = pick(states, i);
  const total = (184_000 + ((i * 7919) % 990) * 1000) * 100;
  const matched =
    state === 'issued' || state === 'void'
      ? 0
      : i % 4 === 0
        ? Math.round(total * 0.8)
        : total;
  const credited = i % 4 === 0 && state !== 'void' ? Math.round(total * 0.05) : 0;
  const withheld = i % 8 === 4 ? Math.round(total * 0.01) : 0;
  const ordered = state === 'ordered' || state === 'paid' ? matched - withheld : 0;
  return {
    id: `inv-${i}`,
    number: no('РФ', 412 - i),
    orderId: i === 0 ? 'order-6' : `deal-${i + 1}`,
    orderNumber: `А9072-26-${String(147 - i).padStart(4, '0')}`,
    supplierId: pick(suppliers, i).id,
    supplier: pick(suppliers, i).name,
    unitNo: 'А9072',
    state,
    issuedAt: at(i * 2 + 1),
    total,
    matched,
    ordered,
    paid: state === 'paid' ? ordered : 0,
    credited,
    withheld,
    open: state === 'payable' ? matched - withheld : 0,
    refund: 0,
  };
});

function invoiceView(row: c.InvoiceRow, finance: boolean): c.InvoiceView {
  const n = Number(row.id.slice(4));
  const lines = [0, 1].map((k): c.InvoiceLine => {
    const card = pick(items, n + k * 4).card;
    const total = k === 0 ? Math.round(row.total * 0.7) : Math.round(row.total * 0.3);
    const quantity = 10 + k * 14;
    return {
      line: k + 1,
      nameUk: card.nameUk,
      nameEn: card.nameEn,
      uomUk: 'шт',
      uomEn: 'pcs',
      quantity,
      price: Math.round(total / quantity / 1.2),
      vatRate: 2000,
      total,
      matched:
        row.matched === 0
          ? 0
          : k === 0
            ? total
            : row.matched - Math.round(row.total * 0.7),
      credited: k === 1 ? row.credited : 0,
    };
  });
  const half = Math.round(row.matched / 2);
  return {
    row,
    lines,
    matches:
      row.matched === 0
        ? []
        : [half, row.matched - half].map((amount, k) => ({
            deliveryId: `del-${k + 1}`,
            note: no('ВН', 318 + k - n),
            certificate: no('АПП', 290 + k - n),
            amount,
            at: at(n * 2 + 1 - k),
          })),
    credits:
      row.credited === 0
        ? []
        : [{ number: no('КН', 41), amount: row.credited, claimId: 'claim-1', at: at(n) }],
    canPay: finance && row.open > 0,
  };
}

const payments: c.PaymentRow[] = Array.from({ length: 11 }, (_, i) => ({
  id: `pay-${i}`,
  number: no('ПД', 96 - i),
  supplier: pick(suppliers, i + 1).name,
  total: (910_000 + ((i * 4271) % 700) * 1000) * 100,
  orderedAt: at(i * 3),
  orderedBy: pick(['Коваль Надія', 'Бондар Олег'], i),
  paidAt: i < 3 ? '' : at(i * 3 - 2),
  valueDate: i < 3 ? '' : date(i * 3 - 2),
  reference: i < 3 ? '' : `2026-${80_431 + i * 17}`,
  invoices: [no('РФ', 380 - i), ...(i % 2 === 0 ? [no('РФ', 360 - i)] : [])],
  state: i < 3 ? 'waiting' : 'paid',
  cancelledAt: '',
  cancelledBy: '',
  cancelReason: '',
  cancelComment: '',
  canCancel: i < 3,
  unmatched: [],
}));

payments.push({
  ...pick(payments, 4),
  id: 'pay-back',
  number: no('ПД', 97),
  paidAt: '',
  valueDate: '',
  reference: '',
  state: 'unmatched',
  cancelledAt: at(9),
  cancelledBy: 'Бондар Олег',
  cancelReason: 'wrong_details',
  cancelComment: 'Хибний рахунок одержувача.',
  unmatched: [
    { amount: 91_000_000, valueDate: date(2), reference: '2026-90201', at: at(2) },
  ],
});

const statement: c.StatementView = {
  token: 'statement-1',
  file: 'vypyska-2026-11-20.csv',
  rows: [0, 1, 2, 3, 4, 5].map(i => {
    const p = i === 4 ? pick(payments, 11) : pick(payments, i);
    return {
      number: i === 2 ? no('ПД', 8) : p.number,
      supplier: i === 2 ? '' : p.supplier,
      amount: p.total - (i === 1 ? 100_00 : 0),
      valueDate: date(0),
      reference: `2026-${90_117 + i}`,
      known: i !== 2,
      done: i === 3,
      differs: i === 1 ? -100_00 : 0,
      cancelled: i === 4 ? 'wrong_details' : '',
      waits: i === 5,
    };
  }),
  bad: [
    { row: 6, column: 'D', text: '1,500', code: 'ambiguous_money' },
    { row: 9, column: 'A', text: '31.02.2026', code: 'not_date' },
  ],
  total: pick(payments, 0).total,
};

const kinds = [
  ['РФ', 'invoice'],
  ['ВН', 'dispatch_note'],
  ['ТТН', 'waybill'],
  ['АПП', 'acceptance_certificate'],
  ['КН', 'credit_note'],
  ['ПД', 'payment_order'],
] as const;
const register: c.RegisterRow[] = Array.from({ length: 64 }, (_, i) => {
  const [series, kind] = pick(kinds, i);
  return {
    number: no(series, 412 - i),
    series,
    kind,
    id: `doc-${i}`,
    at: at(i),
    orderId: `deal-${i}`,
    orderNumber: `А9072-26-${String(147 - i).padStart(4, '0')}`,
    party: pick(suppliers, i).name,
    amount: kind === 'waybill' ? 0 : (120_000 + i * 3700) * 100,
    cancelled: kind === 'payment_order' && i % 4 === 1,
  };
});

const parcels: c.ParcelRow[] = Array.from({ length: 9 }, (_, i) => {
  const state = pick(['queued', 'sent', 'answered', 'dead', 'answered'] as const, i);
  return {
    id: `parcel-${i}`,
    orderId: `deal-${i + 1}`,
    orderNumber: `А9072-26-${String(147 - i).padStart(4, '0')}`,
    body: pick(['Міністерство, відділ погоджень', 'Департамент забезпечення'], i),
    adapter: pick(['x_road', 'folder', 'https'] as const, i),
    state,
    awaits: i % 2 === 0,
    agrees: state === 'answered' && i !== 4,
    attempts: state === 'dead' ? 12 : state === 'queued' ? 3 : 1,
    error:
      state === 'dead'
        ? 'TLS: certificate of the other side expired'
        : state === 'queued'
          ? '503 Service Unavailable'
          : '',
    receipt: state === 'queued' || state === 'dead' ? '' : `DOC-${55_120 + i}`,
    answer:
      state === 'answered'
        ? i === 4
          ? 'Не погоджено: немає обґрунтування.'
          : 'Погоджено.'
        : '',
    queuedAt: at(i + 1),
    sentAt: state === 'sent' || state === 'answered' ? at(i) : '',
    answeredAt: state === 'answered' ? at(Math.max(0, i - 1)) : '',
    canResend: state === 'dead',
  };
});

function budgetDetail(budget: c.BudgetView): c.BudgetDetail {
  const guaranteed = budget.fund === 'guaranteed';
  const free = (i: number) =>
    Math.round(
      budget.appropriated - (budget.appropriated - budget.free) * (i / 322) ** 1.15,
    );
  const last = budget.free;
  return {
    budget,
    closed: false,
    changes: [
      {
        at: '2026-01-05T08:00:00Z',
        kind: 'appropriated',
        amount: Math.round(budget.appropriated * 0.8),
        by: 'Коваль Надія',
        comment: '',
      },
      {
        at: '2026-04-14T08:00:00Z',
        kind: 'posture',
        amount: Math.round(budget.appropriated * 0.25),
        by: 'Лисенко Павло',
        comment: 'Частина перейшла до виконання завдань.',
      },
      {
        at: '2026-08-20T08:00:00Z',
        kind: 'transferred',
        amount: -Math.round(budget.appropriated * 0.05),
        by: 'Коваль Надія',
        comment: 'До результативного фонду.',
      },
    ],
    burnDown: Array.from({ length: 323 }, (_, i) => ({
      day: new Date(Date.UTC(2026, 0, 1) + i * 86_400_000).toISOString().slice(0, 10),
      value: i === 322 ? last : free(i),
    })),
    forecast: Array.from({ length: 7 }, (_, i) => ({
      day: new Date(Date.UTC(2026, 10, 19) + i * 7 * 86_400_000)
        .toISOString()
        .slice(0, 10),
      value: Math.max(0, last - i * (guaranteed ? 62_000_000 : 9_000_000)),
      low: Math.max(0, last - i * (guaranteed ? 90_000_000 : 15_000_000)),
      high: last - i * (guaranteed ? 34_000_000 : 4_000_000),
    })),
    exhaustedOn: guaranteed ? '2026-12-22' : '',
    orders: [
      {
        orderId: 'order-2',
        number: 'А9072-26-0148',
        decision: 'returned',
        reserved: 154_500_000,
        committed: 0,
        invoiced: 0,
        paid: 0,
      },
      {
        orderId: 'order-6',
        number: 'А9072-26-0143',
        decision: 'approved',
        reserved: 0,
        committed: 107_010_000,
        invoiced: 75_260_000,
        paid: 302_440_000,
      },
    ],
  };
}

const people: c.ColleagueView[] = [
  { id: 'p-2', name: 'Мельник Тарас', roles: ['approver', 'verifier'] },
  { id: 'p-3', name: 'Коваль Надія', roles: ['finance'] },
  { id: 'p-4', name: 'Гриценко Віра', roles: ['contract_manager'] },
];
const delegations: c.DelegationView[] = [
  {
    fromId: 'p-1',
    fromName: 'Савченко Ірина',
    toId: 'p-2',
    toName: 'Мельник Тарас',
    roles: ['approver'],
    since: '2026-11-16',
    until: '2026-11-29',
    mine: true,
  },
  {
    fromId: 'p-3',
    fromName: 'Коваль Надія',
    toId: 'p-4',
    toName: 'Гриценко Віра',
    roles: ['finance'],
    since: '2026-11-20',
    until: '2026-11-25',
    mine: false,
  },
];

const likely = (item: string, quantity: number): c.ForecastView => {
  const n = items.findIndex(i => i.card.id === item);
  return {
    known: n % 3 !== 2,
    low: Math.floor(quantity * 0.4),
    high: Math.ceil(quantity * 0.8),
    from: '2026-12-03',
    until: '2026-12-09',
    inRounds: n >= 0 && n < 6,
    free: 40,
    rounds: n % 3 === 2 ? 1 : 14,
    asOf,
  };
};

type Part = Pick<
  c.Bridge,
  | 'Forecast'
  | 'Forecasts'
  | 'Waiting'
  | 'PreviewRound'
  | 'Rounds'
  | 'Round'
  | 'Budget'
  | 'Units'
  | 'Invoices'
  | 'Invoice'
  | 'Payments'
  | 'ReadStatement'
  | 'Register'
  | 'Parcels'
  | 'Policy'
  | 'Delegations'
  | 'Colleagues'
  | 'Dashboard'
  | 'SavePaper'
>;

/** The part of the bridge that rounds, money, policies and dashboards go over. `budgets` are read when they are asked for. */
export function moneyBridge(
  start: FakeStart,
  budgets: () => Promise<c.BudgetView[]>,
): Part {
  const empty = start.scenario === 'empty';
  const broken = () => {
    if (start.scenario === 'error') fail(reason('journal_damaged'));
  };
  const stamp = empty ? '' : asOf;
  const page = <R extends object, V extends string>(
    all: readonly R[],
    q: c.PaperQuery,
    views: readonly V[],
    viewOf: (r: R) => string,
    text: (r: R) => string,
  ) => {
    broken();
    const list = empty ? [] : all;
    const found = list.filter(
      r =>
        (q.view === '' || viewOf(r) === q.view) &&
        text(r).toLowerCase().includes(q.text.toLowerCase()),
    );
    return {
      total: found.length,
      rows: inOrder(found, q.sort).slice(q.offset, q.offset + q.limit),
      views: {
        '': list.length,
        ...Object.fromEntries(
          views.map(v => [v, list.filter(r => viewOf(r) === v).length]),
        ),
      },
      asOf: stamp,
    };
  };
  return {
    Forecast: async (item, quantity) => likely(item, quantity),
    Forecasts: async asks => asks.map(a => likely(a.itemId, a.quantity)),
    Waiting: async () => {
      broken();
      return empty ? [] : waiting;
    },
    PreviewRound: async form => preview(form),
    Rounds: async q => {
      const { views: _, ...p } = page(
        signed,
        q,
        [],
        () => '',
        r => `${r.number}${r.firstUk}`,
      );
      return p;
    },
    Round: async id => roundView(id) ?? fail(reason('internal', { ref: id })),
    Budget: async id => {
      broken();
      const found = (await budgets()).find(b => b.id === id);
      return found ? budgetDetail(found) : fail(reason('budget_missing'));
    },
    Units: async () => {
      broken();
      return empty ? [] : unitPostures();
    },
    Invoices: async q =>
      page(
        invoices,
        q,
        ['issued', 'payable', 'ordered', 'refund_due', 'paid', 'void'],
        r => r.state,
        r => `${r.number}${r.orderNumber}${r.supplier}`,
      ),
    Invoice: async id => {
      const row = invoices.find(i => i.id === id);
      return row
        ? invoiceView(row, start.role === 'finance')
        : fail(reason('invoice_unknown', { ref: id }));
    },
    Payments: async q =>
      page(
        payments.map(p => ({
          ...p,
          canCancel: p.canCancel && start.role === 'finance',
        })),
        q,
        ['waiting', 'paid', 'cancelled', 'unmatched'],
        p => p.state,
        p => `${p.number}${p.supplier}`,
      ),
    ReadStatement: async () => statement,
    Register: async q => {
      const { views: _, ...p } = page(
        register.filter(r => q.series === '' || r.series === q.series),
        { view: '', text: q.text, order: '', sort: '', offset: q.offset, limit: q.limit },
        [],
        () => '',
        r => `${r.number}${r.orderNumber}${r.party}`,
      );
      return {
        ...p,
        series: empty
          ? []
          : kinds.map(([key]) => ({
              key,
              labelUk: '',
              labelEn: '',
              count: register.filter(r => r.series === key).length,
            })),
        years: empty ? [] : [2026, 2025],
      };
    },
    Parcels: async q =>
      page(
        parcels,
        q,
        ['queued', 'sent', 'answered', 'dead'],
        p => p.state,
        p => `${p.body}${p.orderNumber}`,
      ),
    Policy: async () => {
      broken();
      return { ...policy, canEdit: start.role === 'access_administrator' };
    },
    Delegations: async () => {
      broken();
      return empty ? [] : delegations;
    },
    Colleagues: async () => people,
    Dashboard: async () => {
      broken();
      return empty
        ? { asOf: '', figures: [], stages: [], series: [], shares: [] }
        : dashboardOf(start.zone ?? 'unit');
    },
    SavePaper: async (kind, id, format) => `${kind}-${id}.${format}`,
  };
}
