import type * as c from '../../api/contract';
import type { FakeStart } from './bridge';
import { fleetPage } from './fleet';
import { ago, documentOf, line, reason, orders as unitOrders } from './orders';
import { item, people, unit } from './units';

// The conflict desk of the stand-in: a case of every kind, what can be done with
// each and what that does; rulings, reversals, comments and assignments stand at once.

const day = 1440;
const colleagues: c.FacetCount[] = [
  { key: 'person-1', labelUk: 'Марченко Віра', labelEn: 'Марченко Віра', count: 0 },
  { key: 'person-2', labelUk: 'Романюк Леся', labelEn: 'Романюк Леся', count: 0 },
];
const me = 'person-1';
const said = (
  minutes: number,
  personName: string,
  text: string,
  toAuthor: boolean,
): c.CaseComment => ({ at: ago(minutes), personName, text, toAuthor, pending: false });

interface CaseSeed {
  kind: string;
  reasons: c.ReasonView[];
  at: number;
  /** Which versions there are. */
  has?: 'both' | 'signed' | 'none';
  closed?: string;
  command?: string;
  nobody?: boolean;
  waits?: string;
  /** Since when it waits, where that is not when it was opened. */
  since?: number;
}
const caseSeeds: CaseSeed[] = [
  {
    kind: 'stock_gone',
    at: 5 * day,
    has: 'signed',
    reasons: [reason('stock_gone', { line: 1, field: 'quantity', have: 3, want: 8 })],
  },
  {
    kind: 'revision_race',
    at: 300,
    has: 'both',
    reasons: [reason('revision_race', { have: 3 })],
  },
  {
    kind: 'price_changed',
    at: 6 * day,
    since: 1700,
    waits: 'author',
    has: 'signed',
    reasons: [
      reason('price_changed', {
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
      reason('budget_exceeded', { field: 'fund', have: 18_400_000, want: 96_200_000 }),
    ],
  },
  {
    kind: 'approval_race',
    at: 45,
    has: 'both',
    command: 'order.return',
    reasons: [reason('content_changed')],
  },
  {
    kind: 'item_withdrawn',
    at: 900,
    has: 'signed',
    reasons: [reason('item_withdrawn', { line: 2, field: 'item' })],
  },
  { kind: 'two_drafts', at: 400, has: 'both', reasons: [] },
  {
    kind: 'device_gap',
    at: 130,
    has: 'none',
    reasons: [reason('device_gap', { have: 41, want: 38 })],
  },
  {
    kind: 'device_fork',
    at: 3 * day + 200,
    has: 'both',
    reasons: [reason('device_fork', { have: 112 })],
  },
  {
    kind: 'clock_skew',
    at: 600,
    has: 'none',
    reasons: [reason('clock_skew', { have: -5_460_000, severity: 'warn' })],
  },
  {
    kind: 'revoked_signer',
    at: 8 * day,
    has: 'signed',
    reasons: [reason('signer_revoked', { have: Date.now() - 10 * day * 60_000 })],
  },
  {
    kind: 'tamper',
    at: 25,
    has: 'none',
    nobody: true,
    reasons: [reason('tampered', { ref: '0192f3a1' })],
  },
  {
    kind: 'unparsable',
    at: 77,
    has: 'none',
    nobody: true,
    reasons: [reason('malformed', { ref: 'body.lines[2]' })],
  },
  {
    kind: 'stock_gone',
    at: 20 * day,
    has: 'signed',
    closed: 'superseded',
    reasons: [reason('stock_gone', { line: 1, have: 0, want: 12 })],
  },
  {
    kind: 'device_gap',
    at: 14 * day,
    has: 'none',
    closed: 'resolved',
    reasons: [reason('device_gap', { have: 9, want: 7 })],
  },
];

/** The outcomes that fit a kind, with the reasons to choose from. */
const fits: Record<string, [string, string[]][]> = {
  stock_gone: [
    ['apply', ['stock_returned', 'other']],
    ['offer', ['no_stock', 'other']],
    ['wait', ['no_stock', 'other']],
    ['return', ['no_stock', 'other']],
    ['reject', ['no_stock', 'not_needed', 'other']],
  ],
  budget_gone: [
    ['apply', ['money_added', 'other']],
    ['wait', ['no_money', 'other']],
    ['return', ['no_money', 'other']],
    ['reject', ['no_money', 'not_needed', 'other']],
  ],
  price_changed: [
    ['offer', ['price_moved', 'other']],
    ['reject', ['price_moved', 'other']],
  ],
  device_gap: [
    ['declare_lost', ['device_lost', 'numbers_lost', 'other']],
    ['dismiss', ['not_needed', 'other']],
  ],
  device_fork: [['keep_first', ['restored_copy', 'other']]],
  clock_skew: [['dismiss', ['clock_set', 'other']]],
  revoked_signer: [
    ['accept', ['signed_in_time', 'other']],
    ['reject', ['not_genuine', 'not_needed', 'other']],
  ],
};
const otherwise: [string, string[]][] = [
  ['return', ['superseded', 'duplicate', 'other']],
  ['reject', ['not_genuine', 'unreadable', 'other']],
  ['dismiss', ['duplicate', 'not_needed', 'other']],
];

function proposalsOf(
  kind: string,
  signed: c.OrderDocument | null,
  unitName: string,
): c.CaseProposal[] {
  return (fits[kind] ?? otherwise).map(([outcome, reasons]) => {
    const takes = ['apply', 'accept', 'offer'].includes(outcome);
    const stopped = outcome === 'apply' && kind === 'stock_gone';
    const first = signed?.lines[0];
    const share = outcome === 'offer' ? 2 : 1;
    const takesMoney = (signed?.total ?? 0) / share;
    return {
      outcome,
      ready: !stopped,
      problems: stopped
        ? [reason('stock_gone', { line: 1, field: 'quantity', have: 3, want: 8 })]
        : [],
      reasons,
      needsAuthor: outcome === 'offer' || outcome === 'return',
      offer:
        outcome === 'offer' && signed && first
          ? {
              ...signed,
              revision: signed.revision + 1,
              lines: [{ ...first, quantity: 3, total: Math.round(first.total / 2) }],
              total: takesMoney,
            }
          : null,
      offerDiff:
        outcome === 'offer' && first
          ? [
              {
                line: 1,
                field: 'quantity',
                kind: 'changed',
                before: String(first.quantity),
                after: '3',
              },
            ]
          : [],
      budgets:
        takes && signed
          ? [
              {
                unitName,
                fund: 'guaranteed',
                year: 2026,
                before: 1_640_000_000,
                after: 1_640_000_000 - takesMoney,
                asOf: ago(12),
              },
            ]
          : [],
      stocks:
        takes && first
          ? [
              {
                itemId: first.itemId,
                nameUk: first.nameUk,
                nameEn: first.nameEn,
                supplierName: first.supplierName,
                before: 140,
                after: 140 - first.quantity / share,
                others: 35,
              },
            ]
          : [],
      facts:
        outcome === 'keep_first'
          ? [
              {
                name: 'shut_out',
                kind: 'text',
                text: 'Ноутбук складу № 2 · Романюк Леся',
                value: 0,
              },
              { name: 'came', kind: 'pieces', text: '', value: 112 },
              { name: 'unsent', kind: 'pieces', text: '', value: 3 },
            ]
          : [],
      // As the rules have it: what was applied is given back of a first revision alone.
      reversible: !['apply', 'accept'].includes(outcome) || signed?.revision === 1,
    };
  });
}

const ruledBefore = (at: number): c.CaseRuling => ({
  id: 'ruling-1',
  at: ago(at - 600),
  personName: 'Романюк Леся',
  outcome: 'return',
  reason: 'no_stock',
  text: 'Залишку не буде до січня, зменште кількість.',
  reversedAt: '',
  reversedBy: '',
  reversedText: '',
  canReverse: false,
  whyNot: [reason('case_closed')],
  pending: false,
});

/** What somebody decided on a revision that another has replaced since. */
const saidOf = (standing: c.OrderDocument): c.CaseSaid => ({
  hash: '77aa41d07be6a8153c0d7e42b19f60a5d3c8e7714b2a905fe6d1c3b8a7f4aa10',
  revision: standing.revision - 1,
  stands: standing.revision,
  reason: '',
  comment: 'Уточніть кількість і погодимо.',
  questions: [
    {
      line: 1,
      field: 'quantity',
      reason: 'quantity_unclear',
      text: 'Навіщо двадцять чотири?',
    },
  ],
  facts: [],
});

/** What of it could be had today. */
const termsOf = (kind: string, signed: c.OrderDocument): c.CaseTerms => ({
  budget: true,
  free: kind === 'budget_gone' ? 18_400_000 : 1_640_000_000,
  lines: signed.lines.map((l, i) => ({
    known: true,
    gone: kind === 'item_withdrawn' && i === 1,
    price: kind === 'price_changed' && i === 0 ? l.price + 160_000 : l.price,
    vatRate: l.vatRate,
    uomUk: l.uomUk,
    uomEn: l.uomEn,
    free: kind === 'stock_gone' && i === 0 ? 3 : 140,
  })),
  asOf: ago(12),
});

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
  const decides = s.command === 'order.approve' || s.command === 'order.return';
  const signed =
    s.has === 'none' || decides
      ? null
      : i === 0
        ? own.document
        : doc(24, s.has === 'both' || s.kind === 'revoked_signer' ? 3 : 1, {
            neededBy: '2026-12-20',
            hash: '4b70d2e95ac1836f07be41d9c52a8e63f0d7194b8c2e65a3d910f4b7c86e2a15',
          });
  const standing =
    s.has === 'both' || decides
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
      waits: s.closed ? '' : (s.waits ?? 'desk'),
      waitingSince: s.closed ? '' : ago(s.since ?? s.at),
      assigneeId: i === 3 ? 'person-2' : '',
      assigneeName: i === 3 ? 'Романюк Леся' : '',
      assignedAt: i === 3 ? ago(s.at - 60) : '',
      ruled: '',
      pending: false,
      comments: i === 3 ? 2 : 0,
      own: false,
    },
    signed,
    standing,
    changes: [],
    said: decides && standing ? saidOf(standing) : null,
    terms: signed && !standing && !s.closed ? termsOf(s.kind, signed) : null,
    first:
      s.kind === 'device_fork'
        ? 'a1c70f4d52e9b8836d01f7c25a94be60d3e8174fb6602c9ad5f13e87b0426c9d'
        : '',
    command: s.nobody ? '' : (s.command ?? 'order.submit'),
    hash: '5be09c44d1a37f2280e6b91cc5d4a8f0137e62bd9a4fc8550d21e7b63f98a0c4',
    claimedAt: s.nobody ? '' : ago(s.at + 40),
    canRule: s.closed === undefined,
    whyNot: s.closed ? [reason('case_closed')] : [],
    canComment: true,
    canAssign: s.closed === undefined,
    assignees: colleagues,
    proposals: s.closed ? [] : proposalsOf(s.kind, signed, name),
    rulings: i === 13 ? [ruledBefore(s.at)] : [],
    comments:
      i === 3
        ? [
            said(s.at - 300, 'Романюк Леся', 'Просимо частину уточнити фонд.', true),
            said(s.at - 90, 'Марченко Віра', 'Кошти обіцяли до кінця тижня.', false),
          ]
        : [],
  };
}

