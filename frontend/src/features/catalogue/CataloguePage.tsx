export function CataloguePage(_: { state?: unknown }) {
  return null;
}
