export function OrdersPage(_: { state?: unknown }) {
  return null;
}