const spelled = (s: string): string => s.toLowerCase();
const fail = (r: c.ReasonView): never => {
  throw new Error(JSON.stringify({ code: r.code, reasons: [r] } satisfies c.Failure));
};
const bounds = [60, 480, day, 3 * day, 7 * day];
/** How long a case has waited, as one of six. */
function ageOf(r: c.CaseRow): number {
  const minutes = (Date.now() - Date.parse(r.waitingSince)) / 60_000;
  const at = bounds.findIndex(b => minutes <= b);
  return at < 0 ? 5 : at;
}

/** How many rows have each value. */
function counted(
  rows: readonly c.CaseRow[],
  key: (r: c.CaseRow) => string,
  label: (r: c.CaseRow) => string = () => '',
): c.FacetCount[] {
  const found = new Map<string, c.FacetCount>();
  for (const r of rows) {
    const at = found.get(key(r)) ?? {
      key: key(r),
      labelUk: label(r),
      labelEn: label(r),
      count: 0,
    };
    at.count++;
    found.set(at.key, at);
  }
  return [...found.values()];
}

function found(q: c.CaseQuery, r: c.CaseRow): boolean {
  return (
    (q.kind === '' || r.kind === q.kind) &&
    (q.state === '' || r.state === q.state) &&
    (q.waits === '' || r.waits === q.waits) &&
    (q.age === '' || (r.state === 'open' && String(ageOf(r) + 1) === q.age)) &&
    (q.unitId === '' || r.unitNo === q.unitId) &&
    (q.code === '' || r.reasons.some(x => x.code === q.code)) &&
    (q.assignee === '' ||
      r.assigneeId === (q.assignee === 'me' ? me : q.assignee.replace('nobody', ''))) &&
    spelled(`${r.number}${r.unitName}${r.personName}${r.deviceName}`).includes(
      spelled(q.text),
    )
  );
}

