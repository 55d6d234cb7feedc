import type * as c from '../../api/contract';
import type { FakeStart } from './bridge';
import { items, suppliers } from './catalogue';
import { line, reason } from './orders';
import { inOrder } from './paper';
import { dayFrom, partOf } from './progress';

// Deliveries, claims and a supplier's orders; the same things, without the unit
// and the place where a supplier looks at them.

const day = 1440;
const before = (minutes: number): string =>
  new Date(Date.now() - minutes * 60_000).toISOString();
const fail = (r: c.ReasonView): never => {
  throw new Error(JSON.stringify({ code: r.code, reasons: [r] } satisfies c.Failure));
};
const spelled = (s: string): string => s.toLowerCase();
const unitNos = ['А9072', 'А9131', 'А9224', 'А9339', 'А9410'];
const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
const no = (series: string, n: number) => `${series}-2026/${String(n).padStart(6, '0')}`;

function deliveryOf(i: number): c.DeliveryView {
  const it = pick(items, i * 3);
  const other = pick(items, i * 3 + 7);
  const state =
    i < 3 ? 'dispatched' : i < 6 ? 'received' : pick(['accepted', 'dispatched'], i);
  const promised = [-4, 0, 3, -2, -1, 1, -9, 4, -6, 8, -14, 12][i % 12] ?? 0;
  const daysLate = state === 'dispatched' ? Math.max(0, -promised) : i % 5 === 3 ? 2 : 0;
  const numbered = i % 2 === 1;
  const counted = state !== 'dispatched';
  const made = (n: number, item: typeof it, dispatched: number): c.DeliveryLine => ({
    line: n,
    part: 1,
    nameUk: item.card.nameUk,
    nameEn: item.card.nameEn,
    article: item.card.article,
    uomUk: item.card.offer?.uomUk ?? '',
    uomEn: item.card.offer?.uomEn ?? '',
    dispatched,
    delivered: counted ? dispatched - (i % 3 === 0 ? 1 : 0) : 0,
    accepted: state === 'accepted' ? dispatched - 2 : 0,
    remarked: counted ? 1 : 0,
    refused: counted ? 2 : 0,
    reason: counted ? 'damaged' : '',
    remark: counted ? 'Тріснув корпус, слід від удару на кутку ящика.' : '',
    serials: numbered
      ? Array.from(
          { length: dispatched },
          (_, k) => `SV10-26-${4100 + n * 1000 + i * 40 + k}`,
        )
      : [],
    missing: [],
    bad: [],
  });
  const lines = [made(1, it, numbered ? 8 : 20), made(2, other, 6)];
  return {
    row: {
      id: `delivery-${i + 1}`,
      orderId: i % 3 === 0 ? 'order-6' : `deal-${i + 1}`,
      orderNumber: `А9072-26-${String(143 - i).padStart(4, '0')}`,
      supplier: pick(suppliers, i).name,
      unitNo: pick(unitNos, i),
      pointCode: `ПД-0${417 + (i % 5)}`,
      state,
      sync: i === 5 ? 'queued' : 'confirmed',
      note: no('ВН', 31 + i),
      waybill: no('ТТН', 31 + i),
      certificate: state === 'accepted' ? no('АПП', 18 + i) : '',
      lines: lines.length,
      pieces: lines.reduce((n, l) => n + l.dispatched, 0),
      firstUk: it.card.nameUk,
      firstEn: it.card.nameEn,
      dispatchedAt: before((9 - (i % 6)) * day),
      receivedAt: counted ? before((3 - (i % 3)) * day + 200) : '',
      acceptedAt: state === 'accepted' ? before(day) : '',
      promisedOn: i === 9 ? '' : dayFrom(promised),
      daysLate,
      needs: state === 'received' ? 'acceptance_signer' : '',
    },
    carrier: 'ФОП Дорошенко П. М.',
    vehicle: 'АА 4417 КХ',
    comment: i === 0 ? 'Ящики 1–4, не кантувати.' : '',
    lines,
    signatures: counted
      ? [
          {
            step: 1,
            role: 'receiver',
            name: 'Левченко Дарина',
            forName: '',
            at: before(2 * day),
          },
        ]
      : [],
    claims: [],
    attachments: counted
      ? [
          {
            hash: 'a1',
            name: 'ящик-3.jpg',
            type: 'image/jpeg',
            bytes: 1_840_000,
            here: true,
            waits: false,
            fetching: false,
          },
          {
            hash: 'a2',
            name: 'корпус.jpg',
            type: 'image/jpeg',
            bytes: 2_310_000,
            here: false,
            waits: false,
            fetching: false,
          },
        ]
      : [],
    canReceive: state === 'dispatched',
    canAccept: state === 'received',
    canClaim: state === 'accepted',
  };
}

