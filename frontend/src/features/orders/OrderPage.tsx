export function OrderPage(_: { state?: unknown }) {
  return null;
}
