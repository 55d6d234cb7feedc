import type * as c from '../../api/contract';
import { ago } from './orders';
import { people, unit } from './units';

// The fleet of the stand-in: as many devices as are asked for, with every state among them.

const day = 1440;

const device = (i: number, more: Partial<c.DeviceRow> = {}): c.DeviceRow => ({
  id: `device-${i}`,
  name: `Ноутбук складу № ${i + 1}`,
  personName: people[i % people.length] ?? '',
  orgName: unit(i)[1],
  orgNo: `в/ч ${unit(i)[0]}`,
  zone: 'unit',
  lastContact: ago(4 + i * 3),
  lastSeq: 1200 + i * 37,
  skewMs: (i % 5) * 320 - 500,
  version: i % 4 === 3 ? '0.0.9' : '0.1.0',
  revoked: false,
  states: [],
  backlog: 0,
  gaps: 0,
  openCases: 0,
  diverged: 0,
  divergedAt: '',
  ...more,
});

const odd: Partial<c.DeviceRow>[] = [
  {
    name: 'Ноутбук «Полісся»',
    lastContact: ago(41 * day),
    lastSeq: 12,
    states: ['silent', 'behind'],
    backlog: 14,
  },
  {
    name: 'Ноутбук штабу',
    skewMs: -5_460_000,
    lastContact: ago(35),
    states: ['skewed', 'gap'],
    gaps: 3,
    openCases: 2,
  },
  {
    name: 'Новий ноутбук роти',
    lastContact: '',
    lastSeq: 0,
    version: '',
    states: ['never'],
  },
  {
    name: 'Ноутбук «Заслін-2»',
    revoked: true,
    lastContact: ago(10 * day),
    states: ['revoked', 'silent'],
  },
  {
    name: 'Ноутбук ремонтної роти',
    states: ['diverged'],
    diverged: 2,
    divergedAt: ago(90),
  },
  {
    name: 'Робоча станція відділу погодження',
    orgName: 'Агенція',
    orgNo: '',
    zone: 'agency',
  },
];
const all = (n: number): c.DeviceRow[] =>
  n === 0
    ? []
    : [
        ...odd.map((d, i) => device(5000 + i, d)),
        ...Array.from({ length: n - odd.length }, (_, i) => device(i)),
      ];

const counted = (keys: readonly string[]): c.FacetCount[] =>
  [...new Set(keys)].map(key => ({
    key,
    labelUk: '',
    labelEn: '',
    count: keys.filter(k => k === key).length,
  }));

const bounds = [60, day, 3 * day, 7 * day, 30 * day];
function contactOf(d: c.DeviceRow): number {
  if (d.lastContact === '') return 6;
  const minutes = (Date.now() - Date.parse(d.lastContact)) / 60_000;
  const at = bounds.findIndex(b => minutes <= b);
  return at < 0 ? 5 : at;
}

/** A window of `n` devices. */
export function fleetPage(q: c.FleetQuery, n: number, asOf: string): c.FleetPage {
  const fleet = all(n);
  const value: Record<string, (d: c.DeviceRow) => string | number> = {
    '': d => d.lastContact,
    name: d => d.name,
    org: d => d.orgNo,
    backlog: d => d.backlog,
    skew: d => Math.abs(d.skewMs),
    version: d => d.version,
    gaps: d => d.gaps,
    cases: d => d.openCases,
  };
  const by = value[q.sort] ?? (d => d.lastContact);
  const found = fleet
    .filter(
      d =>
        (q.state === '' ||
          (q.state === 'well' ? d.states.length === 0 : d.states.includes(q.state))) &&
        (q.version === '' || d.version === q.version) &&
        (q.zone === '' || d.zone === q.zone) &&
        `${d.name} ${d.personName} ${d.orgName}`
          .toLowerCase()
          .includes(q.text.toLowerCase()),
    )
    .sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0) * (q.desc ? -1 : 1));
  return {
    total: found.length,
    rows: found.slice(q.offset, q.offset + q.limit),
    states: counted(fleet.flatMap(d => (d.states.length > 0 ? d.states : ['well']))),
    versions: counted(fleet.map(d => d.version)),
    zones: counted(fleet.map(d => d.zone)),
    contacts: [0, 1, 2, 3, 4, 5, 6].map(
      i => fleet.filter(d => contactOf(d) === i).length,
    ),
    asOf,
  };
}
