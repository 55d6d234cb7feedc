// The life of an order after its signature, through five real windows: the
// supplier's word, goods with a handover code, the count without a link, the
// commander's signature, the payment and the bank's word.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addToCart,
  approve,
  english,
  link,
  open,
  openOrder,
  orderNumber,
  register,
  row,
  signCart,
  signHere,
  truth,
} from './hands.mjs';
import { until } from './stage.mjs';

export async function life({ stage, step, windows, unit, agency }) {
  let number;
  let supplier;
  let commander;
  let code;

  await step('A unit orders what one supplier has; the agency approves it', async s => {
    await addToCart(unit, 'SR-7A', 20);
    await open(unit, 'Кошик');
    await signCart(unit);
    await unit.page.getByText('Збережено на цьому ноутбуці').waitFor();
    await truth(unit, /усе надіслано/);
    await open(unit, 'Замовлення');
    number = await orderNumber(unit, 'На розгляді'); // the newest stands first
    s.note(`order ${number}`);
    await open(agency, 'Черга рішень');
    await agency.page.getByText(number).first().waitFor();
    await approve(agency, number, s, false);
    await row(unit, number, 'Погоджено');
  });

  await step(
    'Its supplier sees it without the unit and the place, and confirms',
    async s => {
      supplier = await stage.window('supplier');
      windows.push(supplier);
      await register(supplier, 'Стіл збуту');
      await link(supplier, 'На зв’язку');
      await open(supplier, 'Сьогодні');
      const blind = number.slice(-5);
      await supplier.page.getByText(blind).first().waitFor();
      assert.equal(
        await supplier.page.getByText('А9001').count(),
        0,
        'the unit is named',
      );
      await s.picture(supplier, 'supplier-today');
      await supplier.page.getByText(blind).first().click();
      await supplier.page.getByRole('button', { name: 'Підтвердити замовлення' }).click();
      await s.picture(supplier, 'supplier-respond');
      await supplier.page.getByRole('button', { name: 'Далі до підпису' }).click();
      await signAct(supplier, /Підписати відповідь/);
      await row(unit, number, 'Підтверджено');
    },
  );

  await step(
    'The supplier sends it off; a one-time code goes with the goods',
    async s => {
      await supplier.page.getByRole('button', { name: 'Відвантажити' }).first().click();
      const dialog = supplier.page.getByRole('dialog');
      await dialog.getByLabel('Перевізник').fill('Вигаданий перевізник');
      await dialog.getByLabel('Автомобіль і номер').fill('АА 0000 АА');
      code = (await dialog.textContent()).match(/[0-9A-Z]{5}-[0-9A-Z]{5}/)[0];
      s.note(`code ${code}`);
      await s.picture(supplier, 'supplier-dispatch');
      await dialog.getByRole('button', { name: 'Далі до підпису' }).click();
      await signAct(supplier, /Підписати накладну/);
      await row(unit, number, 'Відвантажено');
    },
  );

  await step(
    'The receiver counts it without a link; a wrong code is refused',
    async s => {
      unit.link.cut();
      await link(unit, 'Немає зв’язку', 8_000);
      await open(unit, 'Приймання');
      await s.picture(unit, 'receive');
      await unit.page.getByText(number).first().click();
      const begin = unit.page.getByRole('button', { name: 'Прийняти поставку' });
      const field = unit.page.getByLabel('Код передачі');
      await until('the receiving', async () => {
        if (await field.isVisible()) return true;
        if (await begin.isVisible()) await begin.click();
        return false;
      });
      await field.fill('AAAAA-AAAAA');
      await unit.page.getByText('Код не від цієї поставки').waitFor();
      await field.fill(code);
      await unit.page.getByText('Код від цієї поставки').waitFor();
      await unit.page
        .getByRole('button', { name: /Усе надійшло справне|справні/ })
        .first()
        .click();
      await s.picture(unit, 'receive-count');
      await unit.page.getByRole('button', { name: 'Далі до підпису' }).click();
      await signAct(unit, /Підписати приймання/);
      await truth(unit, /1 очікує/);
      await s.picture(unit, 'received-offline');
      unit.link.restore();
      await link(unit, 'На зв’язку');
      await row(unit, number, 'Доставлено');
    },
  );

  await step('The commander signs the certificate on another laptop', async s => {
    commander = await stage.window('commander');
    windows.push(commander);
    await register(commander, 'Ноутбук командира');
    await link(commander, 'На зв’язку');
    await open(commander, 'Приймання');
    await commander.page.getByText('Чекають вашого підпису').first().click();
    await commander.page.getByText(number).first().click();
    await commander.page.getByRole('button', { name: 'Підписати акт' }).first().click();
    await s.picture(commander, 'certificate');
    await signAct(commander, /Підписати акт/);
    await row(unit, number, 'Прийнято');
  });

  await step(
    'The agency pays what note, certificate and invoice agree on; the bank confirms',
    async s => {
      await open(agency, 'Рахунки');
      await agency.page.getByText('До оплати').first().waitFor();
      await s.picture(agency, 'invoices');
      await agency.page.getByRole('row').filter({ hasText: number }).first().click();
      await agency.page.getByRole('button', { name: 'Оплатити' }).first().click();
      await s.picture(agency, 'pay');
      await signAct(agency, /Підписати платіж/);
      await open(agency, 'Платежі');
      const paid = agency.page.getByRole('row').filter({ hasText: 'ПД-' }).first();
      await paid.waitFor();
      const text = await paid.textContent();
      const payment = text.match(/ПД-\d{4}\/\d{6}/)[0];
      const amount = text
        .match(/([\d\u202f\u00a0 ]+,\d{2})\s*₴/)[1]
        .replace(/[^\d,]/g, '');
      const file = join(stage.out, 'statement.csv');
      const today = new Date().toLocaleDateString('uk-UA', { timeZone: 'Europe/Kyiv' });
      writeFileSync(
        file,
        `Номер документа;Дата;Сума;Призначення\n${payment};${today};${amount};Оплата\n`,
      );
      const done = await stage.operate('import', 'payments', file);
      s.note(done.text.trim());
      assert.equal(done.status, 0, done.text);
      await row(unit, number, 'Оплачено');
      await openOrder(unit, number);
      await s.picture(unit, 'closed');
      await open(agency, 'Показники');
      await agency.page.getByText('Від підпису до закриття').first().waitFor();
      await s.picture(agency, 'dashboard');
    },
  );

  await step(
    'Every paper of it can be seen, in both languages of the window',
    async s => {
      await open(agency, 'Реєстр документів');
      await agency.page
        .getByText(/РФ-\d{4}/)
        .first()
        .waitFor();
      await s.picture(agency, 'register');
      for (const [page, what] of [
        ['Розподіли', 'rounds'],
        ['Правила', 'policies'],
        ['Пакети органам', 'parcels'],
        ['Бюджети частин', 'budgets'],
        ['Поставки', 'deliveries'],
      ]) {
        await open(agency, page);
        await agency.page.waitForTimeout(300);
        await s.picture(agency, what);
      }
      await english(supplier);
      for (const [page, what] of [
        ['Today', 'today'],
        ['Claims', 'claims'],
        ['Dashboard', 'dashboard'],
      ]) {
        await open(supplier, page);
        await supplier.page.waitForTimeout(300);
        await s.picture(supplier, `en-supplier-${what}`);
      }
    },
  );
}

/** Signs the act that is shown; the passphrase is asked for only when it was given long ago. */
async function signAct(w, name) {
  const button = w.page.getByRole('button', { name }).last();
  await button.waitFor();
  const field = w.page.getByLabel('Парольна фраза');
  if (await field.isVisible()) return signHere(w, name);
  await until('the act may be signed', () => button.isEnabled());
  await button.click();
  await w.page
    .getByText(/Збережено на цьому ноутбуці|Відвантаження збережено|Прийнято/)
    .first()
    .waitFor();
  const close = w.page.getByRole('button', { name: /^(Готово|Закрити|Гаразд)$/ });
  if (await close.first().isVisible()) await close.first().click();
}
