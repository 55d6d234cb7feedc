// The main job, played through real windows: a unit orders with the link cut,
// the agency decides, nothing is lost; then the life of an order to its last
// payment, and one that a courier takes, in one language after the other. `play`
// drives it step by step and is told of each; the end-to-end test and the
// demonstration without a display are both this play.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { courier } from './courier.mjs';
import {
  addToCart,
  approve,
  clicks,
  cut,
  link,
  open,
  openOrder,
  orderNumber,
  register,
  restore,
  returnOrder,
  row,
  signCart,
  signHere,
  unlock,
  waiting,
} from './hands.mjs';
import { life } from './life.mjs';
import { openStage, until } from './stage.mjs';

/** The most clicks from the filled cart to the signature. */
const mostClicks = 7;

/** Who comes to the stage after the first unit, and what they call their laptops. */
const others = {
  agency: 'Робоче місце 4',
  unit2: 'Ноутбук штабу',
  admin: 'Пульт 1',
  supplier: 'Стіл збуту',
  commander: 'Ноутбук командира',
};

/** Plays everything in the first language, and orders that live and travel in each that follows. */
export async function play({ out, told, langs = ['uk', 'en'] }) {
  mkdirSync(out, { recursive: true });
  const steps = [];
  let pictures = 0;
  const stepIn = lang => async (name, act) => {
    const began = Date.now();
    const row = { name, lang, ok: false, seconds: 0, notes: [], pictures: [] };
    steps.push(row);
    const scene = {
      note: text => row.notes.push(text),
      picture: async (w, what) => {
        const tongue = w.lang === 'uk' ? '' : `${w.lang}-`;
        const file = `${String(++pictures).padStart(2, '0')}-${tongue}${what}.png`;
        await w.page.screenshot({ path: join(out, file) });
        row.pictures.push(file);
      },
    };
    try {
      await act(scene);
      row.ok = true;
    } finally {
      row.seconds = (Date.now() - began) / 1000;
      told(row);
    }
  };
  const stage = await openStage({ out, lang: langs[0] });
  const cast = {};
  try {
    await acts(stage, stepIn(langs[0]), cast);
    for (const lang of langs) {
      const scene = { stage, step: stepIn(lang), cast, lang };
      await life(scene);
      await courier(scene);
    }
    const errors = stage.windows.flatMap(w => w.errors.map(e => `${w.profile}: ${e}`));
    assert.deepEqual(errors, [], 'the pages met errors');
    return steps;
  } catch (e) {
    for (const w of stage.windows) await w.show(join(out, `failed-${w.profile}.png`));
    e.steps = steps;
    throw e;
  } finally {
    for (const w of stage.windows) {
      const log = join(w.folder, 'log/dotchain.log');
      if (existsSync(log)) copyFileSync(log, join(out, `${w.profile}-program.log`));
    }
    await stage.close();
  }
}

/** Opens a person's window and registers it. */
async function enter(stage, profile, device, s) {
  const w = await stage.window(profile);
  await register(w, device, s);
  await link(w, 'live');
  return w;
}

/** The others register one after the other while the play goes on; who needs one waits for it. */
function enterOthers(stage, cast) {
  let before = Promise.resolve();
  for (const [profile, device] of Object.entries(others)) {
    cast[profile] = before.then(() => enter(stage, profile, device));
    cast[profile].catch(() => {}); // told where it is waited for
    before = cast[profile];
  }
}

