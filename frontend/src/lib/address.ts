import { useNavigate, useSearch } from '@tanstack/react-router';

/** What a page's address may hold before it was looked at. */
export type Raw<S> = { [K in keyof S]?: unknown };

/** Changes a part of this page's address (its filters, what is open); `push` makes a step for Back. */
export function useAddress<S extends object>(): (
  change: Partial<S>,
  push?: boolean,
) => void {
  const navigate = useNavigate();
  return (change, push) =>
    void navigate({
      to: '.',
      // The reader of the address (validateSearch) guards the shape.
      search: ((old: object) => ({ ...old, ...change })) as never,
      replace: !push,
    });
}

/** This page's address as its own reader sees it. */
export function useAddressOf<S extends object>(read: (raw: Raw<S>) => S): S {
  return read(useSearch({ strict: false }) as Raw<S>);
}
