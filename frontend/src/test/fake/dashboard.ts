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
): c.StageView => ({ state, turn, count, median, slow, link: `orders?state=${state}` });

const stages: c.StageView[] = [
  stage('verifying', 'agency', 412, 5, 19),
  stage('in_review', 'agency', 398, 31, 76),
  stage('returned', 'unit', 61, 44, 130),
  stage('backordered', 'agency', 187, 96, 264),
  stage('supplier_confirmed', 'supplier', 371, 62, 140),
  stage('dispatched', 'supplier', 344, 40, 88),
  stage('delivered', 'unit', 330, 12, 51),
];

export const dashboards: Record<string, Omit<c.DashboardView, 'asOf'>> = {
  unit: {
    figures: [
      figure('cycle_time', 'days', 163, 188, 'orders?view=done', 'down'),
      figure('open_orders', 'count', 9, 11, 'orders?view=open'),
      figure('waiting_on_us', 'count', 2, -1, 'orders?view=waiting_on_us', 'down'),
      figure('back_orders', 'pieces', 148, 190, 'orders?view=open', 'down'),
      figure('on_time', 'percent', 8640, 8210, 'receive', 'up'),
      figure('spent', 'money', 802_440_000, -1, 'budget'),
      figure('free', 'money', 290_806_000, -1, 'budget'),
    ],
    stages,
    series: [
      {
        name: 'fulfilment',
        kind: 'days',
        lines: [
          { name: 'real', points: points(170, 20) },
          { name: 'promised', points: points(140, 8) },
        ],
      },
    ],
    shares: [
      {
        name: 'spending_by_fund',
        kind: 'money',
        rows: [
          {
            key: 'guaranteed',
            nameUk: '',
            nameEn: '',
            value: 802_440_000,
            link: 'budget',
          },
          {
            key: 'performance',
            nameUk: '',
            nameEn: '',
            value: 96_000_000,
            link: 'budget',
          },
        ],
      },
    ],
  },
  agency: {
    figures: [
      figure('cycle_time', 'days', 171, 183, 'orders?view=done', 'down'),
      figure('open_orders', 'count', 1284, 1190, 'orders?view=open'),
      figure('waiting_on_us', 'count', 37, 52, 'queue', 'down'),
      figure('back_orders', 'pieces', 4120, 3890, 'rounds', 'down'),
      figure('on_time', 'percent', 8120, 8350, 'deliveries', 'up'),
      figure('spent', 'money', 48_211_440_000, -1, 'payments?view=paid'),
      figure('payable', 'money', 3_114_000_000, -1, 'invoices?view=payable'),
      figure('open_claims', 'count', 14, 14, 'claims?view=open', 'down'),
    ],
    stages,
    series: [
      {
        name: 'fulfilment',
        kind: 'days',
        lines: [
          { name: 'real', points: points(178, 20) },
          { name: 'promised', points: points(140, 8) },
        ],
      },
      {
        name: 'spending',
        kind: 'money',
        lines: [
          { name: 'guaranteed', points: points(1_900_000_000, 300_000_000) },
          { name: 'performance', points: points(500_000_000, 90_000_000) },
        ],
      },
    ],
    shares: [
      {
        name: 'return_reasons',
        kind: 'count',
        rows: [
          {
            key: 'quantity_unclear',
            nameUk: '',
            nameEn: '',
            value: 31,
            link: 'orders?state=returned',
          },
          {
            key: 'need_unjustified',
            nameUk: '',
            nameEn: '',
            value: 18,
            link: 'orders?state=returned',
          },
          {
            key: 'date_unrealistic',
            nameUk: '',
            nameEn: '',
            value: 7,
            link: 'orders?state=returned',
          },
        ],
      },
      {
        name: 'stock',
        kind: 'pieces',
        rows: [
          {
            key: '',
            nameUk: 'Ударні БпЛА',
            nameEn: 'Strike UAVs',
            value: 1240,
            link: 'catalogue?category=uav_strike',
          },
          {
            key: '',
            nameUk: 'Засоби РЕБ',
            nameEn: 'Electronic warfare',
            value: 310,
            link: 'catalogue?category=ew',
          },
        ],
      },
    ],
  },
};

export const dashboardOf = (zone: string): c.DashboardView => ({
  asOf,
  ...(dashboards[zone] ?? (dashboards['unit'] as Omit<c.DashboardView, 'asOf'>)),
});
