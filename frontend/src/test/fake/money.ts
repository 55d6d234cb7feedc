import type * as c from '../../api/contract';
import { asOf } from './paper';

const none = { total: 0, rows: [], views: {}, asOf };

/** The part of the bridge that rounds, money, policies and dashboards go over. */
export const moneyBridge = {
  Forecast: async (): Promise<c.ForecastView> => ({
    known: false,
    low: 0,
    high: 0,
    from: '',
    until: '',
    inRounds: false,
    free: 0,
    rounds: 0,
    asOf,
  }),
  Waiting: async (): Promise<c.WaitingRow[]> => [],
  PreviewRound: async (): Promise<c.RoundPreview> => Promise.reject(new Error('none')),
  Rounds: async (): Promise<c.RoundPage> => ({ total: 0, rows: [], asOf }),
  Round: async (): Promise<c.RoundView> => Promise.reject(new Error('none')),
  Budget: async (): Promise<c.BudgetDetail> => Promise.reject(new Error('none')),
  Units: async (): Promise<c.UnitPosture[]> => [],
  Invoices: async (): Promise<c.InvoicePage> => none,
  Invoice: async (): Promise<c.InvoiceView> => Promise.reject(new Error('none')),
  Payments: async (): Promise<c.PaymentPage> => none,
  ReadStatement: async (): Promise<c.StatementView> => ({
    token: '',
    file: '',
    rows: [],
    bad: [],
    total: 0,
  }),
  Register: async (): Promise<c.RegisterPage> => ({
    total: 0,
    rows: [],
    series: [],
    years: [],
    asOf,
  }),
  Parcels: async (): Promise<c.ParcelPage> => none,
  Policy: async (): Promise<c.PolicyView> => Promise.reject(new Error('none')),
  Delegations: async (): Promise<c.DelegationView[]> => [],
  Colleagues: async (): Promise<c.ColleagueView[]> => [],
  Dashboard: async (): Promise<c.DashboardView> => ({
    asOf,
    figures: [],
    stages: [],
    series: [],
    shares: [],
  }),
  SavePaper: async () => '/tmp/paper.pdf',
};
