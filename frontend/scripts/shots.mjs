// Pictures of every view over the in-memory stand-in, for looking at them; each
// is also checked by axe and for words that are cut off.
//   node scripts/shots.mjs [folder] [name-filter]
import { mkdirSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';

const out = process.argv[2] ?? 'shots';
const only = process.argv[3] ?? '';
mkdirSync(out, { recursive: true });

/** name → [address after the hash, the fake's start, what to do before the picture] */
const views = {
  first_run: ['/', 'phase=first_run'],
  first_run_place: [
    '/',
    'phase=first_run',
    p => p.getByRole('main').getByRole('button').first().click(),
  ],
  locked: ['/', 'phase=locked'],
  catalogue: ['/catalogue', ''],
  catalogue_table: [
    '/catalogue',
    '',
    p =>
      p.getByRole('radiogroup').first().getByRole('radio').nth(1).click({ force: true }),
  ],
  catalogue_item: ['/catalogue?item=item-sv-10f', ''],
  catalogue_compare: [
    '/catalogue?compare=%5B%22item-sv-10f%22%2C%22item-sv-07%22%2C%22item-kr-13n%22%5D',
    '',
    p => p.getByRole('button', { name: /Порівняти|Compare/ }).click(),
  ],
  catalogue_empty: ['/catalogue', 'scenario=empty'],
  catalogue_nothing: ['/catalogue?text=%D1%89%D0%BE%D1%81%D1%8C', ''],
  catalogue_error: ['/catalogue', 'scenario=error'],
  cart: ['/cart', ''],
  cart_empty: ['/cart', 'scenario=empty&link=live'],
  cart_error: ['/cart', 'scenario=error'],
  sign: ['/sign', 'cart=ready'],
  signed: [
    '/sign',
    'cart=ready',
    async p => {
      await p.getByRole('textbox').last().fill('степ вітер сонце дощ');
      await p.keyboard.press('Enter');
    },
  ],
  orders: ['/orders', ''],
  orders_empty: ['/orders', 'scenario=empty&link=live'],
  order_returned: ['/orders/order-2', ''],
  order_parked: ['/orders/order-3', ''],
  order_approved: ['/orders/order-6', ''],
  order_queued: ['/orders/order-1', ''],
  budget: ['/budget', 'link=live'],
  budget_empty: ['/budget', 'scenario=empty'],
  log: ['/log', 'link=catching_up'],
  settings: ['/settings', ''],
  queue: ['/queue', 'zone=agency'],
  queue_empty: ['/queue', 'zone=agency&scenario=empty&link=live'],
  queue_offline: ['/queue', 'zone=agency&scenario=empty'],
  queue_error: ['/queue', 'zone=agency&scenario=error'],
  queue_revised: ['/queue?sort=newest', 'zone=agency', p => p.keyboard.press('KeyJ')],
  queue_sign: ['/queue', 'zone=agency', p => p.keyboard.press('KeyA')],
  queue_saved: [
    '/queue',
    'zone=agency&fresh=yes',
    async p => {
      await p.getByRole('article').waitFor();
      await p.waitForTimeout(200);
      await p.keyboard.press('KeyA');
    },
  ],
  queue_return: ['/queue', 'zone=agency', p => p.keyboard.press('KeyR')],
  queue_reject: ['/queue', 'zone=agency', p => p.keyboard.press('KeyD')],
  queue_batch: [
    '/queue',
    'zone=agency',
    async p => {
      await p.keyboard.press('Shift+KeyX');
      await p.waitForTimeout(200);
      await p.keyboard.press('Shift+KeyA');
    },
  ],
  agency_orders: ['/orders', 'zone=agency'],
  agency_budgets: ['/budget', 'zone=agency'],
  agency_catalogue: ['/catalogue', 'zone=agency'],
  cases: ['/cases', 'zone=admin'],
  cases_all: ['/cases?state=all', 'zone=admin'],
  cases_empty: ['/cases', 'zone=admin&scenario=empty&link=live'],
  cases_error: ['/cases', 'zone=admin&scenario=error'],
  case_both: ['/cases/case-2', 'zone=admin'],
  case_one: ['/cases/case-3', 'zone=admin'],
  case_device: ['/cases/case-10', 'zone=admin'],
  case_own: ['/cases/case-1', ''],
  fleet: ['/fleet', 'zone=admin'],
  fleet_device: ['/fleet', 'zone=admin', p => p.getByRole('row').nth(1).click()],
  fleet_empty: ['/fleet', 'zone=admin&scenario=empty&link=live'],
  palette: ['/catalogue', '', p => p.keyboard.press('Control+k')],
  shortcuts: ['/orders', '', p => p.keyboard.press('Shift+Slash')],
};

/** Buttons, labels and badges whose words do not fit; what may be shortened has a title. */
function cutOff() {
  const cut = [];
  for (const el of document.querySelectorAll(
    'button, label, th, dt, h1, h2, h3, [role=columnheader] *, [role=gridcell] span',
  )) {
    if (
      el.closest('[title]') ||
      el.querySelector('[title]') ||
      getComputedStyle(el).display === 'inline'
    )
      continue;
    if (
      el.scrollWidth > el.clientWidth + 1 &&
      el.clientWidth > 0 &&
      el.textContent.trim()
    )
      cut.push(el.textContent.trim().slice(0, 80));
  }
  return cut;
}

const langs = (process.env.LANGS ?? 'uk').split(',');
const themes = (process.env.THEMES ?? 'light').split(',');
const zoom = process.env.ZOOM ?? '100';
const server = await createServer({
  server: { port: Number(process.env.PORT ?? 5199), host: '127.0.0.1' },
  logLevel: 'error',
});
await server.listen();
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
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
const context = await browser.newContext({
  viewport: {
    width: Number(process.env.WIDTH ?? 1280),
    height: Number(process.env.HEIGHT ?? 800),
  },
});
const page = await context.newPage();
let failed = 0;
page.on('pageerror', e => {
  failed++;
  console.log('[pageerror]', e.message);
});
page.on(
  'console',
  m => m.type() === 'error' && console.log('[console]', m.text().slice(0, 400)),
);
for (const [name, [hash, start, act]] of Object.entries(views)) {
  if (only && !name.match(only)) continue;
  for (const lang of langs)
    for (const theme of themes) {
      await page.goto('about:blank');
      await page.goto(
        `http://127.0.0.1:${process.env.PORT ?? 5199}/fake.html?lang=${lang}&theme=${theme}&zoom=${zoom}&${start}#${hash}`,
      );
      await page.locator('h1, h2').first().waitFor({ timeout: 20000 });
      await page.waitForTimeout(250);
      if (act) await act(page);
      await page.waitForTimeout(300);
      await page.screenshot({ path: `${out}/${name}-${lang}-${theme}.png` });
      const where = `${name} ${lang} ${theme}`;
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const v of violations) {
        failed++;
        console.log(`[axe] ${where}: ${v.id}: ${v.help}`);
        for (const n of v.nodes.slice(0, 3))
          console.log(`      ${n.html.slice(0, 160)} ${n.any[0]?.message ?? ''}`);
      }
      for (const text of await page.evaluate(cutOff))
        console.log(`[cut] ${where}: ${text}`);
    }
}
await browser.close();
await server.close();
console.log(failed === 0 ? 'done' : `${failed} page errors`);
process.exit(failed === 0 ? 0 : 1);