/** The longest waiting first, what is closed last. */
const byWait = (a: c.CaseRow, b: c.CaseRow): number =>
  a.state === b.state
    ? a.waitingSince.localeCompare(b.waitingSince) || b.closedAt.localeCompare(a.closedAt)
    : a.state === 'open'
      ? -1
      : 1;

function pageOf(all: readonly c.CaseView[], q: c.CaseQuery, asOf: string): c.CasePage {
  const rows = all.map(v => v.row).filter(r => found(q, r));
  const open = all.map(v => v.row).filter(r => r.state === 'open');
  if (q.sort === '' || q.sort === 'newest')
    rows.sort((a, b) => byWait(a, b) * (q.sort === '' ? 1 : -1));
  if (q.sort === 'total') rows.sort((a, b) => b.total - a.total);
  return {
    total: rows.length,
    rows: rows.slice(q.offset, q.offset + q.limit),
    kinds: counted(open, r => r.kind),
    ages: counted(open, r => r.kind).map(k => ({
      kind: k.key,
      counts: [0, 1, 2, 3, 4, 5].map(
        i => open.filter(r => r.kind === k.key && ageOf(r) === i).length,
      ),
    })),
    assignees: counted(
      open,
      r => r.assigneeId || 'nobody',
      r => r.assigneeName,
    ),
    waits: counted(open, r => r.waits),
    units: counted(
      open.filter(r => r.unitNo !== ''),
      r => r.unitNo,
      r => r.unitName,
    ),
    asOf,
  };
}

