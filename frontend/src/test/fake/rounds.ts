import type * as c from '../../api/contract';
import { items } from './catalogue';
import { asOf } from './paper';

// Rounds of the stand-in: a small division by floor, tier and weight, so that the sliders do something.

const names = [
  'окрема бригада «Рубіж»',
  'окремий батальйон «Заслін»',
  'окрема рота безпілотних систем «Кречет»',
  'окремий полк «Степова варта»',
  'центр зв’язку',
  'окрема бригада «Дніпро»',
];
const postures = ['engaged', 'forming', 'training', 'in_reserve'] as const;
const urgencies = ['urgent', 'priority', 'routine'] as const;

interface FakeUnit extends c.UnitPosture {
  asks: number;
  urgency: string;
}

const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;

const units: FakeUnit[] = Array.from({ length: 26 }, (_, i) => ({
  unitId: `u-${i}`,
  unitNo: `А9${String(72 + i * 37).padStart(3, '0')}`,
  unitName: `${900 + i * 7}-й ${pick(names, i)}`,
  posture: i === 25 ? '' : pick(postures, i + (i > 8 ? 1 : 0)),
  weight: 1 + (i % 3),
  asks: 4 + ((i * 7) % 23),
  urgency: pick(urgencies, i * 2 + 1),
}));

export const unitPostures = (): c.UnitPosture[] =>
  units.map(({ unitId, unitNo, unitName, posture, weight }) => ({
    unitId,
    unitNo,
    unitName,
    posture,
    weight,
  }));

export const tiers: c.TierView[] = postures.flatMap((posture, p) =>
  urgencies.map((urgency, u) => ({ posture, urgency, tier: Math.min(9, p + u + 1) })),
);

const waitingOf = (i: number): c.WaitingRow => {
  const card = pick(items, i).card;
  const asked = units.reduce((s, u) => s + u.asks, 0);
  return {
    itemId: card.id,
    nameUk: card.nameUk,
    nameEn: card.nameEn,
    category: card.category,
    lines: units.length - i * 4 + 3,
    units: units.length - i * 4,
    pieces: Math.round(asked / (i + 1)),
    free: [160, 40, 0, 75][i] ?? 10,
    since: `2026-11-${String(3 + i * 4).padStart(2, '0')}T08:20:00Z`,
    rounds: 6 - i,
  };
};
export const waiting: c.WaitingRow[] = [0, 1, 2, 3].map(waitingOf);

const tierOf = (form: c.RoundForm, u: FakeUnit): number =>
  form.tiers.find(
    t => t.posture === (u.posture || 'in_reserve') && t.urgency === u.urgency,
  )?.tier ?? 9;
const weightOf = (form: c.RoundForm, u: FakeUnit): number =>
  form.weights.find(w => w.unitId === u.unitId)?.weight ?? u.weight;

function share(form: c.RoundForm, stock: number, part: number): number[] {
  const given = units.map(() => 0);
  const wants = units.map(u => Math.ceil(u.asks * part));
  const least = (key: (i: number) => number, may: (i: number) => boolean) => {
    let best = -1;
    for (let i = 0; i < units.length; i++)
      if (may(i) && (best < 0 || key(i) < key(best))) best = i;
    return best;
  };
  const have = (i: number) => given[i] ?? 0;
  const short = (i: number) => have(i) < (wants[i] ?? 0);
  let left = stock;
  for (let r = Math.floor((stock * form.floorShare) / 10_000); r > 0; r--) {
    const i = least(have, n => short(n) && have(n) < form.floor);
    if (i < 0) break;
    given[i] = have(i) + 1;
    left--;
  }
  for (let tier = 1; tier <= 9 && left > 0; ) {
    const i = least(
      n => (have(n) + 1) / weightOf(form, units[n] as FakeUnit),
      n => short(n) && tierOf(form, units[n] as FakeUnit) === tier,
    );
    if (i < 0) {
      tier++;
      continue;
    }
    given[i] = have(i) + 1;
    left--;
  }
  return given;
}

function figuresOf(list: readonly c.RoundUnit[]): c.RoundFigures {
  const asked = list.reduce((s, u) => s + u.asked, 0);
  const granted = list.reduce((s, u) => s + u.granted, 0);
  const parts = list.map(u => (u.asked === 0 ? 0 : u.granted / u.asked));
  const sum = parts.reduce((s, x) => s + x, 0);
  const squares = parts.reduce((s, x) => s + x * x, 0);
  const first = list.filter(u => u.tier === 1);
  const wanted = first.reduce((s, u) => s + u.asked, 0);
  return {
    asked,
    granted,
    value: granted * 48_500_00,
    nothing: list.filter(u => u.granted === 0).length,
    units: list.length,
    jain: squares === 0 ? 0 : Math.round((10_000 * sum * sum) / (list.length * squares)),
    tierOne:
      wanted === 0
        ? 0
        : Math.round((10_000 * first.reduce((s, u) => s + u.granted, 0)) / wanted),
  };
}