const claimStates = [
  'open',
  'proposed',
  'answered',
  'settled',
  'open',
  'proposed',
] as const;
const claimReasons = [
  'damaged',
  'late',
  'quality',
  'wrong_item',
  'paperwork',
  'late',
] as const;

function claimOf(i: number): c.ClaimView {
  const state = pick(claimStates, i);
  const why = pick(claimReasons, i);
  const it = pick(items, i * 3);
  const late = why === 'late';
  return {
    row: {
      id: `claim-${i + 1}`,
      number: state === 'proposed' ? '' : no('РК', 7 + i),
      orderId: 'order-6',
      orderNumber: `А9072-26-${String(143 - i).padStart(4, '0')}`,
      deliveryId: `delivery-${i + 7}`,
      supplier: pick(suppliers, i).name,
      unitNo: pick(unitNos, i),
      state,
      reason: why,
      outcome: state === 'settled' ? 'replaced' : '',
      sync: i === 4 ? 'queued' : 'confirmed',
      pieces: late ? 0 : 2 + i,
      penalty: late ? 1_284_000 + i * 91_500 : 0,
      daysLate: late ? 4 + i : 0,
      openedAt: before((i + 1) * day),
      settledAt: state === 'settled' ? before(300) : '',
    },
    text: late ? '' : 'У двох виробів тріснув корпус; упаковку пошкоджено до передачі.',
    openedBy: late ? '' : 'Левченко Дарина',
    lines: late
      ? []
      : [
          {
            line: 1,
            part: 1,
            nameUk: it.card.nameUk,
            nameEn: it.card.nameEn,
            pieces: 2 + i,
            serials: ['SV10-26-4101', 'SV10-26-4105'],
          },
        ],
    thread:
      state === 'answered' || state === 'settled'
        ? [
            {
              at: before(500),
              name: 'Мельник Тарас',
              fromSupplier: true,
              text: 'Визнаємо. Готові замінити обидва вироби до п’ятниці.',
              agrees: true,
            },
          ]
        : [],
    attachments: [],
    canOpen: false,
    canAnswer: false,
    outcomes: [],
  };
}

/** A word of the supplier on its order, with the paper that it is. */
const answer = (i: number, k: number, at: string): c.RegisterRow => ({
  number: `ПЗ-2026/${String(20 + i * 2 + k).padStart(6, '0')}`,
  series: 'ПЗ',
  kind: 'response',
  id: `response-${i}-${k}`,
  at,
  orderId: `supply-${i + 1}`,
  orderNumber: '',
  party: '',
  amount: 0,
  cancelled: false,
});

function supplierOrderOf(i: number): c.SupplierOrderView {
  const lines = [
    line(1, pick(items, i * 2), 12 + i * 4),
    line(2, pick(items, i * 2 + 5), 6),
  ];
  const confirm = i % 4 === 0;
  const late = i % 4 === 3;
  const done = i % 7 === 5;
  const parts = lines.map((l, n) =>
    partOf(l, {
      quantity: l.quantity,
      confirmed: confirm ? 0 : l.quantity,
      dispatched: done ? l.quantity : n === 1 && !confirm ? 2 : 0,
      delivered: done ? l.quantity : 0,
      accepted: done ? l.quantity : 0,
      due: done ? 0 : l.quantity - (n === 1 && !confirm ? 2 : 0),
      promisedOn: confirm ? '' : dayFrom(late ? -2 : 4 + i),
      late: late && !done,
    }),
  );
  return {
    row: {
      id: `supply-${i + 1}`,
      number: `ПЗ-26-${String(611 - i).padStart(5, '0')}`,
      pointCode: `ПД-0${417 + (i % 5)}`,
      decision: 'approved',
      delivery: done ? 'accepted' : confirm ? 'allocated' : 'supplier_confirmed',
      sync: i === 6 ? 'queued' : 'confirmed',
      urgency: pick(['urgent', 'priority', 'routine'], i),
      neededBy: dayFrom(9 + i),
      approvedAt: before((i + 1) * 600),
      promisedOn: parts[0]?.promisedOn ?? '',
      lines: parts.length,
      firstUk: lines[0]?.nameUk ?? '',
      firstEn: lines[0]?.nameEn ?? '',
      pieces: parts.reduce((n, p) => n + p.quantity, 0),
      due: parts.reduce((n, p) => n + p.due, 0),
      total: lines.reduce((n, l) => n + l.total, 0),
      late: late && !done,
    },
    parts,
    deliveries: [],
    invoices: [],
    claims: [],
    responses: confirm ? [] : [4, 2].map((ago, k) => answer(i, k, before(ago * 1440))),
    canRespond: !done,
    canDispatch: !confirm && !done,
  };
}

