// The system's own dialogs for files. They belong to the program and not to its
// page: they open on the virtual screen, and a person answers them by typing.
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { until } from './stage.mjs';

const run = promisify(execFile);

/** How long one movement of the hands may take, in milliseconds. */
const mostHand = 60_000;

/** Types a path into the dialog that the window's program has opened, and accepts it. */
export async function typePath(w, path) {
  const env = { ...process.env, DISPLAY: w.display };
  const hands = (...args) => run('xdotool', args, { env, timeout: mostHand });
  const search = async (...what) => {
    const options = ['--maxdepth', '1', '--all', '--onlyvisible', '--pid', w.app.pid];
    try {
      const found = await hands('search', ...options, ...what);
      return found.stdout.split('\n').filter(Boolean);
    } catch (e) {
      // One without a word says that there is none; all others say nothing of windows: one
      // may have gone while it looked.
      if (e.code === 1 && !e.stderr) return [];
      throw e;
    }
  };
  const dialogs = async () => {
    const own = await search('--name', '^DOT-Chain');
    return (await search('--class', 'dotchain')).filter(id => !own.includes(id));
  };
  const dialog = await until('the dialog for a file', async () => (await dialogs())[0]);
  let tries = 0;
  const answer = async () => {
    // Nothing manages the windows of this screen, so none has the keyboard unless it is given.
    await hands('windowfocus', '--sync', dialog);
    // A dialog that opens has a field for a path only after this; one that saves has it anyway.
    await hands('key', 'ctrl+l', 'ctrl+a');
    await hands('type', '--delay', '1', path);
  };
  // While it still reads the folder, or offers names of files, it takes no answer yet; what
  // was typed before it listened is typed again.
  await until('the dialog closes', async () => {
    if (tries++ % 50 === 0) await answer();
    await hands('key', 'Return');
    await sleep(100);
    return (await dialogs()).length === 0;
  });
}
