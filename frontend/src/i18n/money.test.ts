import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from './en';
import { uk } from './uk';

// The codes are Go's: its own sources are read here, so that a code added there
// without its word fails here.
const shared = '../shared';
const source = (path: string): string => readFileSync(`${shared}/${path}`, 'utf8');

/** The texts of the constants of a type, as far as `until`. */
function constants(path: string, type: string, until: string): string[] {
  const text = source(path);
  const end = text.indexOf(until);
  return [
    ...text
      .slice(0, end < 0 ? undefined : end)
      .matchAll(new RegExp(`\\b${type}\\s+= "([a-z0-9_]+)"`, 'g')),
  ].map(m => m[1] ?? '');
}

/** The names that the String method of a receiver returns. */
function names(path: string, receiver: string): string[] {
  const text = source(path);
  const start = text.indexOf(`(${receiver}) String() string {`);
  expect(start, receiver).toBeGreaterThan(0);
  return [
    ...text.slice(start, text.indexOf('\n}\n', start)).matchAll(/return "([a-z_]+)"/g),
  ]
    .map(m => m[1] ?? '')
    .filter(n => n !== 'unknown');
}

describe.each([
  ['uk', uk],
  ['en', en],
] as const)('in %s', (_, texts) => {
  it('every reason for which a row of a statement is left out has its word', () => {
    const reasons = constants(
      'intake/finding.go',
      'Reason',
      '// Reasons that a person should know of',
    );
    expect(reasons.length).toBeGreaterThan(25);
    expect(Object.keys(texts.money.statement.reasons).sort()).toEqual(reasons.sort());
  });

  it('every role may be written in a table of people as the window says it', () => {
    const table = source('intake/person.go');
    const { server, ...roles } = texts.state.role;
    expect(server).toBeTruthy();
    expect(Object.keys(roles).length).toBeGreaterThan(15);
    expect(Object.values(roles).filter(w => !table.includes(`"${w}"`))).toEqual([]);
  });

  it('every problem of a file has its sentence', () => {
    const problems = constants('intake/fileerror.go', 'FileProblem', '// Limits');
    expect(problems.length).toBeGreaterThan(11);
    expect(Object.keys(texts.money.statement.files).sort()).toEqual(problems.sort());
  });

  it('every reason to take a payment order back has its word', () => {
    expect(Object.keys(texts.state.cancel_reason).sort()).toEqual(
      names('payment/cancel.go', 'r CancelReason').sort(),
    );
  });

  it('every state of payment orders and invoices has its words', () => {
    const payments = names('payment/cancel.go', 's PaymentState').sort();
    expect(Object.keys(texts.money.paymentStates).sort()).toEqual(payments);
    expect(Object.keys(texts.money.paymentViews).sort()).toEqual(
      ['all', ...payments].sort(),
    );
    const invoices = names('payment/invoice.go', 's State').sort();
    expect(Object.keys(texts.money.states).sort()).toEqual(invoices);
    expect(Object.keys(texts.money.views).sort()).toEqual(
      ['all', 'due', ...invoices].sort(),
    );
  });

  it('every reason and outcome of a claim has its word', () => {
    expect(Object.keys(texts.state.claim_reason).sort()).toEqual(
      names('delivery/claim.go', 'r ClaimReason').sort(),
    );
    expect(Object.keys(texts.state.outcome).sort()).toEqual(
      [
        ...names('delivery/claim.go', 'o Outcome'),
        ...names('conflict/outcome.go', 'o Outcome'),
      ].sort(),
    );
  });

  it('every step of an order has its word', () => {
    const steps = names('order/order.go', 'k EventKind');
    expect(steps.length).toBeGreaterThan(25);
    expect(steps.filter(s => !(s in texts.orders.event))).toEqual([]);
  });
});
