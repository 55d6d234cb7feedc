import type * as c from '../../api/contract';
import type { FakeStart } from './bridge';
import { casesBridge } from './cases';
import { ago, documentOf, line, reason } from './orders';
import { inOrder, noPapers } from './paper';
import { approving } from './progress';
import { item, people, unit, units } from './units';

// The agency's and the administration's side of the stand-in: many units'
// orders to decide on, cases of every kind, a fleet of devices (cases.ts).

const day = 1440;
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
        posture: i === 0 ? 'engaged' : 'in_reserve',
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
  const asOf = empty ? '' : ago(12);
  const { acts, ...read } = casesBridge(start, base, changed);
  const shared: Partial<c.Bridge> = start.zone === 'agency' ? read : { ...read, ...acts };
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
          Number(o.row.id.slice(5)) % 9 === 4 ? [reason('own_decision')] : o.row.reasons,
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
