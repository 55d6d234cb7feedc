import type * as c from '../../api/contract';
import type { FakeStart } from './bridge';
import { items } from './catalogue';
import { ago, documentOf, line, reason, orders as unitOrders } from './orders';
import { inOrder, noPapers } from './paper';
import { approving } from './progress';

// The agency's and the administration's side of the stand-in: many units'
// orders to decide on, cases of every kind, a fleet of devices.

const day = 1440;
const units: [string, string][] = [
  ['А9072', '972-га окрема бригада «Рубіж»'],
  ['А9131', '913-й окремий батальйон «Заслін»'],
  ['А9224', '924-та окрема рота безпілотних систем «Кречет»'],
  ['А9339', '933-й окремий полк оперативного забезпечення «Степова варта»'],
  ['А9410', '941-й центр зв’язку'],
];
const people = [
  'Ткачук Олена',
  'Гнатюк Роман',
  'Левченко Дарина',
  'Кравець Ігор',
  'Дяченко Софія',
];
const unit = (i: number): [string, string] => units[i % units.length] as [string, string];
const item = (i: number) => items[i % items.length] as (typeof items)[number];

function agencyOrder(i: number): c.OrderView {
  const [no, name] = unit(i);
  const id = `deal-${i + 1}`;
  const number = `${no}-26-${String(400 + i).padStart(4, '0')}`;
  const revised = i % 4 === 1;
  const waits = 90 + ((i * 397) % (5 * day));
  const lines = Array.from({ length: 1 + (i % 3) }, (_, n) =>
    line(n + 1, item(i * 5 + n * 3), 4 + ((i * 7 + n * 11) % 40)),
  );
  const doc = documentOf(id, number, revised ? 2 : 1, lines, {
    unitName: name,
    unitNo: no,
    urgency: (['priority', 'urgent', 'routine'] as const)[i % 3] ?? 'routine',
    fund: i % 5 === 3 ? 'performance' : 'guaranteed',
    signedAt: ago(waits + 30),
    signedBy: people[i % people.length] ?? '',
    note: i % 6 === 0 ? 'Заміна втраченого під час ротації; рапорт № 214.' : '',
  });
  const verifying = i > 5 && i % 4 === 3;
  const found = verifying ? findings(i, no) : [];
  const questions: c.QuestionView[] = revised
    ? [
        {
          id: `q-${i}`,
          line: 1,
          field: 'quantity',
          reason: 'quantity_unclear',
          text: 'Чому більше за норму на роту?',
          askedAt: ago(waits + 900),
          askedBy: 'Савченко Ірина',
          answer: 'Дві роти на одному складі; зменшили до потреби на квартал.',
          answeredAt: ago(waits + 30),
        },
      ]
    : [];
  return {
    row: {
      id,
      number,
      unitName: name,
      unitNo: no,
      decision: verifying ? 'verifying' : 'in_review',
      delivery: '',
      money: 'reserved',
      sync: 'confirmed',
      turn: 'agency',
      revision: doc.revision,
      lines: lines.length,
      firstUk: lines[0]?.nameUk ?? '',
      firstEn: lines[0]?.nameEn ?? '',
      total: doc.total,
      urgency: doc.urgency,
      neededBy: doc.neededBy,
      signedAt: doc.signedAt,
      changedAt: ago(waits),
      waitingSince: ago(waits),
      questions: 0,
      reasons:
        i % 7 === 2
          ? [
              reason('price_changed', {
                line: 1,
                have: 4_150_000,
                want: 3_990_000,
                severity: 'warn',
              }),
            ]
          : found,
      caseId: '',
      courierNumber: 0,
      courierAt: '',
    },
    ...noPapers,
    findings: found,
    approving: verifying ? [] : approving(i % 5 === 2 ? 1 : 0),
    signatures:
      !verifying && i % 5 === 2
        ? [
            {
              step: 1,
              role: 'approver',
              name: 'Бойко Андрій',
              forName: '',
              at: ago(waits / 2),
            },
          ]
        : [],
    takenBy: verifying && i % 8 === 3 ? 'Романюк Леся' : '',
    takenUntil: verifying && i % 8 === 3 ? ago(-25) : '',
    canTake: verifying && i % 8 !== 3,
    canVerify: verifying && i % 8 !== 3,
    document: doc,
    revisions: [],
    timeline: [],
    questions,
    changes: revised
      ? [
          {
            line: 1,
            field: 'quantity',
            kind: 'changed',
            before: '60',
            after: String(lines[0]?.quantity ?? 0),
          },
          {
            line: 0,
            field: 'needed_by',
            kind: 'changed',
            before: '2026-12-01',
            after: doc.neededBy,
          },
        ]
      : [],
    budgets: [],
    canRevise: false,
    canCancel: false,
    canDecide: true,
  };
}

