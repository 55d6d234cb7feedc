// A smoke test of the shipped program's own window: the WebKit that people see,
// driven through its remote inspector. The page is drawn, speaks to Go, and a
// picture of it is taken.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { freePort, root, until } from './stage.mjs';

/** How long an answer may take, in milliseconds; what was asked of a page that is gone has none. */
const mostAnswer = 30_000;

const out = join(root, 'build/e2e');
mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'dotchain-window-'));
const running = [];
const start = (name, command, args, env = {}) => {
  const log = openSync(join(out, `window-${name}.log`), 'a');
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
  });
  child.gone = new Promise(done => child.once('exit', done));
  running.push(child);
  return child;
};

try {
  let display;
  for (let n = 130; n < 160 && !display; n++) {
    if (existsSync(`/tmp/.X11-unix/X${n}`)) continue;
    const screen = start('screen', 'Xvfb', [
      `:${n}`,
      '-screen',
      '0',
      '1400x900x24',
      '-nolisten',
      'tcp',
    ]);
    const up = await Promise.race([
      screen.gone.then(() => false),
      until('the virtual screen', () => existsSync(`/tmp/.X11-unix/X${n}`), 60_000),
    ]);
    if (up) display = `:${n}`;
  }
  const port = await freePort();
  const began = Date.now();
  start(
    'program',
    join(root, 'build/bin/dotchain'),
    ['--profile', join(folder, 'window')],
    {
      DISPLAY: display,
      WEBKIT_INSPECTOR_HTTP_SERVER: `127.0.0.1:${port}`,
      DOTCHAIN_TEST: '1',
    },
  );
  const page = await attach(port);
  await until('the first screen', () =>
    page.evaluate(`document.querySelector('h1')?.textContent`),
  );
  const drawn = Date.now() - began;
  assert.match(await page.evaluate('navigator.userAgent'), /AppleWebKit/);
  const state = await page.evaluate('window.go.app.App.State()');
  assert.equal(state.phase, 'first_run');
  assert.equal(await page.evaluate(`document.documentElement.lang`), 'uk');
  const shot = await page.send('Page.snapshotRect', {
    x: 0,
    y: 0,
    width: 1360,
    height: 860,
    coordinateSystem: 'Viewport',
  });
  writeFileSync(
    join(out, 'window.png'),
    Buffer.from(shot.result.dataURL.split(',')[1], 'base64'),
  );
  page.close();
  console.log(
    `the window shows its first screen ${drawn} ms after the start; picture in build/e2e/window.png`,
  );
  console.log('1 passed, 0 failed');
} catch (e) {
  console.error(e);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  for (const child of running.reverse()) {
    child.kill();
    await Promise.race([child.gone, sleep(5_000)]);
    child.kill('SIGKILL');
  }
  rmSync(folder, { recursive: true, force: true });
}

function fetchText(url) {
  return new Promise((done, fail) => {
    get(url, { signal: AbortSignal.timeout(mostAnswer) }, r => {
      let text = '';
      r.on('data', b => {
        text += b;
      });
      r.on('end', () => done(text));
    }).on('error', fail);
  });
}

async function attach(port) {
  const path = await until('an inspectable page', async () => {
    const text = await fetchText(`http://127.0.0.1:${port}/`);
    return text.match(/\/socket\/\d+\/\d+\/WebPage/)?.[0];
  });
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  const waiting = new Map();
  let target;
  let n = 0;
  socket.on('message', data => {
    const m = JSON.parse(data);
    const created = m.method === 'Target.targetCreated' && m.params.targetInfo;
    if (created?.type === 'page' && !created.isProvisional) target = created.targetId;
    // Another process draws the page from here on.
    if (m.method === 'Target.didCommitProvisionalTarget') target = m.params.newTargetId;
    if (m.method === 'Target.dispatchMessageFromTarget') {
      const answer = JSON.parse(m.params.message);
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    }
  });
  await until('the page as a target', () => target);
  const send = (method, params = {}) =>
    new Promise((done, fail) => {
      const id = ++n;
      waiting.set(id, done);
      setTimeout(() => fail(new Error(`no answer to ${method}`)), mostAnswer).unref();
      socket.send(
        JSON.stringify({
          id,
          method: 'Target.sendMessageToTarget',
          params: { targetId: target, message: JSON.stringify({ id, method, params }) },
        }),
      );
    });
  const evaluate = async expression => {
    let r = (
      await send('Runtime.evaluate', {
        expression: `(async()=>JSON.stringify(await (${expression})))()`,
        objectGroup: 'test',
      })
    ).result;
    r = (
      await send('Runtime.awaitPromise', {
        promiseObjectId: r.result.objectId,
        returnByValue: true,
      })
    ).result;
    if (r.wasThrown) throw new Error(r.result.description ?? JSON.stringify(r.result));
    return r.result.value === undefined ? undefined : JSON.parse(r.result.value);
  };
  return { send, evaluate, close: () => socket.close() };
}