export function preview(form: c.RoundForm): c.RoundPreview {
  const rows = form.items.flatMap(id => waiting.find(w => w.itemId === id) ?? []);
  const own: c.RoundForm = { ...form, floor: 2, floorShare: 3000, tiers, weights: [] };
  const all = rows.map((w, i) => ({
    w,
    given: share(form, w.free, 1 / (i + 1)),
    own: share(own, w.free, 1 / (i + 1)),
    part: 1 / (i + 1),
  }));
  const total = (key: 'given' | 'own', n: number) =>
    all.reduce((s, x) => s + (x[key][n] ?? 0), 0);
  const list = units.map(
    (u, n): c.RoundUnit => ({
      unitId: u.unitId,
      unitNo: u.unitNo,
      unitName: u.unitName,
      posture: u.posture,
      tier: tierOf(form, u),
      weight: weightOf(form, u),
      asked: all.reduce((s, x) => s + Math.ceil(u.asks * x.part), 0),
      granted: total('given', n),
      before: total('own', n),
    }),
  );
  let left = rows.reduce((s, w) => s + w.free, 0);
  const queue = list.map(u => {
    const granted = Math.min(u.asked, left);
    left -= granted;
    return { ...u, granted };
  });
  return {
    form: { ...form, cutOff: form.cutOff || asOf },
    input: '5b1f0e7c92ad4c3d8e6f7a10b2c3d4e5f60718293a4b5c6d7e8f901a2b3c4d5e',
    items: all.map(x => ({
      itemId: x.w.itemId,
      nameUk: x.w.nameUk,
      nameEn: x.w.nameEn,
      stock: x.w.free,
      asked: x.w.pieces,
      granted: x.given.reduce((s, n) => s + n, 0),
      unallocated: x.w.free - x.given.reduce((s, n) => s + n, 0),
    })),
    units: list,
    lines: all.flatMap(x =>
      units.map((u, n): c.RoundLine => {
        const asked = Math.ceil(u.asks * x.part);
        const granted = x.given[n] ?? 0;
        return {
          orderId: `deal-${(n % 20) + 1}`,
          number: `${u.unitNo}-26-${String(400 + n).padStart(4, '0')}`,
          line: 1 + (n % 3),
          unitNo: u.unitNo,
          itemId: x.w.itemId,
          asked,
          granted,
          short:
            asked === granted
              ? []
              : n % 7 === 3 && asked - granted > 2
                ? [
                    { code: 'affordable', pieces: 2 },
                    { code: 'stock', pieces: asked - granted - 2 },
                  ]
                : [{ code: 'stock', pieces: asked - granted }],
        };
      }),
    ),
    problems: [],
    figures: figuresOf(list),
    first: figuresOf(queue),
    asOf,
  };
}

const signedRow = (i: number): c.RoundRow => {
  const card = pick(items, i * 3).card;
  return {
    id: `round-${i}`,
    number: `РР-2026/${String(31 - i).padStart(6, '0')}`,
    signedAt: `2026-11-${String(19 - i * 3).padStart(2, '0')}T15:04:00Z`,
    signedBy: pick(['Савченко Ірина', 'Мельник Тарас'], i),
    cutOff: `2026-11-${String(19 - i * 3).padStart(2, '0')}T15:00:00Z`,
    items: 1 + (i % 3),
    firstUk: card.nameUk,
    firstEn: card.nameEn,
    asked: 410 - i * 31,
    granted: 240 - i * 12,
    value: 9_214_500_00 - i * 640_000_00,
    input: '5b1f0e7c92ad4c3d8e6f7a10b2c3d4e5f60718293a4b5c6d7e8f901a2b3c4d5e',
  };
};
export const signed: c.RoundRow[] = [0, 1, 2, 3, 4, 5].map(signedRow);

export function roundView(id: string): c.RoundView | undefined {
  const row = signed.find(r => r.id === id);
  if (!row) return undefined;
  const p = preview({
    items: [waiting[0]?.itemId ?? ''],
    cutOff: row.cutOff,
    floor: 2,
    floorShare: 3000,
    tiers,
    weights: [],
    input: '',
  });
  return {
    row: { ...row, asked: p.figures.asked, granted: p.figures.granted },
    form: p.form,
    items: p.items,
    units: p.units,
    lines: p.lines,
    figures: p.figures,
    verified: id !== 'round-5',
    comment: 'Після надходження партії від 18 листопада.',
  };
}