/** What the checks found in an order that is verified. */
function findings(i: number, unitNo: string): c.ReasonView[] {
  const warn = (code: string, more: Partial<c.ReasonView>) =>
    reason(code, { severity: 'warn', ...more });
  const all = [
    warn('order_look_alike', { field: 'order', ref: `${unitNo}-26-${395 + i}` }),
    warn('lead_time_too_short', { line: 1, field: 'needed_by', have: 6, want: 14 }),
    warn('budget_share_high', { field: 'fund', have: 4_150, want: 3_000 }),
    warn('urgency_unexplained', { field: 'urgency' }),
    warn('order_duplicate', {
      field: 'order',
      have: Date.now() - 2 * 86_400_000,
      ref: `${unitNo}-26-${396 + i}`,
    }),
  ];
  return [all[i % 5], all[(i + 2) % 5]].filter(r => r !== undefined);
}

function fundsOf(): c.BudgetView[] {
  return units.flatMap(([, unitName], i) =>
    (['guaranteed', 'performance'] as const).map((fund, k) => {
      const appropriated = (1_400_000_000 + i * 310_000_000) / (k + 1);
      const paid = Math.round(appropriated * (0.2 + 0.14 * i + 0.1 * k));
      const reserved = Math.round(appropriated * 0.12);
      const committed = Math.round(appropriated * 0.06);
      const pending = i === 1 && k === 0 ? -reserved / 4 : 0;
      return {
        id: `${fund}-${i}`,
        unitId: `u-${i}`,
        unitName,
        year: 2026,
        fund,
        kpkvk: '2101150',
        kekv: '2260',
        appropriated,
        reserved,
        committed,
        invoiced: 0,
        paid,
        pending,
        free: appropriated - reserved - committed - paid - pending,
        asOf: ago(12),
      };
    }),
  );
}

interface CaseSeed {
  kind: string;
  reasons: c.ReasonView[];
  at: number;
  /** Which versions there are. */
  has?: 'both' | 'signed' | 'none';
  closed?: string;
  command?: string;
  nobody?: boolean;
}
const stop = reason;
const caseSeeds: CaseSeed[] = [
  {
    kind: 'stock_gone',
    at: 5 * day,
    has: 'signed',
    reasons: [stop('stock_gone', { line: 1, field: 'quantity', have: 3, want: 8 })],
  },
  {
    kind: 'revision_race',
    at: 300,
    has: 'both',
    reasons: [stop('revision_race', { have: 3 })],
  },
  {
    kind: 'price_changed',
    at: 1700,
    has: 'signed',
    reasons: [
      stop('price_changed', {
        line: 1,
        field: 'unit_price',
        have: 4_150_000,
        want: 3_990_000,
      }),
    ],
  },
  {
    kind: 'budget_gone',
    at: 2000,
    has: 'signed',
    reasons: [
      stop('budget_exceeded', { field: 'fund', have: 18_400_000, want: 96_200_000 }),
    ],
  },
  {
    kind: 'approval_race',
    at: 45,
    has: 'both',
    command: 'order.approve',
    reasons: [stop('content_changed')],
  },
  {
    kind: 'item_withdrawn',
    at: 900,
    has: 'signed',
    reasons: [stop('item_withdrawn', { line: 2, field: 'item' })],
  },
  { kind: 'two_drafts', at: 400, has: 'both', reasons: [] },
  {
    kind: 'device_gap',
    at: 130,
    has: 'none',
    reasons: [stop('device_gap', { have: 41, want: 38 })],
  },
  {
    kind: 'device_fork',
    at: 3 * day + 200,
    has: 'both',
    reasons: [stop('device_fork', { have: 112 })],
  },
  {
    kind: 'clock_skew',
    at: 600,
    has: 'none',
    reasons: [stop('clock_skew', { have: -5_460_000, severity: 'warn' })],
  },
  {
    kind: 'revoked_signer',
    at: 8 * day,
    has: 'signed',
    reasons: [stop('signer_revoked', { have: Date.now() - 10 * day * 60_000 })],
  },
  {
    kind: 'tamper',
    at: 25,
    has: 'none',
    nobody: true,
    reasons: [stop('tampered', { ref: '0192f3a1' })],
  },
  {
    kind: 'unparsable',
    at: 77,
    has: 'none',
    nobody: true,
    reasons: [stop('malformed', { ref: 'body.lines[2]' })],
  },
  {
    kind: 'stock_gone',
    at: 20 * day,
    has: 'signed',
    closed: 'superseded',
    reasons: [stop('stock_gone', { line: 1, have: 0, want: 12 })],
  },
  {
    kind: 'device_gap',
    at: 14 * day,
    has: 'none',
    closed: 'resolved',
    reasons: [stop('device_gap', { have: 9, want: 7 })],
  },
];

