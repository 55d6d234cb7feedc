// The stage of an end-to-end play: a virtual screen, a real server on a real
// PostgreSQL with the demonstration's data, and the real application of several
// people, each behind a link of its own that can be cut. The page of each
// window is driven in Chromium through Wails' development server; behind it is
// the real Go side.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { openLink } from './link.mjs';
import { readWords } from './words.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'build/bin');
export const passphrase = 'степ вітер сонце дощ';

/** How long is waited for what must happen, in milliseconds. It is no measure: a machine may be busy. */
export const patience = 180_000;

/** Waits until look() gives something, for at most so many milliseconds. */
export async function until(what, look, most = patience) {
  const end = Date.now() + most;
  for (;;) {
    try {
      const got = await look();
      if (got) return got;
    } catch (e) {
      if (Date.now() > end) throw new Error(`${what}: ${e.message}`);
    }
    if (Date.now() > end) throw new Error(`gave up waiting: ${what}`);
    await sleep(50);
  }
}

/** The ports that are given to programs which want a certain one; from the second on the system gives them to whoever wants any. */
const [firstPort, anyPort] = [
  20_000,
  Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/)[0]),
];
const given = new Set();

/** A port that nobody listens on. It is given once, and where the system leaves room nobody else is given it until it is used. */
export async function freePort() {
  const room = anyPort - firstPort;
  const wish = () => (room < 1000 ? 0 : firstPort + Math.floor(Math.random() * room));
  return until('a free port', async () => {
    const s = createServer();
    await new Promise((done, fail) => {
      s.once('error', fail);
      s.listen(wish(), '127.0.0.1', done);
    });
    const { port } = s.address();
    await new Promise(done => s.close(done));
    if (given.has(port)) return 0;
    given.add(port);
    return port;
  });
}

/** Starts a program that writes into a log, and remembers it among those that run. */
export function starter(out, running) {
  return (name, command, args, env = {}, more = []) => {
    const log = openSync(join(out, `${name}.log`), 'a');
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log, ...more],
    });
    child.gone = new Promise(done => child.once('exit', done));
    running.push(child);
    return child;
  };
}

/** How long a program may take to end when it is asked to, in milliseconds. */
const mostGoodbye = 60_000;

/** Ends a program and waits until it is gone. */
export async function end(child, signal = 'SIGTERM') {
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  if (isGone()) return;
  child.kill(signal);
  const late = new AbortController();
  await Promise.race([
    child.gone,
    sleep(mostGoodbye, undefined, { signal: late.signal }).catch(() => {}),
  ]);
  late.abort();
  if (isGone()) return;
  child.kill('SIGKILL');
  await child.gone;
}

/** Removes a folder, into which what is just ending may still write. */
export const removeFolder = folder =>
  until(`${folder} is removed`, () => {
    rmSync(folder, { recursive: true, force: true });
    return true;
  });

