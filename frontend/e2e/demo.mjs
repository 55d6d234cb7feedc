// Plays the main job without a display and leaves build/demo/ for people: the
// pictures and a plain summary of every step. Ends 0 only if every step held.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { play } from './play.mjs';
import { root } from './stage.mjs';

const out = join(root, 'build/demo');
rmSync(out, { recursive: true, force: true });
let rows = [];
let failure;
try {
  rows = await play({
    out,
    told: r =>
      console.log(
        `${r.ok ? 'held  ' : 'FAILED'} ${r.seconds.toFixed(1).padStart(5)} s  ${r.lang}  ${r.name}`,
      ),
  });
} catch (e) {
  rows = e.steps ?? [];
  failure = e;
}
const held = rows.filter(r => r.ok).length;
writeFileSync(join(out, 'summary.md'), summary());
console.log(
  `\n${held} steps held, ${rows.length - held} failed; read build/demo/summary.md`,
);
if (failure) {
  console.error(failure.message);
  process.exitCode = 1;
}

function summary() {
  const lines = [
    '# The main job, played through the real application',
    '',
    `${held} of ${rows.length} steps held. The pictures are what the windows showed.`,
    '',
  ];
  for (const [i, r] of rows.entries()) {
    lines.push(
      `## ${i + 1}. ${r.name} (${r.lang}): ${r.ok ? 'held' : 'FAILED'} (${r.seconds.toFixed(1)} s)`,
      '',
    );
    for (const n of r.notes) lines.push('```', n, '```', '');
    for (const p of r.pictures) lines.push(`![${p}](${p})`, '');
  }
  if (failure)
    lines.push(
      '## Why it failed',
      '',
      '```',
      String(failure.stack ?? failure),
      '```',
      '',
    );
  return lines.join('\n');
}
