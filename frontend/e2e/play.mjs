// The main job, played through real windows: a unit orders with the link cut,
// the agency decides, nothing is lost. `play` drives it step by step and is told
// of each; the end-to-end test and the demonstration without a display are both
// this play.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addToCart,
  approve,
  clicks,
  english,
  link,
  open,
  openOrder,
  orderNumber,
  register,
  returnOrder,
  row,
  signCart,
  signHere,
  truth,
  unlock,
} from './hands.mjs';
import { life } from './life.mjs';
import { openStage, until } from './stage.mjs';

/** The most clicks from the filled cart to the signature. */
const mostClicks = 7;

export async function play({ out, told }) {
  mkdirSync(out, { recursive: true });
  const steps = [];
  let pictures = 0;
  const step = async (name, act) => {
    const began = Date.now();
    const row = { name, ok: false, seconds: 0, notes: [], pictures: [] };
    steps.push(row);
    const scene = {
      note: text => row.notes.push(text),
      picture: async (w, what) => {
        const file = `${String(++pictures).padStart(2, '0')}-${what}.png`;
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
  const stage = await openStage({ out });
  const windows = [];
  try {
    await acts(stage, step, windows);
    const errors = windows.flatMap(w => w.errors.map(e => `${w.profile}: ${e}`));
    assert.deepEqual(errors, [], 'the pages met errors');
    return steps;
  } catch (e) {
    for (const w of windows)
      await w.page
        .screenshot({ path: join(out, `failed-${w.profile}.png`) })
        .catch(() => {});
    e.steps = steps;
    throw e;
  } finally {
    await stage.close();
  }
}

async function acts(stage, step, windows) {
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
    unit = await stage.window('unit');
    windows.push(unit);
    await register(unit, 'Ноутбук складу № 2', s);
    await link(unit, 'На зв’язку');
    await s.picture(unit, 'catalogue');
  });

  await step(
    'They find things by Ukrainian and English words, by code, with a slip of the keyboard',
    async s => {
      const search = unit.page.getByPlaceholder('Назва, артикул, NSN, ДК 021');
      for (const [text, found] of [
        ['перевірочний дрон', 'Дрон «Перевірочний»'],
        ['check drone', 'Дрон «Перевірочний»'],
        ['CHK-1', 'Дрон «Перевірочний»'],
        ['1550-61-999-0001', 'Дрон «Перевірочний»'],
        ['gthtdshjxybq', 'Дрон «Перевірочний»'],
      ]) {
        await search.fill(text);
        await unit.page.getByText(found).first().waitFor();
        s.note(`«${text}» → ${found}`);
      }
      await s.picture(unit, 'search');
    },
  );

  await step('The link is cut; they fill a cart and sign the order', async s => {
    unit.link.cut();
    await link(unit, 'Немає зв’язку', 8_000);
    await addToCart(unit, 'CHK-1', 4);
    await addToCart(unit, 'SR-7A', 20);
    await open(unit, 'Кошик');
    await s.picture(unit, 'cart-offline');
    const before = await clicks(unit);
    const typed = await signCart(unit, s);
    const used = (await clicks(unit)) - before;
    s.note(`${used} clicks from the cart to the signature; typed only: ${typed}`);
    assert.ok(used <= mostClicks, `${used} clicks`);
    await unit.page.getByText('Збережено на цьому ноутбуці').waitFor();
    await s.picture(unit, 'signed-offline');
  });

  let number;
  await step(
    'The program is killed and started again: the order is there and waits',
    async s => {
      await unit.kill();
      await unit.open();
      await unlock(unit, s);
      await open(unit, 'Замовлення');
      await unit.page.getByText('У черзі').waitFor();
      await truth(unit, /1 очікує/);
      number = await orderNumber(unit, 'У черзі');
      s.note(`order ${number}`);
      await s.picture(unit, 'after-kill');
    },
  );

  await step('The link returns: the order goes by itself and is received', async s => {
    unit.link.restore();
    await link(unit, 'На зв’язку');
    await row(unit, number, 'Отримано');
    await row(unit, number, 'На розгляді');
    await truth(unit, /усе надіслано/);
    await s.picture(unit, 'received');
  });

  await step('The agency sees it at once and asks about a line', async s => {
    agency = await stage.window('agency');
    windows.push(agency);
    await register(agency, 'Робоче місце 4');
    await open(agency, 'Черга рішень');
    await agency.page.getByText(number).first().waitFor();
    await s.picture(agency, 'queue');
    await returnOrder(agency, number, 'Навіщо саме 20? Уточніть потребу.', s);
    await row(unit, number, 'На доопрацюванні');
    await s.picture(unit, 'returned');
  });

  await step('The unit answers with a signed new revision', async s => {
    await openOrder(unit, number);
    await unit.page.getByLabel('Ваша відповідь').fill('Для двох розрахунків по десять.');
    await s.picture(unit, 'question');
    await unit.page.getByRole('button', { name: 'Відповісти й підписати' }).click();
    await signHere(unit);
    await unit.page.getByText('Збережено на цьому ноутбуці').waitFor();
    await open(unit, 'Замовлення');
    await row(unit, number, 'На розгляді');
  });

  await step(
    'The agency approves it with its own link cut; it goes when the link returns',
    async s => {
      await until('the revision in the queue', () =>
        agency.page.getByText(number).first().isVisible(),
      );
      agency.link.cut();
      await link(agency, 'Немає зв’язку', 8_000);
      await approve(agency, number, s);
      await truth(agency, /1 очікує/);
      agency.link.restore();
      await link(agency, 'На зв’язку');
      await row(unit, number, 'Погоджено');
      await openOrder(unit, number);
      await unit.page.getByText('Надано відповідь').waitFor();
      await s.picture(unit, 'approved-timeline');
    },
  );

  let winner;
  let loser;
  await step(
    'Two units sign for the last pieces without a link: exactly one gets them',
    async s => {
      second = await stage.window('unit2');
      windows.push(second);
      await register(second, 'Ноутбук штабу');
      await link(second, 'На зв’язку');
      for (const w of [unit, second]) {
        w.link.cut();
        await link(w, 'Немає зв’язку', 8_000);
        await addToCart(w, 'OST-2', 3);
        await open(w, 'Кошик');
        await signCart(w);
        await w.page.getByText('Збережено на цьому ноутбуці').waitFor();
      }
      unit.link.restore();
      await link(unit, 'На зв’язку');
      await truth(unit, /усе надіслано/);
      second.link.restore();
      await link(second, 'На зв’язку');
      await truth(second, /усе надіслано/);
      [winner, loser] = [unit, second];
      await open(winner, 'Замовлення');
      await open(loser, 'Замовлення');
      await winner.page.getByText('На розгляді').first().waitFor();
      await loser.page.getByText('Конфлікт').first().waitFor();
      await s.picture(loser, 'last-pieces-gone');
      await openOrder(loser, await orderNumber(loser, 'Конфлікт'));
      await loser.page.getByText('Сервер не зміг застосувати це замовлення').waitFor();
      await s.picture(loser, 'parked-order');
    },
  );

  await step(
    'A price changes while a signed order waits: it is not applied silently',
    async s => {
      unit.link.cut();
      await link(unit, 'Немає зв’язку', 8_000);
      await addToCart(unit, 'CHK-1', 1);
      await open(unit, 'Кошик');
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
      unit.link.restore();
      await link(unit, 'На зв’язку');
      await open(unit, 'Замовлення');
      await unit.page.getByText('Конфлікт').first().waitFor();
      await openOrder(unit, await orderNumber(unit, 'Конфлікт'));
      await s.picture(unit, 'price-changed');
    },
  );

  await step(
    'An item is withdrawn while a signed order waits: the order is kept',
    async s => {
      unit.link.cut();
      await link(unit, 'Немає зв’язку', 8_000);
      await addToCart(unit, 'SR-8D', 10);
      await open(unit, 'Кошик');
      await signCart(unit);
      const withdrawn = await stage.operate('item', 'SR-8D', '--withdraw');
      assert.equal(withdrawn.status, 0, withdrawn.text);
      s.note(withdrawn.text.trim());
      unit.link.restore();
      await link(unit, 'На зв’язку');
      await truth(unit, /усе надіслано/);
      await open(unit, 'Замовлення');
      await until('two orders of the unit in conflict', async () => {
        const rows = unit.page.getByRole('row').filter({ hasText: 'Конфлікт' });
        return (await rows.count()) === 2;
      });
      await s.picture(unit, 'item-withdrawn');
    },
  );

  await step('The administrator sees each case in words of the field', async s => {
    admin = await stage.window('admin');
    windows.push(admin);
    await register(admin, 'Пульт 1');
    await open(admin, 'Справи');
    const cases = admin.page.getByRole('row');
    await cases.filter({ hasText: 'Забракло залишку' }).waitFor();
    await cases.filter({ hasText: 'Змінилися ціна чи умови' }).waitFor();
    await cases.filter({ hasText: 'Виріб знято' }).waitFor();
    await s.picture(admin, 'cases');
    await cases.filter({ hasText: 'Забракло залишку' }).click();
    await admin.page.getByText('Поки замовлення було в дорозі').first().waitFor();
    await s.picture(admin, 'case');
    await open(admin, 'Пристрої');
    await admin.page.getByText('Ноутбук штабу').waitFor();
    assert.equal(
      await admin.page.getByText('Ще не виходив').count(),
      0,
      'no device is a problem',
    );
    await s.picture(admin, 'fleet');
  });

  await life({ stage, step, windows, unit, agency });

  await step(
    'The server is killed and started again: every window comes back by itself',
    async s => {
      await stage.restartServer();
      for (const w of [unit, second, agency, admin]) await link(w, 'На зв’язку', 30_000);
      s.note('four windows are live again');
    },
  );

  await step('The same in English', async s => {
    await english(unit);
    for (const [page, what] of [
      ['Catalogue', 'catalogue'],
      ['Cart', 'cart'],
      ['Orders', 'orders'],
      ['Budget', 'budget'],
    ]) {
      await open(unit, page);
      await unit.page.waitForTimeout(300);
      await s.picture(unit, `en-${what}`);
    }
  });
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
