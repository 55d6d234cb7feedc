import type { DeliveryRow } from '../../api';
import { groupBy } from '../../lib/group';

/** A week of the board by the day that was promised. */
export interface Week {
  /** Its Monday, or "none" where no day was promised. */
  monday: string;
  rows: readonly DeliveryRow[];
  done: number;
  /** On their way and in time; on their way and late. */
  way: number;
  late: number;
}

/** The Monday of a day's week, both "2026-12-31". */
export function mondayOf(day: string): string {
  if (day === '') return 'none';
  const d = new Date(`${day.slice(0, 10)}T12:00:00Z`);
  d.setUTCDate(d.getUTCDate() - ((d.getUTCDay() + 6) % 7));
  return d.toISOString().slice(0, 10);
}

/** The deliveries by the week they were promised for, the earliest first; those without a day last. */
export function weeksOf(rows: readonly DeliveryRow[]): Week[] {
  const groups = groupBy(rows, r => mondayOf(r.promisedOn));
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([monday, list]) => {
      const way = list.filter(r => r.receivedAt === '');
      const late = way.filter(r => r.daysLate > 0).length;
      return {
        monday,
        rows: list,
        done: list.length - way.length,
        way: way.length - late,
        late,
      };
    });
}