function trialOf(all: readonly c.CaseView[], form: c.CaseForm): c.CaseDryRun {
  const rows = form.cases.flatMap((id): (c.CaseTrial & { p?: c.CaseProposal })[] => {
    const v = all.find(x => x.row.id === id);
    if (!v) return [];
    const p = v.proposals.find(x => x.outcome === form.outcome);
    const problems = p ? p.problems : [reason('case_closed')];
    const sum = (list: readonly { before: number; after: number }[] = []) =>
      list.reduce((n, e) => n + e.before - e.after, 0);
    const ready = p?.ready ?? false;
    return [
      {
        row: v.row,
        ready,
        problems,
        money: ready ? sum(p?.budgets) : 0,
        pieces: ready ? sum(p?.stocks) : 0,
        ...(p ? { p } : {}),
      },
    ];
  });
  const good = rows.filter(r => r.ready);
  return {
    total: rows.length,
    ready: good.length,
    fails: rows.length - good.length,
    rows: rows.map(({ p: _, ...r }) => r),
    budgets: good.flatMap(r => r.p?.budgets ?? []),
    stocks: good.flatMap(r => r.p?.stocks ?? []),
    money: good.reduce((n, r) => n + r.money, 0),
    pieces: good.reduce((n, r) => n + r.pieces, 0),
    codes: counted(
      rows.filter(r => !r.ready).map(r => ({ ...r.row, reasons: r.problems })),
      r => r.reasons[0]?.code ?? '',
    ),
  };
}

/** What a signed act on a case leaves behind. */
function done(v: c.CaseView, form: c.ActForm, personName: string): void {
  const of = form.case;
  if (!of) return;
  if (form.act === 'case.comment') {
    v.comments = [...v.comments, said(0, personName, form.comment, of.toAuthor)];
    v.row = { ...v.row, comments: v.comments.length };
  }
  if (form.act === 'case.assign')
    v.row = {
      ...v.row,
      assigneeId: of.assignee,
      assigneeName: colleagues.find(p => p.key === of.assignee)?.labelUk ?? '',
      assignedAt: of.assignee ? ago(0) : '',
    };
  if (form.act === 'case.rule') {
    const reversible = v.proposals.find(p => p.outcome === of.outcome)?.reversible;
    v.rulings = [
      ...v.rulings,
      {
        ...ruledBefore(600),
        id: `ruling-${v.row.id}-${v.rulings.length}`,
        personName,
        outcome: of.outcome,
        reason: of.reason,
        text: form.comment,
        canReverse: reversible ?? false,
        whyNot: [],
        pending: true,
      },
    ];
    v.row = { ...v.row, ruled: of.outcome, pending: true };
  }
  if (form.act === 'case.reverse') {
    v.rulings = v.rulings.map(r =>
      r.id === of.ruling
        ? {
            ...r,
            canReverse: false,
            reversedAt: ago(0),
            reversedBy: personName,
            reversedText: form.comment,
          }
        : r,
    );
    v.row = { ...v.row, ruled: '', pending: true };
  }
}