function caseView(s: CaseSeed, i: number): c.CaseView {
  const own = unitOrders[2] as c.OrderView;
  const [no, name] = i === 0 ? [own.row.unitNo, own.row.unitName] : unit(i);
  const number = i === 0 ? own.row.number : `${no}-26-${String(300 + i)}`;
  const orderId = s.has === 'none' ? '' : i === 0 ? own.row.id : `deal-${i}`;
  const doc = (quantity: number, revision: number, more: Partial<c.OrderDocument>) =>
    documentOf(
      orderId,
      number,
      revision,
      [line(1, item(i), quantity), line(2, item(i + 4), 6)],
      {
        unitName: name,
        unitNo: no,
        signedAt: ago(s.at + 40),
        signedBy: people[i % people.length] ?? '',
        ...more,
      },
    );
  const signed =
    s.has === 'none'
      ? null
      : i === 0
        ? own.document
        : doc(24, 3, { neededBy: '2026-12-20' });
  const standing =
    s.has === 'both'
      ? doc(16, 3, {
          neededBy: '2026-12-15',
          signedBy: people[(i + 1) % people.length] ?? '',
        })
      : null;
  return {
    row: {
      id: `case-${i + 1}`,
      kind: s.kind,
      state: s.closed ? 'closed' : 'open',
      openedAt: ago(s.at),
      closedAt: s.closed ? ago(s.at - day) : '',
      unitName: s.nobody ? '' : name,
      unitNo: s.nobody ? '' : no,
      personName: s.nobody ? '' : (people[i % people.length] ?? ''),
      deviceName: s.nobody ? '' : `Ноутбук складу № ${1 + (i % 4)}`,
      orderId,
      number: s.has === 'none' ? '' : number,
      total: signed?.total ?? 0,
      reasons: s.reasons,
      closed: s.closed ?? '',
    },
    signed,
    standing,
    changes: [],
    command: s.nobody ? '' : (s.command ?? 'order.submit'),
    hash: '5be09c44d1a37f2280e6b91cc5d4a8f0137e62bd9a4fc8550d21e7b63f98a0c4',
    claimedAt: s.nobody ? '' : ago(s.at + 40),
    receivedAt: ago(s.at),
  };
}

const device = (i: number, more: Partial<c.DeviceRow>): c.DeviceRow => ({
  id: `device-${i}`,
  name: `Ноутбук складу № ${i + 1}`,
  personName: people[i % people.length] ?? '',
  orgName: unit(i)[1],
  zone: 'unit',
  lastContact: ago(4 + i * 3),
  lastSeq: 1200 - i * 37,
  skewMs: (i % 5) * 320 - 500,
  version: '0.1.0',
  revoked: false,
  ...more,
});
const devices: c.DeviceRow[] = [
  ...Array.from({ length: 14 }, (_, i) => device(i, {})),
  device(20, { name: 'Ноутбук «Полісся»', lastContact: ago(41 * day), lastSeq: 12 }),
  device(21, { name: 'Ноутбук штабу', skewMs: -5_460_000, lastContact: ago(35) }),
  device(22, { name: 'Новий ноутбук роти', lastContact: '', lastSeq: 0, version: '' }),
  device(23, { name: 'Ноутбук «Заслін-2»', revoked: true, lastContact: ago(10 * day) }),
  device(24, {
    name: 'Робоча станція відділу погодження',
    orgName: 'Агенція',
    zone: 'agency',
  }),
];

const spelled = (s: string): string => s.toLowerCase();
const fail = (r: c.ReasonView): never => {
  throw new Error(JSON.stringify({ code: r.code, reasons: [r] } satisfies c.Failure));
};

