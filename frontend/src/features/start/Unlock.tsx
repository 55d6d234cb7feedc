export function Unlock(_: { state?: unknown }) {
  return null;
}
