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

/** Chooses the first two items that wait and opens the preview of their round. */
async function previewRound(p) {
  await p.getByRole('grid').focus();
  await p.keyboard.press('KeyX');
  await p.keyboard.press('ArrowDown');
  await p.keyboard.press('KeyX');
  await p.keyboard.press('KeyP');
  await p.getByRole('slider').first().waitFor();
  await p.waitForTimeout(500);
}

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
  courier: ['/courier', ''],
  courier_empty: ['/courier', 'scenario=empty&link=live'],
  courier_taken: [
    '/courier',
    '',
    async p => {
      await p.keyboard.press('KeyO');
      await p.waitForTimeout(200);
      await p.keyboard.press('KeyO');
    },
  ],
  courier_damaged: [
    '/courier',
    '',
    async p => {
      for (let n = 0; n < 3; n += 1) {
        await p.keyboard.press('KeyO');
        await p.waitForTimeout(200);
      }
    },
  ],
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
  order_cosign: ['/orders/order-8', ''],
  order_cosign_sign: ['/orders/order-8', '', p => p.keyboard.press('KeyS')],
  order_confirmed: ['/orders/order-5', ''],
  queue_verify: ['/queue?view=to_verify', 'zone=agency', p => p.keyboard.press('KeyJ')],
  queue_finding: ['/queue?view=to_verify&finding=order_look_alike', 'zone=agency'],
  queue_verify_sign: [
    '/queue?view=to_verify',
    'zone=agency',
    async p => {
      await p.keyboard.press('KeyJ');
      await p.waitForTimeout(300);
      await p.keyboard.press('KeyV');
    },
  ],
  queue_take: [
    '/queue?view=to_verify',
    'zone=agency',
    async p => {
      await p.keyboard.press('KeyJ');
      await p.waitForTimeout(300);
      await p.keyboard.press('KeyT');
    },
  ],
  queue_verify_batch: [
    '/queue?view=to_verify',
    'zone=agency',
    async p => {
      await p.keyboard.press('Shift+KeyX');
      await p.waitForTimeout(300);
      await p.keyboard.press('Shift+KeyV');
    },
  ],
  receive: ['/receive', ''],
  receive_empty: ['/receive', 'scenario=empty&link=live'],
  receive_count: [
    '/receive/delivery-1',
    '',
    async p => {
      await p.getByRole('textbox').first().fill('7q4km-2xw9t');
      const line = p.getByRole('region').nth(1);
      await line.getByRole('button').first().click();
      await line.getByRole('textbox').nth(1).fill('2');
      await p.keyboard.press('Tab');
    },
  ],
  receive_serials: [
    '/receive/delivery-2',
    '',
    async p => {
      await p.getByRole('textbox').first().fill('AAAAA-AAAAA');
      await p.getByRole('button', { name: /SV10-26-5141/ }).click();
      await p.getByRole('button', { name: /SV10-26-5143/ }).dblclick();
    },
  ],
  receive_sign: [
    '/receive/delivery-1',
    '',
    async p => {
      await p.getByRole('textbox').first().fill('7Q4KM2XW9T');
      await p.getByRole('button', { name: /^Усе надійшло|^Everything came/ }).click();
      await p.getByRole('button', { name: /^Далі до підпису|^On to the/ }).click();
    },
  ],
  delivery_on_the_way: ['/deliveries/delivery-1', ''],
  delivery_received: ['/deliveries/delivery-4', ''],
  delivery_accept: ['/deliveries/delivery-4', '', p => p.keyboard.press('KeyS')],
  delivery_accepted: ['/deliveries/delivery-7', ''],
  delivery_claim: [
    '/deliveries/delivery-7',
    '',
    p =>
      p
        .getByRole('button', { name: /рекламацію|claim/ })
        .first()
        .click(),
  ],
  deliveries: ['/deliveries', 'zone=agency'],
  deliveries_empty: ['/deliveries', 'zone=agency&scenario=empty&link=live'],
  deliveries_error: ['/deliveries', 'zone=agency&scenario=error'],
  claims: ['/claims', 'zone=agency'],
  claims_unit: ['/claims', ''],
  claims_empty: ['/claims', 'scenario=empty&link=live'],
  claim_proposed: ['/claims/claim-2', 'zone=agency'],
  claim_open: ['/claims/claim-2', 'zone=agency', p => p.keyboard.press('KeyA')],
  claim_answered: ['/claims/claim-3', 'zone=agency'],
  claim_settle: ['/claims/claim-3', 'zone=agency', p => p.keyboard.press('KeyD')],
  claim_answer: ['/claims/claim-1', 'zone=supplier', p => p.keyboard.press('KeyE')],
  today: ['/today', 'zone=supplier'],
  today_empty: ['/today', 'zone=supplier&scenario=empty&link=live'],
  supplier_orders: ['/supplier-orders', 'zone=supplier'],
  supplier_order: ['/supplier-orders/supply-2', 'zone=supplier'],
  supplier_respond: [
    '/supplier-orders/supply-1',
    'zone=supplier',
    p => p.keyboard.press('KeyA'),
  ],
  supplier_dispatch: [
    '/supplier-orders/supply-2',
    'zone=supplier',
    async p => {
      await p.keyboard.press('KeyV');
      await p.getByRole('dialog').getByRole('textbox').nth(1).fill('A-1\nA-2\nA-2');
    },
  ],
  paper: ['/paper/dispatch_note/delivery-1', ''],
  agency_orders: ['/orders', 'zone=agency'],
  agency_budgets: ['/budget', 'zone=agency'],
  agency_catalogue: ['/catalogue', 'zone=agency'],
  rounds: ['/rounds', 'zone=agency'],
  rounds_empty: ['/rounds', 'zone=agency&scenario=empty&link=live'],
  rounds_offline: ['/rounds', 'zone=agency&scenario=empty'],
  rounds_signed: ['/rounds?view=signed', 'zone=agency'],
  round_new: ['/rounds', 'zone=agency', previewRound],
  round_moved: [
    '/rounds',
    'zone=agency',
    async p => {
      await previewRound(p);
      for (const slider of await p.getByRole('slider').all()) {
        await slider.focus();
        await p.keyboard.press('End');
      }
      await p.waitForTimeout(300);
    },
  ],
  round_sign: [
    '/rounds',
    'zone=agency',
    async p => {
      await previewRound(p);
      await p.keyboard.press('Control+Enter');
    },
  ],
  round_page: ['/rounds/round-1', 'zone=agency'],
  round_differs: ['/rounds/round-5', 'zone=agency'],
  fund: ['/budget/fund-guaranteed', ''],
  fund_table: [
    '/budget/fund-guaranteed',
    '',
    p => p.getByRole('button', { name: /таблицею|table/ }).click(),
  ],
  fund_finance: ['/budget/fund-performance', 'role=finance'],
  fund_transfer: [
    '/budget/fund-guaranteed',
    'role=finance',
    p => p.getByRole('button', { name: /^(Передати|Transfer)$/ }).click(),
  ],
  posture: ['/posture', 'zone=general_staff&role=need_officer'],
  posture_read: ['/posture', 'zone=general_staff&role=auditor'],
  posture_sign: [
    '/posture',
    'zone=general_staff&role=need_officer',
    async p => {
      await p.keyboard.press('Control+Enter');
      await p.getByRole('checkbox').last().click({ force: true });
    },
  ],
  invoices: ['/invoices', 'zone=agency'],
  invoices_pay: [
    '/invoices?view=payable',
    'zone=agency&role=finance',
    async p => {
      await p.getByRole('grid').focus();
      await p.keyboard.press('KeyX');
      await p.keyboard.press('ArrowDown');
      await p.keyboard.press('KeyX');
    },
  ],
  invoices_empty: ['/invoices', 'zone=agency&scenario=empty&link=live'],
  invoice: ['/invoices/inv-0', 'zone=agency&role=finance'],
  payments: ['/payments', 'zone=agency'],
  payment: ['/payments', 'zone=agency', p => p.getByRole('row').nth(5).click()],
  payments_statement: [
    '/payments',
    'zone=agency&role=finance',
    p => p.keyboard.press('KeyI'),
  ],
  register: ['/register', 'zone=agency'],
  register_empty: ['/register', 'zone=agency&scenario=empty&link=live'],
  parcels: ['/parcels', 'zone=agency'],
  parcel: ['/parcels', 'zone=agency', p => p.getByRole('row').nth(4).click()],
  policies: ['/policies', 'zone=agency'],
  policies_edit: [
    '/policies',
    'zone=admin&role=access_administrator',
    async p => {
      await p.keyboard.press('KeyE');
      await p.getByRole('textbox', { name: /Кожне|holdDays|зберігає|keeps/ }).fill('14');
      await p.keyboard.press('Tab');
    },
  ],
  delegations: ['/delegations', 'zone=agency'],
  delegations_give: ['/delegations', 'zone=agency', p => p.keyboard.press('KeyN')],
  dashboard_unit: ['/dashboard', ''],
  dashboard_agency: ['/dashboard', 'zone=agency'],
  dashboard_empty: ['/dashboard', 'scenario=empty&link=live'],
  cases: ['/cases', 'zone=admin'],
  cases_all: ['/cases?state=all&plot=off', 'zone=admin'],
  cases_picked: ['/cases', 'zone=admin', p => p.keyboard.press('Shift+KeyX')],
  cases_trial: [
    '/cases',
    'zone=admin',
    async p => {
      await p.keyboard.press('Shift+KeyX');
      await p.waitForTimeout(300);
      await p.keyboard.press('KeyD');
      const dialog = p.getByRole('dialog').first();
      for (const n of [0, 1]) {
        await dialog.locator('button[aria-haspopup=listbox]').nth(n).click();
        await p.getByRole('option').nth(1).click();
      }
      await dialog.locator('button[type=submit]').click();
      await dialog.getByRole('grid').waitFor();
    },
  ],
  cases_unit: ['/cases', ''],
  cases_empty: ['/cases', 'zone=admin&scenario=empty&link=live'],
  cases_error: ['/cases', 'zone=admin&scenario=error'],
  case_both: ['/cases/case-2', 'zone=admin'],
  case_one: ['/cases/case-3', 'zone=admin'],
  case_outcomes: ['/cases/case-1', 'zone=admin'],
  case_rule: ['/cases/case-4', 'zone=admin', p => p.keyboard.press('KeyD')],
  case_history: [
    '/cases/case-4',
    'zone=admin',
    async p => {
      await p.getByRole('radiogroup').waitFor();
      await p.locator('ol').last().scrollIntoViewIfNeeded();
    },
  ],
  case_comment: ['/cases/case-4', 'zone=admin', p => p.keyboard.press('KeyC')],
  case_device: ['/cases/case-8', 'zone=admin'],
  case_own: ['/cases/case-1', ''],
  fleet: ['/fleet', 'zone=admin'],
  fleet_many: ['/fleet', 'zone=admin&orders=5000'],
  fleet_device: ['/fleet?plot=off', 'zone=admin', p => p.getByRole('row').nth(2).click()],
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
  // A cache of its own, and the plots known beforehand: a page must not reload under a picture.
  cacheDir: `node_modules/.vite-shots-${process.env.PORT ?? 5199}`,
  optimizeDeps: {
    entries: ['fake.html'],
    include: ['core', 'charts', 'components', 'renderers', 'i18n/langUK-obj.js'].map(
      part => `echarts/${part}`,
    ),
  },
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
// Documents are drawn by Go, which is not here.
await page.route('**/paper/**', r =>
  r.fulfill({
    contentType: 'text/html',
    body: '<!doctype html><html lang="uk"><title>—</title></html>',
  }),
);
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
