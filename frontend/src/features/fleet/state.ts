import type { DeviceRow } from '../../api';

export type DeviceState = 'revoked' | 'skewed' | 'never' | 'silent' | 'ok';

const day = 86_400_000;
/** From here a silent device is worth a question. */
const silentAfter = 3 * day;
/** The server opens a case from here. */
export const skewLimit = 5 * 60_000;

/** The gravest thing about a device. */
export function stateOf(d: DeviceRow, now: Date): DeviceState {
  if (d.revoked) return 'revoked';
  if (Math.abs(d.skewMs) > skewLimit) return 'skewed';
  if (d.lastContact === '') return 'never';
  if (now.getTime() - Date.parse(d.lastContact) > silentAfter) return 'silent';
  return 'ok';
}

// Revoked is settled: it needs nobody, so it stands after what does.
const order: readonly DeviceState[] = ['skewed', 'silent', 'never', 'revoked', 'ok'];

/** Problems first; within one state the longest silent first. */
export function problemsFirst(list: readonly DeviceRow[], now: Date): DeviceRow[] {
  return list.toSorted(
    (a, b) =>
      order.indexOf(stateOf(a, now)) - order.indexOf(stateOf(b, now)) ||
      a.lastContact.localeCompare(b.lastContact) ||
      a.name.localeCompare(b.name),
  );
}
