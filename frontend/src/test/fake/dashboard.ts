import type * as c from '../../api/contract';
import { asOf } from './paper';

const days = (n: number): string[] =>
  Array.from({ length: n }, (_, i) =>
    new Date(Date.UTC(2026, 10, 20) - (n - 1 - i) * 7 * 86_400_000)
      .toISOString()
      .slice(0, 10),
  );
const wave = (i: number, base: number, by: number): number =>
  Math.round(base + by * Math.sin(i * 1.3) - i * (by / 8));
const points = (base: number, by: number): c.Point[] =>
  days(20).map((day, i) => ({ day, value: wave(i, base, by) }));

const figure = (
  name: string,
  kind: string,
  value: number,
  before: number,
  link: string,
  good = '',
): c.Figure => ({ name, kind, value, before, link, good });

const stage = (
  state: string,
  turn: string,
  count: number,
  median: number,
  slow: number,
): c.StageView => ({
  state,
  turn,
  count,
  median,
  slow,
  link: `orders?of=stage.${state}`,
});

const stages: c.StageView[] = [
  stage('verifying', 'agency', 412, 5, 19),
  stage('in_review', 'agency', 398, 31, 76),
  stage('returned', 'unit', 61, 44, 130),
  stage('backordered', 'agency', 187, 96, 264),
  stage('supplier_confirmed', 'supplier', 371, 62, 140),
  stage('dispatched', 'supplier', 344, 40, 88),
  stage('delivered', 'unit', 330, 12, 51),
];

const cycle: c.SeriesView = {
  name: 'cycle',
  kind: 'days',
  lines: [{ name: 'cycle', points: points(178, 20) }],
};
const fulfilment: c.SeriesView = {
  name: 'fulfilment',
  kind: 'pieces',
  lines: [
    { name: 'promised', points: points(340, 60) },
    { name: 'delivered', points: points(290, 90) },
  ],
};
const spending: c.SeriesView = {
  name: 'spending',
  kind: 'money',
  lines: [
    { name: 'guaranteed', points: points(1_900_000_000, 300_000_000) },
    { name: 'performance', points: points(500_000_000, 90_000_000) },
  ],
};

const row = (key: string, value: number, link: string): c.ShareRow => ({
  key,
  nameUk: '',
  nameEn: '',
  value,
  link,
});
const given: c.ShareView = {
  name: 'given',
  kind: 'money',
  rows: [
    row('guaranteed', 1_800_000_000, 'budget'),
    row('performance', 640_000_000, 'budget'),
  ],
};
const claims: c.ShareView = {
  name: 'claims',
  kind: 'count',
  rows: [
    row('quality', 8, 'claims?view=reason.quality'),
    row('late', 5, 'claims?view=reason.late'),
    row('wrong_item', 1, 'claims?view=reason.wrong_item'),
  ],
};

type Board = Omit<c.DashboardView, 'asOf'>;
const unit: Board = {
  figures: [
    figure('cycle', 'days', 163, 188, 'orders?of=cycle', 'down'),
    figure('free_budget', 'money', 290_806_000, -1, 'budget'),
    figure('open', 'count', 9, -1, 'orders?of=open'),
    figure('waiting_unit', 'count', 2, -1, 'orders?of=with_unit', 'down'),
    figure('back_orders', 'pieces', 148, -1, 'orders?of=waiting', 'down'),
    figure('on_time', 'percent', 8640, 8210, 'orders?of=on_time', 'up'),
    figure('late', 'pieces', 6, -1, 'orders?of=late', 'down'),
    figure('paid', 'money', 802_440_000, 640_000_000, 'orders?of=paid'),
    figure('claims', 'count', 1, -1, 'claims?view=unsettled', 'down'),
  ],
  stages,
  series: [cycle, fulfilment, spending],
  shares: [given, claims],
};
const boards: Record<string, Board> = {
  unit,
  agency: {
    figures: [
      figure('cycle', 'days', 171, 183, 'orders?of=cycle', 'down'),
      figure('queue', 'count', 37, -1, 'queue?of=with_agency', 'down'),
      figure('queue_age', 'days', 13, -1, 'queue?sort=waiting&of=with_agency', 'down'),
      figure('queue_oldest', 'days', 48, -1, 'queue?sort=waiting&of=with_agency', 'down'),
      figure('back_orders', 'pieces', 4120, -1, 'orders?of=waiting', 'down'),
      figure('stock', 'pieces', 12_480, -1, 'catalogue?inStock=true'),
      figure('on_time', 'percent', 8120, 8350, 'orders?of=on_time', 'up'),
      figure('late', 'pieces', 214, -1, 'orders?of=late', 'down'),
      figure('approved', 'money', 61_004_000_000, 58_400_000_000, 'orders?of=approved'),
      figure('paid', 'money', 48_211_440_000, 50_100_000_000, 'orders?of=paid'),
      figure('payable', 'money', 3_114_000_000, -1, 'invoices?view=payable'),
      figure('claims', 'count', 14, -1, 'claims?view=unsettled', 'down'),
    ],
    stages,
    series: [cycle, fulfilment, spending, { ...spending, name: 'approved' }],
    shares: [
      {
        name: 'returns',
        kind: 'count',
        rows: [
          row('quantity_unclear', 31, 'orders?state=returned'),
          row('need_unjustified', 18, 'orders?state=returned'),
          row('date_unrealistic', 7, 'orders?state=returned'),
        ],
      },
      claims,
      given,
    ],
  },
  supplier: {
    figures: [
      figure('on_time', 'percent', 9150, 8800, 'supplier-orders?view=done', 'up'),
      figure('to_confirm', 'count', 4, -1, 'supplier-orders?view=to_confirm', 'down'),
      figure('to_dispatch', 'count', 7, -1, 'supplier-orders?view=to_dispatch'),
      figure('payable', 'money', 814_000_000, -1, 'invoices?view=payable'),
    ],
    stages: stages.slice(4, 6),
    series: [fulfilment],
    shares: [claims],
  },
  general_staff: {
    figures: [
      figure('given', 'money', 244_000_000_000, -1, 'budget'),
      figure('free_budget', 'money', 81_000_000_000, -1, 'budget'),
    ],
    stages: [],
    series: [],
    shares: [
      {
        name: 'postures',
        kind: 'money',
        rows: [
          row('posture.engaged', 162_000_000_000, 'posture'),
          row('posture.forming', 48_000_000_000, 'posture'),
          row('posture.in_reserve', 34_000_000_000, 'posture'),
        ],
      },
      given,
    ],
  },
  admin: {
    figures: [
      figure('cases', 'count', 11, -1, 'cases?state=open', 'down'),
      figure('oldest_case', 'days', 34, -1, 'cases?state=open', 'down'),
    ],
    stages: [],
    series: [],
    shares: [
      {
        name: 'cases',
        kind: 'count',
        rows: [
          row('stock_gone', 7, 'cases?kind=stock_gone'),
          row('revision_race', 4, 'cases?kind=revision_race'),
        ],
      },
    ],
  },
};

export const dashboardOf = (zone: string): c.DashboardView => ({
  asOf,
  ...(boards[zone] ?? unit),
});
