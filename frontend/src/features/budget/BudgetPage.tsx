export function BudgetPage(_: { state?: unknown }) {
  return null;
}
