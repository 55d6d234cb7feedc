import type { ApiError } from '../../api';
import { Reasons } from '../../ui/Reasons';

/** Nothing is wrong with the file, it was only opened on the wrong device: no cause for alarm. */
export const isSlip = (error: ApiError): boolean =>
  error.code === 'courier_own' || error.code === 'courier_other';

/** Why an act on this page did not happen. */
export function Failed({ error }: { error: ApiError }) {
  const bare = { severity: 'stop', line: 0, field: '', have: 0, want: 0, ref: '' };
  const list = error.reasons.length > 0 ? error.reasons : [{ ...bare, code: error.code }];
  return (
    <div role="alert">
      <Reasons
        list={isSlip(error) ? list.map(r => ({ ...r, severity: 'info' })) : list}
      />
    </div>
  );
}
