import type * as c from '../../api/contract';
import { groupBy } from '../../lib/group';
import { noCases } from './cases';
import { items, suppliers } from './catalogue';
import { courierBridge } from './courier';
import { deliveryBridge } from './delivery';
import { deskBridge } from './desk';
import { sharedDraft } from './draft';
import { moneyBridge } from './money';
import { ago, documentOf, line, orders, reason } from './orders';
import { inOrder } from './paper';

/** How the fake starts: set by tests and by the pictures' addresses. */
export interface FakeStart {
  phase?: c.StateView['phase'];
  zone?: c.Zone;
  /** The only role of the person here, where the zone's own is not what is looked at. */
  role?: string;
  scenario?: 'full' | 'empty' | 'error';
  link?: c.SyncView['state'];
  lang?: 'uk' | 'en';
  theme?: c.SettingsView['theme'];
  zoom?: number;
  /** How many orders wait for the agency; whether the passphrase was just given. */
  orders?: number;
  fresh?: 'yes';
  /** `ready` can be signed as it is, `no` is empty; otherwise it has problems. */
  cart?: 'ready' | 'no';
  /** `shared`: others of the unit have the draft open. */
  draft?: 'shared';
}

type Listener = (...data: unknown[]) => void;

const fail = (r: c.ReasonView): never => {
  throw new Error(JSON.stringify({ code: r.code, reasons: [r] } satisfies c.Failure));
};
const spelled = (s: string) => s.toLowerCase();

