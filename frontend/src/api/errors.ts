import type { ReasonView } from './contract';

/** What a call to Go failed with: a stable code and typed reasons, never a sentence. */
export class ApiError extends Error {
  readonly code: string;
  readonly reasons: readonly ReasonView[];

  constructor(code: string, reasons: readonly ReasonView[]) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.reasons = reasons;
  }
}

/**
 * Whether what is to be signed is shown anew: it is something else by now, or the passphrase
 * was last given too long ago, which the new view asks for.
 */
export const isShownAnew = (e: ApiError): boolean =>
  e.code === 'stale_signing' || e.code === 'fresh_factor_needed';

/** Reads what a bound method rejected with: the JSON of Failure, as text or as an Error's message. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const start = text.indexOf('{');
  if (start >= 0) {
    try {
      const parsed: unknown = JSON.parse(text.slice(start));
      if (isFailure(parsed)) return new ApiError(parsed.code, parsed.reasons ?? []);
    } catch {
      // Not the JSON of Failure: the program's own mistake, below.
    }
  }
  return new ApiError('internal', []);
}

function isFailure(v: unknown): v is { code: string; reasons: ReasonView[] | null } {
  return typeof v === 'object' && v !== null && 'code' in v && typeof v.code === 'string';
}