async function acts(stage, step, cast) {
  let unit;
  let agency;
  let admin;
  let second;
  const prices = writePrices(stage.out);

  await step(
    'A price list comes in; its bad rows are named; a second time changes nothing',
    async s => {
      const supplier = ['--supplier', '99000034', '--name', 'ТОВ «Наскрізна Перевірка»'];
      const first = await stage.operate('import', 'prices', prices.first, ...supplier);
      s.note(first.text.trim());
      assert.equal(first.status, 0, first.text);
      assert.match(first.text, /F/, 'the bad row names its column');
      const again = await stage.operate('import', 'prices', prices.first, ...supplier);
      assert.equal(again.status, 0, again.text);
      s.note(again.text.trim());
    },
  );

  await step('A requisitioner registers their laptop with a one-time code', async s => {
    unit = await enter(stage, 'unit', 'Ноутбук складу № 2', s);
    cast.unit = unit;
    enterOthers(stage, cast);
    await s.picture(unit, 'catalogue');
  });

  await step(
    'They find things by Ukrainian and English words, by code, with a slip of the keyboard',
    async s => {
      const search = unit.page.getByPlaceholder(unit.say('catalogue.search'));
      const found = unit.lang === 'uk' ? 'Дрон «Перевірочний»' : 'Check drone';
      for (const text of [
        'перевірочний дрон',
        'check drone',
        'CHK-1',
        '1550-61-999-0001',
        'gthtdshjxybq',
      ]) {
        await search.fill(text);
        await unit.page.getByText(found).first().waitFor();
        s.note(`«${text}» → ${found}`);
      }
      await s.picture(unit, 'search');
    },
  );

  await step('The link is cut; they fill a cart and sign the order', async s => {
    await cut(unit);
    await addToCart(unit, 'CHK-1', 4);
    await addToCart(unit, 'SR-7A', 20);
    await open(unit, 'cart');
    await s.picture(unit, 'cart-offline');
    const before = await clicks(unit);
    const typed = await signCart(unit, s);
    const used = (await clicks(unit)) - before;
    s.note(`${used} clicks from the cart to the signature; typed only: ${typed}`);
    assert.ok(used <= mostClicks, `${used} clicks`);
    await s.picture(unit, 'signed-offline');
  });

  let number;
  await step(
    'The program is killed and started again: the order is there and waits',
    async s => {
      await unit.kill();
      await unit.open();
      await unlock(unit, s);
      await open(unit, 'orders');
      await unit.page.getByText(unit.say('state.sync.queued')).waitFor();
      await waiting(unit, 1);
      number = await orderNumber(unit, 'sync.queued');
      s.note(`order ${number}`);
      await s.picture(unit, 'after-kill');
    },
  );

  await step('The link returns: the order goes by itself and is received', async s => {
    await restore(unit);
    await row(unit, number, 'sync.confirmed');
    await row(unit, number, 'decision.in_review');
    await s.picture(unit, 'received');
  });

  await step('The agency sees it at once and asks about a line', async s => {
    agency = await cast.agency;
    await open(agency, 'queue');
    await agency.page.getByText(number).first().waitFor();
    await s.picture(agency, 'queue');
    await returnOrder(agency, number, 'Навіщо саме 20? Уточніть потребу.', s);
    await row(unit, number, 'decision.returned');
    await s.picture(unit, 'returned');
  });

  await step('The unit answers with a signed new revision', async s => {
    await openOrder(unit, number);
    await unit.page
      .getByLabel(unit.say('orders.yourAnswer'))
      .fill('Для двох розрахунків по десять.');
    await s.picture(unit, 'question');
    await unit.page.getByRole('button', { name: unit.say('orders.answerSign') }).click();
    await unit.page.getByText(unit.say('sign.note')).waitFor();
    await signHere(unit, 'sign.sign', unit.page.getByText(unit.say('sign.savedTitle')));
    await row(unit, number, 'decision.in_review');
  });

  await step(
    'The agency approves it with its own link cut; it goes when the link returns',
    async s => {
      await until('the revision in the queue', () =>
        agency.page.getByText(number).first().isVisible(),
      );
      await approve(agency, number, s);
      await row(unit, number, 'decision.approved');
      await openOrder(unit, number);
      await unit.page
        .getByText(unit.say('orders.event.answered'), { exact: true })
        .waitFor();
      await s.picture(unit, 'approved-timeline');
    },
  );

  await step(
    'Two units sign for the last pieces without a link: exactly one gets them',
    async s => {
      second = await cast.unit2;
      await Promise.all(
        [unit, second].map(async w => {
          await cut(w);
          await addToCart(w, 'OST-2', 3);
          await open(w, 'cart');
          await signCart(w);
        }),
      );
      await restore(unit);
      await restore(second);
      await open(unit, 'orders');
      await open(second, 'orders');
      await unit.page.getByText(unit.say('state.decision.in_review')).first().waitFor();
      await second.page.getByText(second.say('state.sync.parked')).first().waitFor();
      await s.picture(second, 'last-pieces-gone');
      await openOrder(second, await orderNumber(second, 'sync.parked'));
      await second.page.getByText(second.say('orders.parkedTitle')).waitFor();
      await s.picture(second, 'parked-order');
    },
  );

  await step(
    'A price changes while a signed order waits: it is not applied silently',
    async s => {
      await cut(unit);
      await addToCart(unit, 'CHK-1', 1);
      await open(unit, 'cart');
      await signCart(unit);
      const changed = await stage.operate(
        'import',
        'prices',
        prices.second,
        '--supplier',
        '99000034',
      );
      assert.equal(changed.status, 0, changed.text);
      s.note(changed.text.trim());
      await restore(unit);
      await open(unit, 'orders');
      await unit.page.getByText(unit.say('state.sync.parked')).first().waitFor();
      await openOrder(unit, await orderNumber(unit, 'sync.parked'));
      await s.picture(unit, 'price-changed');
    },
  );

  await step(
    'An item is withdrawn while a signed order waits: the order is kept',
    async s => {
      await cut(unit);
      await addToCart(unit, 'SR-8D', 10);
      await open(unit, 'cart');
      await signCart(unit);
      const withdrawn = await stage.operate('item', 'SR-8D', '--withdraw');
      assert.equal(withdrawn.status, 0, withdrawn.text);
      s.note(withdrawn.text.trim());
      await restore(unit);
      await open(unit, 'orders');
      await until('two orders of the unit in conflict', async () => {
        const rows = unit.page
          .getByRole('row')
          .filter({ hasText: unit.say('state.sync.parked') });
        return (await rows.count()) === 2;
      });
      await s.picture(unit, 'item-withdrawn');
    },
  );

  await step('The administrator sees each case in words of the field', async s => {
    admin = await cast.admin;
    await open(admin, 'cases');
    const cases = admin.page.getByRole('grid').getByRole('row');
    const kind = name => cases.filter({ hasText: admin.say(`cases.kind.${name}`) });
    for (const name of ['stock_gone', 'price_changed', 'item_withdrawn'])
      await kind(name).waitFor();
    await s.picture(admin, 'cases');
    await kind('stock_gone').click();
    await admin.page.getByText(admin.say('cases.rule.stock_gone')).first().waitFor();
    await admin.page
      .getByRole('radiogroup', { name: admin.say('cases.outcomes') })
      .getByRole('radio', { checked: true })
      .waitFor();
    await s.picture(admin, 'case');
    for (const one of Object.values(cast)) await one; // who registers has not been heard yet
    await open(admin, 'fleet');
    await admin.page.getByText(others.unit2).waitFor();
    const never = admin.page.getByRole('grid').getByText(admin.say('fleet.states.never'));
    await until('no device is a problem', async () => !(await never.count()));
    await s.picture(admin, 'fleet');
  });

  await step(
    'The server is killed and started again: every window comes back by itself',
    async s => {
      for (const one of Object.values(cast)) await one;
      await stage.restartServer();
      for (const w of stage.windows) await link(w, 'live');
      s.note(`${stage.windows.length} windows are live again`);
    },
  );
}