/** As the rules have it: what was accepted once can be withdrawn, what was refused cannot. */
function outcomesOf({ row, lines }: c.ClaimView): string[] {
  if (row.state === 'settled') return [];
  if (row.state === 'proposed') return ['withdrawn'];
  const back = row.reason !== 'late' && lines.length > 0 ? ['replaced', 'refunded'] : [];
  return row.reason === 'damaged'
    ? back
    : [...back, ...(row.penalty > 0 ? ['fined'] : []), 'withdrawn'];
}

/** The same row without the unit and the place. */
const blind = <R extends { unitNo: string; orderNumber: string }>(r: R): R => ({
  ...r,
  unitNo: '',
  orderNumber: 'ПЗ-26-00608',
});

/** The part of the bridge that acts, deliveries, claims and supplier's orders go over. */
export function deliveryBridge(start: FakeStart, changed: (...topics: string[]) => void) {
  const empty = start.scenario === 'empty';
  const broken = () => {
    if (start.scenario === 'error') fail(reason('journal_damaged'));
  };
  const supplier = start.zone === 'supplier';
  const asOf = empty ? '' : before(12);
  const deliveries = empty ? [] : Array.from({ length: 24 }, (_, i) => deliveryOf(i));
  const claims = empty ? [] : Array.from({ length: 6 }, (_, i) => claimOf(i));
  const supplies = empty ? [] : Array.from({ length: 18 }, (_, i) => supplierOrderOf(i));
  let pending: c.ActForm | undefined;
  let added = 0;
  let fresh = start.fresh === 'yes';

  const ofZone = (d: c.DeliveryView): c.DeliveryView => {
    const own = claims.filter(x => x.row.deliveryId === d.row.id).map(x => x.row);
    const unit = start.zone === 'unit' || start.zone === undefined;
    return {
      ...d,
      row: supplier ? blind(d.row) : d.row,
      claims: supplier ? own.map(blind) : own,
      canReceive: unit && d.canReceive,
      canAccept: unit && d.canAccept,
      canClaim: unit && d.canClaim,
    };
  };
  const claimOfZone = (v: c.ClaimView): c.ClaimView => ({
    ...v,
    row: supplier ? blind(v.row) : v.row,
    canOpen: start.zone === 'agency' && v.row.state === 'proposed',
    canAnswer: supplier && v.row.state === 'open',
    outcomes: start.zone === 'agency' ? outcomesOf(v) : [],
  });
  const inDeliveries =
    (v: string) =>
    ({ row: r }: c.DeliveryView): boolean =>
      v === ''
        ? true
        : v === 'on_the_way'
          ? r.state === 'dispatched'
          : v === 'to_receive'
            ? r.state === 'dispatched'
            : v === 'to_sign'
              ? r.state === 'received'
              : v === 'late'
                ? r.daysLate > 0 && r.state === 'dispatched'
                : r.state === 'accepted';
  const inSupplies =
    (v: string) =>
    (o: c.SupplierOrderView): boolean =>
      v === ''
        ? true
        : v === 'to_confirm'
          ? o.canRespond && o.row.delivery === 'allocated'
          : v === 'to_dispatch'
            ? o.canDispatch
            : v === 'late'
              ? o.row.late
              : o.row.due === 0;
  const page = <V extends { row: object }>(
    all: readonly V[],
    q: c.PaperQuery,
    names: readonly string[],
    within: (v: string) => (one: V) => boolean,
  ) => {
    broken();
    const found = all
      .filter(within(q.view))
      .filter(one => spelled(JSON.stringify(one.row)).includes(spelled(q.text)))
      .map(one => one.row as V['row']);
    return {
      total: found.length,
      rows: inOrder(found, q.sort).slice(q.offset, q.offset + q.limit),
      views: Object.fromEntries(names.map(v => [v, all.filter(within(v)).length])),
      asOf,
    };
  };
  return {
    PrepareAct: async (form: c.ActForm): Promise<c.SigningView> => {
      pending = form;
      return {
        token: `act-${JSON.stringify(form)}`,
        kind: form.act as c.SigningView['kind'],
        hash: 'c0ffee',
        order: null,
        changes: [],
        decisions: [],
        budgets: [],
        stocks: [],
        problems: [],
        ready: true,
        needPassphrase: !fresh,
        signerName: supplier ? 'Мельник Тарас' : 'Ткачук Олена Петрівна',
        signerRole: supplier ? 'shipper' : 'requisitioner',
        nextSigner: form.act === 'delivery.receive' ? 'acceptance_signer' : '',
        facts: factsOf(form, deliveries),
      };
    },
    signAct: async (token: string, passphrase: string): Promise<c.SignedView> => {
      const form = pending;
      if (!form || token !== `act-${JSON.stringify(form)}`)
        return fail(reason('stale_signing'));
      if (!fresh && passphrase.length < 4) return fail(reason('passphrase_wrong'));
      fresh = true;
      pending = undefined;
      act(form);
      changed('deliveries', 'orders');
      return {
        orderIds: form.orders,
        savedAt: before(0),
        online: start.link === 'live',
      };
    },
    Deliveries: async (q: c.PaperQuery): Promise<c.DeliveryPage> =>
      page(
        deliveries.map(ofZone),
        q,
        ['', 'on_the_way', 'to_receive', 'to_sign', 'late', 'done'],
        inDeliveries,
      ),
    Delivery: async (id: string): Promise<c.DeliveryView> => {
      const found = deliveries.find(d => d.row.id === id);
      return found ? ofZone(found) : fail(reason('delivery_unknown', { ref: id }));
    },
    Claims: async (q: c.PaperQuery): Promise<c.ClaimPage> => {
      const seen = claims.filter(
        v => start.zone === 'agency' || v.row.state !== 'proposed',
      );
      return {
        ...page(
          seen.map(claimOfZone),
          q,
          ['', 'proposed', 'unsettled', 'open', 'answered', 'settled'],
          v => o =>
            v === '' ||
            o.row.state === v ||
            (v === 'unsettled' && ['open', 'answered'].includes(o.row.state)) ||
            (v === `reason.${o.row.reason}` && o.row.state !== 'proposed'),
        ),
        reasons: [...new Set(seen.map(v => v.row.reason))].map(key => ({
          key,
          labelUk: '',
          labelEn: '',
          count: seen.filter(v => v.row.reason === key && v.row.state !== 'proposed')
            .length,
        })),
      };
    },
    Claim: async (id: string): Promise<c.ClaimView> => {
      const found = claims.find(v => v.row.id === id);
      return found ? claimOfZone(found) : fail(reason('claim_unknown', { ref: id }));
    },
    SupplierOrders: async (q: c.PaperQuery): Promise<c.SupplierOrderPage> =>
      page(supplies, q, ['', 'to_confirm', 'to_dispatch', 'late', 'done'], inSupplies),
    SupplierOrder: async (id: string): Promise<c.SupplierOrderView> => {
      const found = supplies.find(o => o.row.id === id);
      if (!found) return fail(reason('order_unknown', { ref: id }));
      const mine = deliveries
        .slice(6, 8)
        .map(d => ({ ...blind(d.row), orderId: id, orderNumber: found.row.number }));
      return { ...found, deliveries: found.canDispatch ? mine : [] };
    },
    NewHandover: async () => '7Q4KM-2XW9T',
    AddAttachment: async (): Promise<c.AttachmentView> => {
      if (start.scenario === 'error')
        fail(reason('field_invalid', { field: 'attachment_type', ref: '.heic' }));
      added += 1;
      return {
        hash: `added-${added}`,
        name: `дрон-${added}.jpg`,
        type: 'image/jpeg',
        bytes: 1_204_000 + added * 37_000,
        here: true,
        waits: true,
        fetching: false,
      };
    },
    FetchAttachment: async (hash: string): Promise<boolean> => {
      for (const d of [...deliveries, ...claims])
        for (const f of d.attachments) if (f.hash === hash) f.here = true;
      changed('deliveries');
      return false;
    },
    SaveAttachment: async (_hash: string, name: string) => name,
    CheckHandover: async (_id: string, code: string) =>
      code.replaceAll('-', '').toUpperCase() === '7Q4KM2XW9T',
  };

  /** What a signed act does here. */
  function act(form: c.ActForm) {
    const on = (id: string | undefined) => deliveries.find(d => d.row.id === id);
    const received = on(form.receive?.deliveryId);
    if (form.receive && received) {
      received.canReceive = false;
      received.row = {
        ...received.row,
        state: 'received',
        sync: 'queued',
        receivedAt: before(0),
        needs: 'acceptance_signer',
      };
      received.lines = received.lines.map((l, i) => ({
        ...l,
        ...form.receive?.counts[i],
      }));
    }
    const accepted = form.act === 'delivery.accept' ? on(form.id) : undefined;
    if (accepted) {
      accepted.canAccept = false;
      accepted.row = { ...accepted.row, state: 'accepted', sync: 'queued', needs: '' };
    }
    const claim = claims.find(v => v.row.id === (form.claim?.claimId || form.id));
    if (claim && form.act === 'claim.open') claim.row = { ...claim.row, state: 'open' };
    if (claim && form.act === 'claim.answer') {
      claim.row = { ...claim.row, state: 'answered', sync: 'queued' };
      claim.thread = [
        ...claim.thread,
        {
          at: before(0),
          name: 'Мельник Тарас',
          fromSupplier: true,
          text: form.comment,
          agrees: form.agrees,
        },
      ];
    }
    if (claim && form.act === 'claim.settle')
      claim.row = { ...claim.row, state: 'settled', outcome: form.outcome };
    const supply = supplies.find(
      o => o.row.id === (form.response?.orderId ?? form.dispatch?.orderId),
    );
    if (supply && form.response) {
      supply.row = { ...supply.row, delivery: 'supplier_confirmed', sync: 'queued' };
      supply.canDispatch = true;
    }
    if (supply && form.dispatch) supply.row = { ...supply.row, sync: 'queued' };
  }
}