/** An in-memory stand-in for the Go side, good enough to walk every screen. */
export function makeFake(start: FakeStart = {}): {
  bridge: c.Bridge;
  on: (name: string, l: Listener) => () => void;
  emit: (name: string, data: unknown) => void;
} {
  const listeners = new Map<string, Set<Listener>>();
  const emit = (name: string, data: unknown) => {
    for (const l of listeners.get(name) ?? []) l(data);
  };
  const on = (name: string, l: Listener) => {
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set.add(l));
    return () => set.delete(l);
  };
  const empty = start.scenario === 'empty';
  const broken = () => {
    if (start.scenario === 'error') fail(reason('journal_damaged'));
  };
  let settings: c.SettingsView = {
    language: start.lang ?? 'uk',
    theme: start.theme ?? 'light',
    zoom: start.zoom ?? 100,
    lists: {},
  };
  let phase = start.phase ?? 'open';
  let sync: c.SyncView = {
    state: start.link ?? 'offline',
    done: 41_200,
    total: 100_000,
    pending: empty ? 0 : 3,
    oldestPending: empty ? '' : ago(130),
    lastContact: ago(125),
    dataAsOf: empty ? '' : ago(125),
    openCases: empty ? 0 : 1,
    problem: null,
    retryAt: '',
    workOffline: false,
    stamp: 0,
  };
  const state = (): c.StateView => ({
    phase,
    profile: 'unit-a9072',
    version: '0.1.0',
    personName: 'Ткачук Олена Петрівна',
    roles: ['requisitioner'],
    zone: start.zone ?? 'unit',
    orgName: '972-га окрема бригада «Рубіж»',
    orgNumber: 'в/ч А9072',
    deviceName: 'Ноутбук складу № 2',
    server: 'https://sync.example.org:8443',
    notices: [],
    settings,
    demo: true,
    demoPassphrase: 'степ вітер сонце дощ',
  });
  const asOf = sync.dataAsOf;
  const budget = (
    fund: c.Fund,
    appropriated: number,
    rest: Partial<c.BudgetView>,
  ): c.BudgetView => {
    const b = {
      id: `fund-${fund}`,
      unitId: 'u',
      unitName: '972-га окрема бригада «Рубіж»',
      posture: 'engaged',
      year: 2026,
      fund,
      kpkvk: '2101150',
      kekv: '2260',
      appropriated,
      reserved: 0,
      committed: 0,
      invoiced: 0,
      paid: 0,
      pending: 0,
      free: 0,
      asOf,
      ...rest,
    };
    return {
      ...b,
      free: b.appropriated - b.reserved - b.committed - b.invoiced - b.paid - b.pending,
    };
  };
  const budgets: c.BudgetView[] = empty
    ? []
    : [
        budget('guaranteed', 1_800_000_000, {
          reserved: 214_500_000,
          committed: 107_010_000,
          invoiced: 275_260_000,
          paid: 802_440_000,
          pending: 109_984_000,
        }),
        budget('performance', 640_000_000, { paid: 96_000_000, reserved: 148_000_000 }),
      ];

  const seed: [string, number][] = [
    ['offer-1', 20],
    ['offer-12', 40],
    ['offer-4', start.cart === 'ready' ? 6 : 14],
  ];
  let lines = new Map<string, number>(start.cart === 'no' || empty ? [] : seed);
  let form: c.CartForm = {
    fund: 'fund-guaranteed',
    point: 'pt-1',
    neededBy: '2026-12-15',
    urgency: 'routine',
    note: '',
    answers: {},
  };
  let past: { lines: Map<string, number>; form: c.CartForm }[] = [];
  let revising: c.OrderView | undefined;
  let opened = start.draft === 'shared';
  const keep = () => {
    past = [...past.slice(-20), { lines: new Map(lines), form }];
  };

  function cart(): c.CartView {
    const cartLines: c.CartLine[] = [...lines].flatMap(([offerId, quantity], i) => {
      const it = items.find(x => x.offers.some(o => o.id === offerId));
      const offer = it?.offers.find(o => o.id === offerId);
      if (!it || !offer) return [];
      return [
        {
          line: i + 1,
          itemId: it.card.id,
          nameUk: it.card.nameUk,
          nameEn: it.card.nameEn,
          article: it.card.article,
          nsn: it.card.nsn,
          offer,
          quantity,
          net: offer.price * quantity,
          total: offer.priceWithVat * quantity,
          priceSeen: offerId === 'offer-4' ? offer.price - 120_000 : offer.price,
        },
      ];
    });
    const net = cartLines.reduce((s, l) => s + l.net, 0);
    const total = cartLines.reduce((s, l) => s + l.total, 0);
    const fund = budgets.find(b => b.id === form.fund);
    const problems: c.ReasonView[] = [];
    for (const l of cartLines) {
      if (l.quantity > l.offer.free)
        problems.push(
          reason('stock_gone', {
            line: l.line,
            field: 'quantity',
            have: l.offer.free,
            want: l.quantity,
            severity: 'stop',
          }),
        );
      if (l.quantity < l.offer.minimum)
        problems.push(
          reason('quantity_below_minimum', {
            line: l.line,
            field: 'quantity',
            have: l.quantity,
            want: l.offer.minimum,
          }),
        );
      else if (l.quantity % l.offer.pack !== 0)
        problems.push(
          reason('pack_not_whole', {
            line: l.line,
            field: 'quantity',
            have: l.quantity,
            want: l.offer.pack,
          }),
        );
      if (l.priceSeen !== l.offer.price)
        problems.push(
          reason('price_changed', {
            line: l.line,
            field: 'unit_price',
            have: l.offer.price,
            want: l.priceSeen,
            severity: 'warn',
          }),
        );
    }
    if (fund && total > fund.free)
      problems.push(
        reason('budget_exceeded', { field: 'fund', have: fund.free, want: total }),
      );
    for (const q of revising?.questions ?? [])
      if (!form.answers[q.id])
        problems.push(
          reason('answer_missing', { line: q.line, field: q.field, ref: q.id }),
        );
    return {
      orderId: revising?.row.id ?? '',
      number: revising?.row.number ?? '',
      revision: (revising?.row.revision ?? 0) + 1,
      lines: cartLines,
      details: form,
      questions: revising?.questions ?? [],
      points: [
        { id: 'pt-1', code: 'ПД-0417', name: 'Склад «Північ»' },
        { id: 'pt-2', code: 'ПД-0418', name: 'Ремонтна рота' },
      ],
      funds: budgets,
      problems,
      ready: cartLines.length > 0 && !problems.some(p => p.severity === 'stop'),
      net,
      vat: total - net,
      total,
      freeBefore: fund?.free ?? 0,
      freeAfter: (fund?.free ?? 0) - total,
      budgetAsOf: asOf,
      asOf,
      canUndo: past.length > 0,
      draft: sharedDraft(cartLines, opened, asOf),
    };
  }
  const changed = (...topics: string[]) => emit('changed', topics);

  let whole = (): c.Bridge => bridge;
  const { signAct, ...acts } = deliveryBridge(start, changed);
  const bridge: c.Bridge = {
    ...noCases,
    ...acts,
    ...courierBridge(start, changed),
    ...moneyBridge(start, () => whole().Budgets()),
    State: async () => state(),
    Enrol: async f => {
      if (f.ticket.length < 8) fail(reason('ticket_invalid'));
      if ([...f.passphrase].length < 15)
        fail(
          reason('passphrase_too_short', { have: [...f.passphrase].length, want: 15 }),
        );
      phase = 'open';
      return state();
    },
    Unlock: async p => {
      if (p.length < 4) fail(reason('passphrase_wrong'));
      phase = 'open';
      return state();
    },
    Lock: async () => {
      phase = 'locked';
      return state();
    },
    DismissNotices: async () => state(),
    SaveSettings: async s => {
      settings = s;
      return s;
    },
    Sync: async () => sync,
    SyncNow: async () => sync,
    SetWorkOffline: async on => {
      sync = { ...sync, workOffline: on, state: 'offline' };
      return sync;
    },
    SyncLog: async q => {
      broken();
      const at = (m: number, more: Partial<c.LogEntry>): c.LogEntry => ({
        at: ago(m),
        level: 'info',
        kind: 'sent',
        device: 'Ноутбук складу № 2',
        order: '',
        count: 0,
        reason: null,
        ...more,
      });
      const all = empty
        ? []
        : [
            at(125, {
              kind: 'disconnected',
              level: 'warn',
              reason: reason('server_unreachable', {
                ref: 'sync.example.org',
                severity: 'warn',
              }),
            }),
            at(126, { kind: 'received', count: 14 }),
            at(127, { kind: 'receipt', order: 'А9072-26-0147' }),
            at(128, { kind: 'sent', count: 2 }),
            at(129, {
              kind: 'parked',
              level: 'error',
              order: 'А9072-26-0146',
              reason: reason('stock_gone', { have: 3, want: 8 }),
            }),
            at(131, { kind: 'connected' }),
            at(1500, {
              kind: 'clock_skew',
              level: 'warn',
              reason: reason('clock_skew', { have: 240_000, severity: 'warn' }),
            }),
            at(2900, { kind: 'unlocked' }),
          ];
      const found = all.filter(
        e =>
          (q.level === '' || e.level === q.level) &&
          (q.text === '' ||
            spelled(`${e.order}${e.kind}${e.device}`).includes(spelled(q.text))),
      );
      return { total: found.length, entries: found.slice(q.offset, q.offset + q.limit) };
    },
    Catalogue: async q => {
      broken();
      const found = (empty ? [] : items).filter(
        ({ card, offers, specs }) =>
          (q.text === '' ||
            spelled(
              `${card.nameUk} ${card.nameEn} ${card.article} ${card.nsn} ${card.dk021}`,
            ).includes(spelled(q.text))) &&
          (q.category === '' || card.category === q.category) &&
          (q.codified === '' || (q.codified === 'yes') === (card.nsn !== '')) &&
          (!q.inStock || offers.some(o => o.free > 0)) &&
          (q.suppliers.length === 0 ||
            offers.some(o => q.suppliers.includes(o.supplierId))) &&
          q.specs.every(f =>
            specs.some(
              s =>
                s.key === f.key &&
                (f.min === null || s.number >= f.min) &&
                (f.max === null || s.number <= f.max) &&
                (f.choice.length === 0 ||
                  f.choice.includes(s.text) ||
                  (s.kind === 'flag' &&
                    f.choice.includes(s.number === 1 ? 'true' : 'false'))),
            ),
          ),
      );
      const price = (x: (typeof items)[number]) => x.card.offer?.priceWithVat ?? 0;
      if (q.sort === 'price_asc') found.sort((a, b) => price(a) - price(b));
      if (q.sort === 'price_desc') found.sort((a, b) => price(b) - price(a));
      const cats = groupBy(found, i => i.card.category);
      const specs = new Map(found.flatMap(i => i.specs).map(s => [s.key, s]));
      return {
        total: found.length,
        items: found.slice(q.offset, q.offset + q.limit).map(i => ({
          ...i.card,
          inCart: i.offers.reduce((s, o) => s + (lines.get(o.id) ?? 0), 0),
        })),
        categories: [...cats].map(([key, list]) => ({
          key,
          labelUk: list[0]?.card.categoryUk ?? '',
          labelEn: list[0]?.card.categoryEn ?? '',
          count: list.length,
        })),
        suppliers: suppliers
          .map(s => ({
            key: s.id,
            labelUk: s.name,
            labelEn: s.name,
            count: found.filter(i => i.offers.some(o => o.supplierId === s.id)).length,
          }))
          .filter(f => f.count > 0),
        specs: [...specs.values()]
          .filter(s =>
            ['range_km', 'payload_kg', 'thermal', 'control', 'endurance_min'].includes(
              s.key,
            ),
          )
          .map(s => {
            const have = found.flatMap(i => i.specs).filter(x => x.key === s.key);
            const choices = groupBy(have, x =>
              s.kind === 'flag' ? (x.number === 1 ? 'true' : 'false') : x.text,
            );
            return {
              key: s.key,
              labelUk: s.labelUk,
              labelEn: s.labelEn,
              kind: s.kind,
              unitUk: s.unitUk,
              unitEn: s.unitEn,
              min: Math.min(...have.map(x => x.number)),
              max: Math.max(...have.map(x => x.number)),
              choices:
                s.kind === 'number'
                  ? []
                  : [...choices].map(([key, l]) => ({
                      key,
                      labelUk: '',
                      labelEn: '',
                      count: l.length,
                    })),
            };
          }),
        asOf,
        micros: 380,
      };
    },
    Item: async id => {
      const it = items.find(i => i.card.id === id);
      if (!it) return fail(reason('item_unknown', { ref: id }));
      return {
        card: {
          ...it.card,
          inCart: it.offers.reduce((s, o) => s + (lines.get(o.id) ?? 0), 0),
        },
        specs: it.specs,
        offers: it.offers,
        description: it.description,
        asOf,
      };
    },
    Cart: async () => {
      broken();
      return cart();
    },
    PutLine: async (offerId, quantity) => {
      keep();
      if (quantity === 0) lines.delete(offerId);
      else lines.set(offerId, quantity);
      changed('catalogue');
      return cart();
    },
    SetCartForm: async f => {
      keep();
      form = f;
      return cart();
    },
    ClearCart: async () => {
      keep();
      lines = new Map();
      revising = undefined;
      return cart();
    },
    UndoCart: async () => {
      const last = past.pop();
      if (last) {
        lines = last.lines;
        form = last.form;
      }
      return cart();
    },
    OpenDraft: async () => {
      keep();
      opened = true;
      lines = new Map([['offer-4', 6]]);
      return cart();
    },
    NewDraft: async () => {
      keep();
      opened = false;
      lines = new Map();
      return cart();
    },
    TakeDraftValue: async (_, was) => {
      keep();
      lines.set('offer-4', was ? 4 : 6);
      return cart();
    },
    ReviseOrder: async id => {
      revising = orders.find(o => o.row.id === id);
      lines = new Map(
        revising?.document.lines.flatMap(l => {
          const o = items.find(i => i.card.id === l.itemId)?.card.offer;
          return o ? [[o.id, l.quantity] as [string, number]] : [];
        }),
      );
      form = { ...form, answers: {} };
      return cart();
    },
    PrepareOrder: async () => {
      const v = cart();
      const fund = budgets.find(b => b.id === form.fund);
      const doc = documentOf(
        revising?.row.id ?? 'order-new',
        revising?.row.number ?? 'А9072-26-0149',
        v.revision,
        v.lines.map(l => {
          const it = items.find(i => i.card.id === l.itemId);
          return it
            ? {
                ...line(l.line, it, l.quantity),
                supplierName: l.offer.supplierName,
                price: l.offer.price,
                vatRate: l.offer.vatRate,
                net: l.net,
                vat: l.total - l.net,
                total: l.total,
              }
            : fail(reason('item_unknown'));
        }),
        {
          neededBy: form.neededBy,
          urgency: form.urgency,
          note: form.note,
          signedAt: '',
          signedBy: '',
          answers: Object.entries(form.answers).map(([questionId, text]) => ({
            questionId,
            text,
          })),
        },
      );
      return {
        token: 'token-1',
        kind: 'order.submit',
        hash: doc.hash,
        order: doc,
        changes: revising
          ? [
              {
                line: 1,
                field: 'quantity',
                kind: 'changed',
                before: '60',
                after: String(v.lines[0]?.quantity ?? 0),
              },
              {
                line: 0,
                field: 'needed_by',
                kind: 'changed',
                before: '2026-12-10',
                after: form.neededBy,
              },
            ]
          : [],
        decisions: [],
        budgets: fund
          ? [
              {
                unitName: fund.unitName,
                fund: fund.fund,
                year: 2026,
                before: fund.free,
                after: fund.free - v.total,
                asOf,
              },
            ]
          : [],
        stocks: v.lines.map(l => ({
          itemId: l.itemId,
          nameUk: l.nameUk,
          nameEn: l.nameEn,
          supplierName: l.offer.supplierName,
          before: l.offer.free,
          after: l.offer.free - l.quantity,
          others: 40,
        })),
        problems: v.problems,
        ready: v.ready,
        needPassphrase: true,
        signerName: 'Ткачук Олена Петрівна',
        signerRole: 'requisitioner',
        nextSigner: '',
        facts: [],
      };
    },
    PrepareDecision: async f => {
      const list = orders.filter(o => f.orders.includes(o.row.id));
      return {
        token: 'token-2',
        kind: `order.${f.act}`,
        hash: 'c0ffee',
        order: list.length === 1 ? (list[0]?.document ?? null) : null,
        changes: [],
        decisions: list.map(o => ({
          orderId: o.row.id,
          number: o.row.number,
          unitName: o.row.unitName,
          total: o.row.total,
          hash: o.document.hash,
          problems: [],
        })),
        budgets: [],
        stocks: [],
        problems: [],
        ready: true,
        needPassphrase: false,
        signerName: 'Ткачук Олена Петрівна',
        signerRole: 'requisitioner',
        nextSigner: '',
        facts: [],
      };
    },
    Sign: async (token, passphrase) => {
      if (token.startsWith('act-')) return signAct(token, passphrase);
      if (passphrase.length < 4) fail(reason('passphrase_wrong'));
      const id = revising?.row.id ?? 'order-1';
      lines = new Map();
      revising = undefined;
      return { orderIds: [id], savedAt: ago(0), online: sync.state === 'live' };
    },
    Orders: async q => {
      broken();
      const all = (empty ? [] : orders).map(o => o.row);
      const inView = (v: string) => (r: c.OrderRow) =>
        v === ''
          ? true
          : v === 'open'
            ? r.turn !== ''
            : v === 'waiting_on_us'
              ? r.turn === 'unit' && r.sync !== 'parked'
              : v === 'to_sign'
                ? r.decision === 'awaiting_signatures'
                : v === 'waiting_here'
                  ? r.sync === 'queued'
                  : v === 'parked'
                    ? r.sync === 'parked'
                    : v === 'decided'
                      ? ['approved', 'rejected'].includes(r.decision)
                      : r.delivery === 'closed';
      const found = all
        .filter(inView(q.view))
        .filter(
          r =>
            q.text === '' ||
            spelled(`${r.number} ${r.firstUk} ${r.firstEn}`).includes(spelled(q.text)),
        );
      if (q.sort === 'total') found.sort((a, b) => b.total - a.total);
      return {
        total: found.length,
        rows: inOrder(found, q.sort).slice(q.offset, q.offset + q.limit),
        views: Object.fromEntries(
          [
            '',
            'open',
            'waiting_on_us',
            'to_sign',
            'waiting_here',
            'parked',
            'decided',
            'done',
          ].map(v => [v, all.filter(inView(v)).length]),
        ),
        asOf,
      };
    },
    Order: async id =>
      orders.find(o => o.row.id === id) ?? fail(reason('order_unknown', { ref: id })),
    Budgets: async () => {
      broken();
      return budgets;
    },
  };
  const zoned: c.Bridge = { ...bridge, ...deskBridge(start, bridge, changed) };
  const { role } = start;
  whole = () =>
    role
      ? { ...zoned, State: async () => ({ ...(await zoned.State()), roles: [role] }) }
      : zoned;
  return { bridge: whole(), on, emit };
}