/** Price lists of a supplier: one with two rows that cannot be taken, and the same later with a new price. */
function writePrices(out) {
  const head =
    'Найменування;Найменування (англ.);Артикул;Код ДК 021;НСН;Од. виміру;Ціна без ПДВ, грн;ПДВ, %;Залишок;Мін. партія;Термін поставки, днів;Категорія;Виробник\n';
  const row = (name, en, article, nsn, price, stock) =>
    `${name};${en};${article};34711200-6;${nsn};шт;${price};20;${stock};1;7;Розвідувальні БпЛА;Наскрізна Перевірка\n`;
  const rows = price =>
    row('Дрон «Перевірочний»', 'Check drone', 'CHK-1', '1550-61-999-0001', price, '100') +
    row('Дрон «Останній»', 'Last drone', 'OST-2', '1550-61-999-0002', '50 000,00', '4');
  const first = join(out, 'prices-1.csv');
  const second = join(out, 'prices-2.csv');
  writeFileSync(
    first,
    `ТОВ «Наскрізна Перевірка»;;;\n\n${head}${rows('40 000,00')}${row('Дрон без ціни', 'No price', 'CHK-3', '', 'договірна', '5')}${row('Дрон з хибним кодом', 'Bad code', 'CHK-4', '15-50', '10 000', '5')}`,
  );
  writeFileSync(second, `${head}${rows('44 500,00')}`);
  return { first, second };
}