/** Opens the stage; close() ends everything it started, in the reverse sequence. */
export async function openStage({ out, lang = 'uk' }) {
  mkdirSync(out, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'dotchain-e2e-'));
  chmodSync(folder, 0o711); // the database's own account must get through
  const running = [];
  const start = starter(out, running);
  let closed = false;

  const display = await openScreen(start);
  const data = join(folder, 'server');
  const port = await freePort();
  const serve = () =>
    start('server', join(bin, 'syncserver'), [
      'demo',
      '--data',
      data,
      '--listen',
      `127.0.0.1:${port}`,
      '--health',
      '-',
    ]);
  let server = serve();
  await until('the server', () => {
    if (server.exitCode !== null) throw new Error(`ended; see ${out}/server.log`);
    return existsSync(join(data, 'ready'));
  });
  const tickets = JSON.parse(readFileSync(join(data, 'tickets.json'), 'utf8'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    timeout: patience,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

  const words = await readWords();
  const windows = [];
  return {
    data,
    out,
    /** The windows opened so far. */
    windows,
    /** Runs the server's command line and returns what it printed and its status. */
    async operate(...args) {
      const child = spawn(join(bin, 'syncserver'), [...args, '--data', data]);
      let text = '';
      child.stdout.on('data', b => {
        text += b;
      });
      child.stderr.on('data', b => {
        text += b;
      });
      const status = await new Promise(done => child.once('close', done));
      return { status, text };
    },
    /** Kills the server without warning and starts it again. */
    async restartServer() {
      await end(server, 'SIGKILL');
      rmSync(join(data, 'ready'), { force: true });
      server = serve();
      await until('the server again', () => existsSync(join(data, 'ready')));
    },
    /** Opens the application of a person of the demonstration in its own folder. */
    async window(profile, { viewport = { width: 1360, height: 860 } } = {}) {
      const ticket = tickets.find(t => t.profile === profile);
      if (!ticket) throw new Error(`no ticket for ${profile}`);
      if (closed) throw new Error('the stage is closed');
      const link = await openLink(port);
      const w = new Window({
        profile,
        ticket,
        link,
        lang,
        words,
        browser,
        viewport,
        folder: join(folder, profile),
        display,
        start,
      });
      windows.push(w);
      await w.open();
      return w;
    },
    async close() {
      closed = true;
      for (const w of windows) await w.close().catch(() => {});
      await browser.close().catch(() => {});
      for (const child of running.reverse()) await end(child);
      await removeFolder(folder);
    },
  };
}

/** A virtual screen for the windows that belong to the pages, the first that is free. It says its number once it takes windows. */
export async function openScreen(start) {
  const args = ['-displayfd', '3', '-screen', '0', '1400x900x24', '-nolisten', 'tcp'];
  const child = start('screen', 'Xvfb', args, {}, ['pipe']);
  let said = '';
  child.stdio[3].on('data', b => {
    said += b;
  });
  const number = await until('the virtual screen', () => {
    if (child.exitCode !== null) return 'none';
    return /^\d+\n/.test(said) && said.trim();
  });
  if (number === 'none') throw new Error('no virtual screen could be started');
  return `:${number}`;
}

/** With so many threads the program's own page is past its start, which the program waits for. */
const shadowThreads = 8;

/**
 * Ends the page that the program draws on its own screen, which nobody looks at
 * here: it is a second window of the same person, and would take half of the time.
 */
function endShadow(app) {
  const read = file => readFileSync(`/proc/${file}`, 'utf8');
  const tasks = pid => readdirSync(`/proc/${pid}/task`);
  const childrenOf = pid =>
    tasks(pid).flatMap(t => read(`${pid}/task/${t}/children`).split(' ').filter(Boolean));
  const look = () => {
    if (app.exitCode !== null || app.signalCode !== null) return true;
    const page = childrenOf(app.pid).find(pid =>
      read(`${pid}/comm`).startsWith('WebKitWeb'),
    );
    return page && tasks(page).length >= shadowThreads && process.kill(+page, 'SIGKILL');
  };
  until('the page behind the window', look).catch(() => {}); // then it stays
}

/** One person's application and its page, and the language it speaks. */
class Window {
  constructor(parts) {
    Object.assign(this, parts);
    this.server = `https://127.0.0.1:${this.link.port}`;
    this.errors = [];
  }

  async open() {
    this.port = await freePort();
    this.app = this.start(
      this.profile,
      join(bin, 'dotchain-dev'),
      ['--profile', this.folder],
      {
        DISPLAY: this.display,
        devserver: `127.0.0.1:${this.port}`,
        DOTCHAIN_TEST: '1',
        // What the system's dialogs remember of files is nobody's own list.
        XDG_DATA_HOME: `${this.folder}-remembered`,
      },
    );
    const url = `http://127.0.0.1:${this.port}/`;
    await until(`the window of ${this.profile}`, async () => {
      if (this.app.exitCode !== null) throw new Error('the program ended');
      return (await fetch(url)).ok;
    });
    this.context = await this.browser.newContext({
      viewport: this.viewport,
      locale: { uk: 'uk-UA', en: 'en-GB' }[this.lang],
      timezoneId: 'Europe/Kyiv',
    });
    this.page = await this.context.newPage();
    this.page.setDefaultTimeout(patience);
    this.page.on('pageerror', e => {
      // The second is the browser's word that a busy page is measured again in the next frame.
      if (!/reading 'nodes'|ResizeObserver loop/.test(e.message))
        this.errors.push(String(e));
    });
    await this.page.addInitScript(() => {
      window.clicks = 0;
      addEventListener(
        'pointerup',
        () => {
          window.clicks++;
        },
        true,
      );
    });
    await this.page.goto(url);
    endShadow(this.app);
  }

  /** A text of the window in the language it speaks. */
  say(key, values) {
    return this.words[this.lang].say(key, values);
  }

  /** What any of these texts matches. */
  any(...keys) {
    return this.words[this.lang].any(...keys);
  }

  /** Takes a picture where one can be taken. */
  async show(path) {
    await this.page?.screenshot({ path, timeout: 10_000 }).catch(() => {});
  }

  /** kill -9, as a failing battery does it. */
  async kill() {
    await this.context.close();
    await end(this.app, 'SIGKILL');
  }

  async close() {
    await this.context?.close().catch(() => {});
    if (this.app) await end(this.app);
    this.link.close();
  }
}
