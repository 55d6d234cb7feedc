import type * as c from '../../api/contract';
import type { FakeStart } from './bridge';
import { ago, reason } from './orders';

type Methods = Pick<
  c.Bridge,
  | 'Courier'
  | 'SaveCourier'
  | 'OpenCourier'
  | 'TakeCourier'
  | 'SaveCourierAnswer'
  | 'ForgetCourier'
>;

const item = (id: string, more: Partial<c.CourierItem>): c.CourierItem => ({
  id,
  device: '4f1ab207',
  count: 4,
  at: ago(26 * 60),
  bytes: 5_210,
  state: 'waits',
  takenAt: ago(40),
  changedAt: ago(40),
  reasons: [],
  ...more,
});

/** Courier files of the stand-in: what is opened is carried first, then an answer. */
export function courierBridge(
  start: FakeStart,
  changed: (...topics: string[]) => void,
): Methods {
  const empty = start.scenario === 'empty';
  let fresh = 1;
  let exports: c.CourierExport[] = empty
    ? []
    : [
        { number: 2, at: ago(190), count: 2, waiting: 2, answeredAt: '' },
        { number: 1, at: ago(3000), count: 5, waiting: 0, answeredAt: ago(1500) },
      ];
  let carried: c.CourierItem[] = empty
    ? []
    : [
        item('carried-1', {}),
        item('carried-2', {
          device: '90c3e11d',
          count: 12,
          bytes: 14_030,
          state: 'answered',
        }),
        item('carried-3', { device: '77aa0912', count: 1, bytes: 1_310, state: 'given' }),
        item('carried-4', {
          device: '0b2c44f8',
          state: 'refused',
          reasons: [reason('courier_damaged')],
        }),
      ];
  const none: c.CourierTaken = {
    kind: '',
    device: '',
    count: 0,
    state: '',
    number: 0,
    applied: 0,
    parked: 0,
    known: 0,
  };
  let opened = 0;
  const take = async (): Promise<c.CourierTaken> => {
    opened += 1;
    if (opened === 1) {
      carried = [item('carried-9', { device: 'e0553b61', count: 3 }), ...carried];
      changed('courier');
      return { ...none, kind: 'carried', device: 'e0553b61', count: 3, state: 'waits' };
    }
    if (opened === 2) {
      exports = exports.map(x =>
        x.number === 2 ? { ...x, waiting: 0, answeredAt: ago(5) } : x,
      );
      changed('courier', 'orders');
      return { ...none, kind: 'answer', number: 2, applied: 1, parked: 1 };
    }
    const r = reason('courier_damaged');
    throw new Error(JSON.stringify({ code: r.code, reasons: [r] }));
  };
  const become = (id: string, state: c.CarriedState) => {
    carried = carried.map(x => (x.id === id ? { ...x, state } : x));
    changed('courier');
  };
  return {
    Courier: async () => ({
      device: 'a1b2c3d4',
      canSeal: true,
      waiting: empty ? 0 : 3,
      fresh: empty ? 0 : fresh,
      exports,
      carried,
    }),
    SaveCourier: async onlyNew => {
      const count = onlyNew ? fresh : 3;
      fresh = 0;
      exports = [
        { number: 3, at: ago(0), count, waiting: count, answeredAt: '' },
        ...exports,
      ];
      changed('courier', 'orders');
      return { path: '/media/stick/dotchain.courier', number: 3, count, left: 0 };
    },
    OpenCourier: take,
    TakeCourier: take,
    SaveCourierAnswer: async id => {
      become(id, 'given');
      return '/media/stick/answer.courier';
    },
    ForgetCourier: async id => {
      carried = carried.filter(x => x.id !== id);
      changed('courier');
      return true;
    },
  };
}
