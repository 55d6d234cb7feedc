export function CartPage(_: { state?: unknown }) {
  return null;
}