type Reads = 'Cases' | 'Case' | 'DryRun' | 'ExportCases' | 'SaveSupportBundle' | 'Fleet';

/** The desk of a zone that has none. */
export const noCases: Pick<c.Bridge, Reads> = {
  Cases: async q => pageOf([], q, ''),
  Case: async id => fail(reason('case_unknown', { ref: id })),
  DryRun: async form => trialOf([], form),
  ExportCases: async () => ({ path: '', number: '', rows: 0, sha256: '' }),
  SaveSupportBundle: async () => ({ path: '', number: '', rows: 0, sha256: '' }),
  Fleet: async q => fleetPage(q, 0, ''),
};

/** The desk and the fleet; `acts` are for zones that sign nothing else by the same way. */
export function casesBridge(
  start: FakeStart,
  base: c.Bridge,
  changed: (...topics: string[]) => void,
): Pick<c.Bridge, Reads> & { acts: Pick<c.Bridge, 'PrepareAct' | 'Sign'> } {
  const empty = start.scenario === 'empty';
  const broken = () => {
    if (start.scenario === 'error') fail(reason('journal_damaged'));
  };
  const asOf = empty ? '' : ago(12);
  const desk = start.zone === 'admin';
  const unitZone = start.zone === 'unit' || start.zone === undefined;
  const seen = empty ? [] : caseSeeds.map(caseView);
  const author = unitZone || start.zone === 'supplier' || start.zone === 'general_staff';
  const own = author ? seen.slice(0, 1) : seen;
  // Only the administration rules; the author is told what it decided.
  for (const v of desk ? [] : own) {
    v.canRule = false;
    v.canAssign = false;
    v.proposals = [];
    v.row = { ...v.row, own: author };
    if (unitZone) {
      v.rulings = [{ ...ruledBefore(5 * day), outcome: 'offer', whyNot: [] }];
      v.row.waits = 'author';
    }
  }
  let prepared: { form: c.ActForm; token: string } | undefined;
  const file = (rows: number, path: string): c.CaseExport => ({
    path,
    number: '17',
    rows,
    sha256: 'c0ffee',
  });
  return {
    Cases: async q => {
      broken();
      return pageOf(own, q, asOf);
    },
    Case: async id =>
      structuredClone(own.find(v => v.row.id === id)) ??
      fail(reason('case_unknown', { ref: id })),
    DryRun: async form => trialOf(own, form),
    ExportCases: async q => file(pageOf(own, q, asOf).total, 'cases.csv'),
    SaveSupportBundle: async id => file(1, `${id}.zip`),
    Fleet: async q => {
      broken();
      return fleetPage(q, empty ? 0 : (start.orders ?? 24), asOf);
    },
    acts: {
      PrepareAct: async form => {
        const view = await base.PrepareAct(form);
        prepared = { form, token: view.token };
        if (!form.case) return view;
        return {
          ...view,
          signerName: desk ? 'Марченко Віра' : view.signerName,
          signerRole: desk ? 'sync_operator' : view.signerRole,
          facts: form.comment
            ? [{ name: 'comment', kind: 'text', text: form.comment, value: 0 }]
            : [],
        };
      },
      Sign: async (token, passphrase) => {
        const signed = await base.Sign(token, passphrase);
        const form = prepared?.token === token ? prepared.form : undefined;
        for (const v of own)
          if (form?.case?.cases.includes(v.row.id))
            done(v, form, desk ? 'Марченко Віра' : 'Ткачук Олена Петрівна');
        if (form?.case) changed('cases', 'orders');
        return signed;
      },
    },
  };
}