/** What the zone's own bridge answers in place of the unit's. */
export function deskBridge(
  start: FakeStart,
  base: c.Bridge,
  changed: (...topics: string[]) => void,
): Partial<c.Bridge> {
  const empty = start.scenario === 'empty';
  const broken = () => {
    if (start.scenario === 'error') fail(reason('journal_damaged'));
  };
  const seen = empty ? [] : caseSeeds.map(caseView);
  const own = start.zone === 'unit' || start.zone === undefined ? seen.slice(0, 1) : seen;
  const asOf = empty ? '' : ago(12);
  const shared: Partial<c.Bridge> = {
    Cases: async q => {
      broken();
      const found = own
        .filter(
          v =>
            (q.kind === '' || v.row.kind === q.kind) &&
            (q.state === '' || v.row.state === q.state) &&
            spelled(
              `${v.row.number}${v.row.unitName}${v.row.personName}${v.row.deviceName}`,
            ).includes(spelled(q.text)),
        )
        .map(v => v.row);
      const open = own.filter(v => v.row.state === 'open');
      return {
        total: found.length,
        rows: found.slice(q.offset, q.offset + q.limit),
        kinds: [...new Set(open.map(v => v.row.kind))].map(key => ({
          key,
          labelUk: '',
          labelEn: '',
          count: open.filter(v => v.row.kind === key).length,
        })),
        asOf,
      };
    },
    Case: async id =>
      own.find(v => v.row.id === id) ?? fail(reason('case_unknown', { ref: id })),
    Devices: async () => {
      broken();
      return empty ? [] : devices;
    },
  };
  if (start.zone === 'admin')
    return {
      ...shared,
      State: as(base, 'Марченко Віра', 'sync_operator', 'Адміністрація'),
    };
  if (start.zone === 'supplier')
    return {
      ...shared,
      State: as(base, 'Мельник Тарас', 'supplier_manager', 'ТОВ «Степовий вітер»'),
    };
  if (start.zone !== 'agency') return shared;
  return { ...shared, ...agency(start, base, changed, broken, asOf) };
}

const as =
  (base: c.Bridge, personName: string, role: string, orgName: string) =>
  async (): Promise<c.StateView> => ({
    ...(await base.State()),
    personName,
    roles: [role],
    orgName,
    orgNumber: orgName,
  });

