import type * as c from '../../api/contract';
import { tiers } from './rounds';

/** A set of policies with something in every part. */
export const policy: c.PolicyView = {
  version: 4,
  setBy: 'Шевчук Богдан',
  setAt: '2026-10-02T09:12:00Z',
  comment: 'Підвищено поріг подвійного погодження.',
  checks: [
    { code: 'order_duplicate', verdict: 'warn', limit: 30 },
    { code: 'order_look_alike', verdict: 'pass', limit: 30 },
    { code: 'lead_time_too_short', verdict: 'warn', limit: 0 },
    { code: 'urgency_unexplained', verdict: 'pass', limit: 0 },
    { code: 'budget_share_high', verdict: 'warn', limit: 5000 },
    { code: 'cap_exceeded', verdict: 'stop', limit: 0 },
    { code: 'not_codified', verdict: 'stop', limit: 0 },
  ],
  signing: [
    { from: 500_000_00, roles: ['signatory'] },
    { from: 5_000_000_00, roles: ['signatory', 'acceptance_signer'] },
  ],
  approval: [
    {
      name: 'Звичайне',
      from: 0,
      category: '',
      fund: '',
      steps: [{ role: 'approver', count: 1 }],
    },
    {
      name: 'Велике',
      from: 10_000_000_00,
      category: '',
      fund: '',
      steps: [
        { role: 'contract_manager', count: 1 },
        { role: 'approver', count: 2 },
      ],
    },
    {
      name: 'РЕБ',
      from: 0,
      category: 'ew',
      fund: 'guaranteed',
      steps: [
        { role: 'quality', count: 1 },
        { role: 'approver', count: 1 },
      ],
    },
  ],
  allocation: [
    { category: '', mode: 'first_come', cutOff: 0, floor: 0, floorShare: 0 },
    { category: 'uav_strike', mode: 'rounds', cutOff: 1080, floor: 2, floorShare: 3000 },
    { category: 'ew', mode: 'rounds', cutOff: 900, floor: 1, floorShare: 2000 },
  ],
  tiers,
  holdDays: 10,
  takeMinutes: 30,
  acceptance: ['receiver', 'acceptance_signer'],
  guaranteed: [
    { posture: 'engaged', amount: 18_000_000_00 },
    { posture: 'forming', amount: 12_000_000_00 },
    { posture: 'training', amount: 6_000_000_00 },
    { posture: 'in_reserve', amount: 3_000_000_00 },
  ],
  yearEnd: 'carry_over',
  perDay: 10,
  most: 1000,
  graceDays: 2,
  forward: [
    { body: 'Департамент забезпечення', adapter: 'folder', from: 0, awaits: false },
    {
      body: 'Міністерство, відділ погоджень',
      adapter: 'x_road',
      from: 10_000_000_00,
      awaits: true,
    },
  ],
  canEdit: false,
};
