export function SignPage(_: { state?: unknown }) {
  return null;
}
