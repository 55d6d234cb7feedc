// The end-to-end test of the windows: the whole play must hold.
import { join } from 'node:path';
import { play } from './play.mjs';
import { root } from './stage.mjs';

let passed = 0;
try {
  await play({
    out: join(root, 'build/e2e'),
    told: row => {
      if (row.ok) passed++;
      console.log(
        `${row.ok ? 'ok  ' : 'FAIL'} ${row.seconds.toFixed(1).padStart(5)} s  ${row.name}`,
      );
    },
  });
  console.log(`${passed} passed, 0 failed`);
} catch (e) {
  console.error(e);
  console.log(`${passed} passed, 1 failed`);
  process.exitCode = 1;
}
