// The end-to-end test of the windows: the whole play must hold. With --lang en, or
// --lang uk,en, in these languages: everything in the first, the life of an order
// and the courier in the others too.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { play } from './play.mjs';
import { root } from './stage.mjs';
import { langs } from './words.mjs';

const { values } = parseArgs({
  options: { lang: { type: 'string', default: langs.join() } },
});
const asked = values.lang.split(',');
for (const lang of asked)
  if (!langs.includes(lang)) throw new Error(`the window does not speak ${lang}`);

let passed = 0;
try {
  await play({
    out: join(root, 'build/e2e'),
    langs: asked,
    told: row => {
      if (row.ok) passed++;
      console.log(
        `${row.ok ? 'ok  ' : 'FAIL'} ${row.seconds.toFixed(1).padStart(5)} s  ${row.lang}  ${row.name}`,
      );
    },
  });
  console.log(`${passed} passed, 0 failed`);
} catch (e) {
  console.error(e);
  console.log(`${passed} passed, 1 failed`);
  process.exitCode = 1;
}
