import type * as c from '../../api/contract';
import { asOf } from './paper';

const none = { total: 0, rows: [], views: {}, asOf };

/** The part of the bridge that acts, deliveries, claims and supplier's orders go over. */
export const deliveryBridge = {
  PrepareAct: async (f: c.ActForm): Promise<c.SigningView> => ({
    token: `act-${f.act}`,
    kind: f.act as c.SigningView['kind'],
    hash: 'c0ffee',
    order: null,
    changes: [],
    decisions: [],
    budgets: [],
    stocks: [],
    problems: [],
    ready: true,
    needPassphrase: false,
    signerName: 'Ткачук Олена Петрівна',
    signerRole: 'requisitioner',
    nextSigner: '',
    facts: [],
  }),
  Deliveries: async (): Promise<c.DeliveryPage> => none,
  Delivery: async (): Promise<c.DeliveryView> => Promise.reject(new Error('none')),
  Claims: async (): Promise<c.ClaimPage> => ({ ...none, reasons: [] }),
  Claim: async (): Promise<c.ClaimView> => Promise.reject(new Error('none')),
  SupplierOrders: async (): Promise<c.SupplierOrderPage> => none,
  SupplierOrder: async (): Promise<c.SupplierOrderView> =>
    Promise.reject(new Error('none')),
  NewHandover: async () => '7Q4KM-2XW9T',
  CheckHandover: async (_id: string, code: string) =>
    code.replace('-', '') === '7Q4KM2XW9T',
};
