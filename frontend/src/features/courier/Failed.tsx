import type { ApiError } from '../../api';
import { Reasons } from '../../ui/Reasons';

/** Why an act on this page did not happen; nothing where it did. */
export function Failed({ error }: { error: ApiError | null }) {
  if (!error) return null;
  const bare = { severity: 'stop', line: 0, field: '', have: 0, want: 0, ref: '' };
  return (
    <div role="alert">
      <Reasons
        list={error.reasons.length > 0 ? error.reasons : [{ ...bare, code: error.code }]}
      />
    </div>
  );
}