function agency(
  start: FakeStart,
  base: c.Bridge,
  changed: (...topics: string[]) => void,
  broken: () => void,
  asOf: string,
): Partial<c.Bridge> {
  const empty = start.scenario === 'empty';
  const all = empty
    ? []
    : Array.from({ length: start.orders ?? 37 }, (_, i) => agencyOrder(i));
  let prepared: { form: c.DecisionForm; token: string } | undefined;
  let fresh = start.fresh === 'yes';
  const inView =
    (v: string) =>
    ({ row: r }: c.OrderView): boolean =>
      v === ''
        ? true
        : v === 'open'
          ? ['verifying', 'in_review', 'returned'].includes(r.decision)
          : v === 'waiting_on_us'
            ? r.turn === 'agency'
            : v === 'to_verify'
              ? r.decision === 'verifying'
              : v === 'to_approve'
                ? r.decision === 'in_review'
                : v === 'waiting_here'
                  ? r.sync === 'queued'
                  : v === 'parked'
                    ? r.sync === 'parked'
                    : v === 'decided'
                      ? ['approved', 'rejected'].includes(r.decision)
                      : false;
  const tokenOf = (f: c.DecisionForm) => JSON.stringify(f);
  const order = (id: string) => all.find(o => o.row.id === id);
  let acted: { form: c.ActForm; token: string } | undefined;
  return {
    State: as(base, 'Савченко Ірина', 'approver', 'Агенція'),
    PrepareAct: async form => {
      const view = await base.PrepareAct(form);
      acted = { form, token: view.token };
      return {
        ...view,
        signerName: 'Савченко Ірина',
        signerRole: 'verifier',
        needPassphrase: !fresh,
        decisions: form.orders.flatMap(id => {
          const o = order(id);
          if (!o) return [];
          return [
            {
              orderId: id,
              number: o.row.number,
              unitName: o.row.unitName,
              total: o.row.total,
              hash: o.document.hash,
              problems: o.findings,
            },
          ];
        }),
      };
    },
    Budgets: async () => {
      broken();
      return empty ? [] : fundsOf();
    },
    Orders: async q => {
      broken();
      const found = all
        .filter(inView(q.view))
        .filter(
          ({ row: r }) =>
            (q.state === '' || r.decision === q.state) &&
            (q.of !== 'with_agency' || r.turn === 'agency') &&
            spelled(`${r.number}${r.unitName}${r.firstUk}${r.firstEn}`).includes(
              spelled(q.text),
            ),
        )
        .map(o => o.row);
      if (q.sort === 'waiting')
        found.sort((a, b) => a.waitingSince.localeCompare(b.waitingSince));
      if (q.sort === 'total') found.sort((a, b) => b.total - a.total);
      return {
        total: found.length,
        rows: inOrder(found, q.sort).slice(q.offset, q.offset + q.limit),
        views: Object.fromEntries(
          [
            '',
            'open',
            'waiting_on_us',
            'to_verify',
            'to_approve',
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
      structuredClone(all.find(o => o.row.id === id)) ??
      fail(reason('order_unknown', { ref: id })),
    PrepareDecision: async form => {
      const list = all.filter(o => form.orders.includes(o.row.id));
      prepared = { form, token: tokenOf(form) };
      const gives = form.act === 'reject' ? 1 : 0;
      const lines = list.flatMap(o => o.document.lines);
      const byItem = new Map(lines.map(l => [l.itemId, l]));
      const funds = new Map(list.map(o => [`${o.row.unitName}/${o.document.fund}`, o]));
      const decisions = list.map(o => ({
        orderId: o.row.id,
        number: o.row.number,
        unitName: o.row.unitName,
        total: o.row.total,
        hash: o.document.hash,
        problems:
          Number(o.row.id.slice(5)) % 9 === 4 ? [stop('own_decision')] : o.row.reasons,
      }));
      const known = fundsOf();
      return {
        token: prepared.token,
        kind: `order.${form.act}`,
        hash: 'c0ffee',
        order: list.length === 1 ? (list[0]?.document ?? null) : null,
        changes: [],
        decisions,
        budgets: [...funds.values()].map(o => {
          const free =
            known.find(b => b.unitName === o.row.unitName && b.fund === o.document.fund)
              ?.free ?? 0;
          return {
            unitName: o.row.unitName,
            fund: o.document.fund as c.Fund,
            year: 2026,
            before: free,
            after: free + gives * o.row.total,
            asOf,
          };
        }),
        stocks: [...byItem.values()].map((l, i) => ({
          itemId: l.itemId,
          nameUk: l.nameUk,
          nameEn: l.nameEn,
          supplierName: l.supplierName,
          before: 60 + i * 35,
          after: 60 + i * 35 + gives * l.quantity,
          others: i % 2 === 0 ? 140 : 0,
        })),
        problems: [],
        ready: !decisions.some(d => d.problems.some(p => p.severity === 'stop')),
        needPassphrase: !fresh,
        signerName: 'Савченко Ірина',
        signerRole: 'approver',
        nextSigner: '',
        facts: [],
      };
    },
    Sign: async (token, passphrase) => {
      if (acted?.token === token) {
        const { form } = acted;
        if (fresh && passphrase === '') passphrase = 'fresh';
        const signed = await base.Sign(token, passphrase);
        fresh = true;
        for (const o of all.filter(x => form.orders.includes(x.row.id))) {
          if (form.act === 'order.verify') {
            o.row = { ...o.row, decision: 'in_review', sync: 'queued', reasons: [] };
            o.canVerify = false;
            o.canTake = false;
          }
          if (form.act === 'order.take') {
            o.takenByMe = !form.release;
            o.takenBy = form.release ? '' : 'Савченко Ірина';
            o.takenUntil = form.release ? '' : ago(-30);
          }
        }
        changed('orders');
        return signed;
      }
      if (prepared?.token !== token) return fail(reason('stale_signing'));
      if (!fresh && passphrase.length < 4) return fail(reason('passphrase_wrong'));
      fresh = true;
      const { act, orders } = prepared.form;
      for (const o of all.filter(x => orders.includes(x.row.id))) {
        o.row = {
          ...o.row,
          decision:
            act === 'approve' ? 'approved' : act === 'return' ? 'returned' : 'rejected',
          sync: 'queued',
          turn: 'server',
        };
        o.canDecide = false;
      }
      prepared = undefined;
      changed('orders', 'budgets');
      return {
        orderIds: orders,
        savedAt: ago(0),
        online: (await base.Sync()).state === 'live',
      };
    },
  };
}
