import { Archive, CheckCheck, Clock, type LucideIcon, OctagonAlert } from 'lucide-react';
import type { CarriedState } from '../../api';
import type { Tone } from '../../ui/StateBadge';

/** How the state of a carried file looks. */
export const looks: Record<CarriedState, readonly [Tone, LucideIcon]> = {
  waits: ['wait', Clock],
  answered: ['go', CheckCheck],
  given: ['still', Archive],
  refused: ['alarm', OctagonAlert],
};
