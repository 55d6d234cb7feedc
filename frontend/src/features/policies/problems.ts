import type { PolicyView } from '../../api';

export type Problem = 'approval' | 'allocation' | 'signing' | 'guaranteed' | 'forward';

const twice = (keys: readonly string[]): boolean => new Set(keys).size !== keys.length;

/** What would not be accepted, known before it is asked: the same figures as Go's, which has the last word. */
export function problemsOf(p: PolicyView): Problem[] {
  const found: Problem[] = [];
  if (
    p.approval.length === 0 ||
    twice(p.approval.map(a => `${a.from}/${a.category}/${a.fund}`))
  )
    found.push('approval');
  if (twice(p.allocation.map(a => a.category))) found.push('allocation');
  if (twice(p.signing.map(s => String(s.from)))) found.push('signing');
  if (twice(p.guaranteed.map(g => g.posture))) found.push('guaranteed');
  if (p.forward.some(f => f.body.trim() === '') || twice(p.forward.map(f => f.body)))
    found.push('forward');
  return found;
}
