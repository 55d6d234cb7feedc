// A smoke test of the shipped program's own window: the WebKit that people see,
// driven through its remote inspector. The page is drawn, speaks to Go, and a
// picture of it is taken.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import {
  end,
  freePort,
  openScreen,
  removeFolder,
  root,
  starter,
  until,
} from './stage.mjs';

/** How long an answer may take, in milliseconds; what was asked of a page that is gone has none. */
const mostAnswer = 30_000;

const out = join(root, 'build/e2e');
mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'dotchain-window-'));
const running = [];
const start = starter(out, running);

try {
  const display = await openScreen((name, ...rest) => start(`window-${name}`, ...rest));
  const port = await freePort();
  const began = Date.now();
  start(
    'window-program',
    join(root, 'build/bin/dotchain'),
    ['--profile', join(folder, 'window')],
    {
      DISPLAY: display,
      WEBKIT_INSPECTOR_HTTP_SERVER: `127.0.0.1:${port}`,
      DOTCHAIN_TEST: '1',
    },
  );
  let page = await attach(port);
  // What is not answered in a while is asked again: the machine may be busy.
  const says = (what, expression) =>
    until(what, async () => {
      if (page.isClosed()) page = await attach(port);
      return page.evaluate(expression);
    });
  await says('the first screen', `document.querySelector('h1')?.textContent`);
  const drawn = Date.now() - began;
  assert.match(await says('the browser', 'navigator.userAgent'), /AppleWebKit/);
  const state = await says('the state', 'window.go.app.App.State()');
  assert.equal(state.phase, 'first_run');
  assert.equal(await says('the language', `document.documentElement.lang`), 'uk');
  const area = { x: 0, y: 0, width: 1360, height: 860, coordinateSystem: 'Viewport' };
  const shot = await until(
    'a picture',
    async () => (await page.send('Page.snapshotRect', area)).result?.dataURL,
  );
  writeFileSync(join(out, 'window.png'), Buffer.from(shot.split(',')[1], 'base64'));
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
  for (const child of running.reverse()) await end(child);
  await removeFolder(folder);
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
  socket.on('error', () => {}); // it is closed then
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
  await until('the page as a target', () => target || socket.readyState > WebSocket.OPEN);
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
  return {
    send,
    evaluate,
    close: () => socket.close(),
    isClosed: () => socket.readyState > WebSocket.OPEN,
  };
}
