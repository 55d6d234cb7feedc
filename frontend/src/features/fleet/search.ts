import type { FleetQuery } from '../../api';
import type { Raw } from '../../lib/address';
import { sortIn } from '../../lib/sorting';

/** What may hold of a device, the gravest first; "well" where nothing else does. */
export const deviceStates = [
  'skewed',
  'diverged',
  'gap',
  'silent',
  'never',
  'behind',
  'revoked',
  'well',
] as const;
export type DeviceState = (typeof deviceStates)[number];

/** The server opens a case from here. */
export const skewLimit = 5 * 60_000;

/** All that holds of a device, the gravest first; revoked is settled and says all there is to say. */
export function statesOf(d: { states: readonly string[] }): DeviceState[] {
  if (d.states.includes('revoked')) return ['revoked'];
  const found = deviceStates.filter(s => d.states.includes(s));
  return found.length > 0 ? found : ['well'];
}

/** Who is silent for longest comes first where nothing else is asked for. */
export const byContact = { asc: 'contact_asc', desc: 'contact_desc' } as const;

/** What the fleet can be put in order of, each the way it is asked for most: the worst first. */
export const orders = {
  contact: byContact.asc,
  name: 'name_asc',
  org: 'org_asc',
  backlog: 'backlog_desc',
  cases: 'cases_desc',
  gaps: 'gaps_desc',
  skew: 'skew_desc',
  version: 'version_asc',
} as const;

/** What the address of the fleet holds. */
export interface FleetSearch {
  text?: string | undefined;
  state?: DeviceState | undefined;
  version?: string | undefined;
  zone?: string | undefined;
  sort?: string | undefined;
  plot?: 'on' | 'off' | undefined;
}

const said = (raw: unknown): string | undefined =>
  raw === undefined || raw === null || raw === '' ? undefined : String(raw);

export const fleetSearch = (raw: Raw<FleetSearch>): FleetSearch => ({
  text: said(raw.text),
  state: deviceStates.find(s => s === raw.state),
  version: said(raw.version),
  zone: said(raw.zone),
  sort: sortIn(raw.sort),
  plot: raw.plot === 'on' ? 'on' : raw.plot === 'off' ? 'off' : undefined,
});

/** The address as Go is asked for it: who is silent for longest comes first where nothing else is said. */
export function queryOf(s: FleetSearch): Omit<FleetQuery, 'offset' | 'limit'> {
  const [, column = '', way = 'asc'] = /^(.*)_(asc|desc)$/.exec(s.sort ?? '') ?? [];
  return {
    text: s.text ?? '',
    state: s.state ?? '',
    version: s.version ?? '',
    zone: s.zone ?? '',
    sort: column === 'contact' ? '' : column,
    desc: way === 'desc',
  };
}