const fact = (name: string, kind: string, text: string, value = 0): c.Fact => ({
  name,
  kind,
  text,
  value,
});

/** The facts Go would give for an act. */
function factsOf(form: c.ActForm, deliveries: readonly c.DeliveryView[]): c.Fact[] {
  const facts: c.Fact[] = [];
  const note = deliveries.find(
    d => d.row.id === (form.receive?.deliveryId ?? form.claim?.deliveryId ?? form.id),
  )?.row.note;
  if (note) facts.push(fact('note', 'text', note));
  if (form.receive) {
    const sum = (of: (x: c.Count) => number) =>
      form.receive?.counts.reduce((n, x) => n + of(x), 0) ?? 0;
    facts.push(
      fact(
        'delivered',
        'pieces',
        '',
        sum(x => x.delivered),
      ),
      fact(
        'accepted',
        'pieces',
        '',
        sum(x => x.delivered - x.refused),
      ),
      fact(
        'remarked',
        'pieces',
        '',
        sum(x => x.remarked),
      ),
      fact(
        'refused',
        'pieces',
        '',
        sum(x => x.refused),
      ),
    );
  }
  if (form.claim) facts.push(fact('reason', 'code', `claim_reason.${form.claim.reason}`));
  if (form.outcome) facts.push(fact('outcome', 'code', `outcome.${form.outcome}`));
  for (const l of form.response?.lines ?? [])
    facts.push(
      fact('confirmed', 'pieces', '', l.confirmed),
      fact('promised', 'day', l.promisedOn),
    );
  if (form.dispatch)
    facts.push(
      fact(
        'pieces',
        'pieces',
        '',
        form.dispatch.lines.reduce((n, l) => n + l.quantity, 0),
      ),
      fact('carrier', 'text', form.dispatch.carrier),
      fact('vehicle', 'text', form.dispatch.vehicle),
    );
  if (form.comment) facts.push(fact('comment', 'text', form.comment));
  return facts;
}
