export function FirstRun(_: { state?: unknown }) {
  return null;
}
