// The life of an order after its signature, through five real windows: the
// supplier's word, goods with a handover code, the count, the commander's
// signature, the payment and the bank's word. Whoever acts has no link while they
// do: each act waits in that window's outbox and goes by itself. The windows speak
// one language; in another the same life is played again by the same people.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addToCart,
  approve,
  lookAt,
  offline,
  open,
  openOrder,
  orderNumber,
  row,
  rowOf,
  signAct,
  signCart,
  speak,
} from './hands.mjs';
import { until } from './stage.mjs';

/** What is ordered in each language: the same twice would have to be verified as a duplicate. */
const articles = { uk: 'SR-7A', en: 'SR-7N' };

/** Plays one order from its signature to its end; cast gives each person's window. */
export async function life({ stage, step, cast, lang }) {
  const [unit, agency, supplier, commander] = [
    await cast.unit,
    await cast.agency,
    await cast.supplier,
    await cast.commander,
  ];
  let number;
  let code;

  await step('A unit orders what one supplier has; the agency approves it', async s => {
    for (const w of [unit, agency, supplier, commander]) await speak(w, lang);
    await offline(unit, async () => {
      await addToCart(unit, articles[lang], 20);
      await open(unit, 'cart');
      await signCart(unit);
      await open(unit, 'orders');
      number = await orderNumber(unit, 'sync.queued');
    });
    s.note(`order ${number}`);
    await open(agency, 'queue');
    await approve(agency, number, s);
    await row(unit, number, 'decision.approved');
  });

  await step(
    'Its supplier sees it without the unit and the place, and confirms',
    async s => {
      await open(supplier, 'today');
      const blind = supplier.page.getByText(number.slice(-5)).first();
      await blind.waitFor();
      assert.equal(
        await supplier.page.getByText('А9001').count(),
        0,
        'the unit is named',
      );
      await s.picture(supplier, 'supplier-today');
      await offline(supplier, async () => {
        await blind.click();
        await press(supplier, 'supplier.respond');
        await s.picture(supplier, 'supplier-respond');
        await press(supplier, 'supplier.next');
        await signAct(supplier, 'supplier.respondSign');
      });
      await row(unit, number, 'delivery.supplier_confirmed');
    },
  );

  await step(
    'The supplier sends it off; a one-time code goes with the goods',
    async s => {
      await offline(supplier, async () => {
        await press(supplier, 'supplier.dispatch');
        const dialog = supplier.page.getByRole('dialog');
        await dialog
          .getByLabel(supplier.say('supplier.carrier'))
          .fill('Вигаданий перевізник');
        await dialog.getByLabel(supplier.say('supplier.vehicle')).fill('АА 0000 АА');
        code = await until(
          'a code',
          async () => (await dialog.textContent()).match(/[0-9A-Z]{5}-[0-9A-Z]{5}/)?.[0],
        );
        s.note(`code ${code}`);
        await s.picture(supplier, 'supplier-dispatch');
        await press(supplier, 'supplier.next');
        await signAct(supplier, 'supplier.dispatchSign');
        await press(supplier, 'supplier.close'); // the code is to be copied first
      });
      await row(unit, number, 'delivery.dispatched');
    },
  );

  await step(
    'The receiver counts it without a link; a wrong code is refused',
    async s => {
      await open(unit, 'receive');
      await s.picture(unit, 'receive');
      await offline(unit, async () => {
        await unit.page.getByText(number).first().click();
        const begin = unit.page.getByRole('button', {
          name: unit.say('delivery.receive'),
        });
        const field = unit.page.getByLabel(unit.say('delivery.receiving.code'));
        await until('the receiving', async () => {
          if (await field.isVisible()) return true;
          if (await begin.isVisible()) await begin.click();
          return false;
        });
        await field.fill('AAAAA-AAAAA');
        await unit.page.getByText(unit.say('delivery.receiving.codeBad')).waitFor();
        await field.fill(code);
        await unit.page.getByText(unit.say('delivery.receiving.codeGood')).waitFor();
        await unit.page
          .getByRole('button', {
            name: unit.any('delivery.receiving.all', 'delivery.receiving.allOne'),
          })
          .first()
          .click();
        await s.picture(unit, 'receive-count');
        await press(unit, 'delivery.receiving.next');
        await signAct(unit, 'delivery.receiving.sign');
        await s.picture(unit, 'received-offline');
      });
      await row(unit, number, 'delivery.delivered');
    },
  );

  await step('The commander signs the certificate on another laptop', async s => {
    await open(commander, 'receive');
    await commander.page
      .getByText(commander.say('delivery.views.to_sign'))
      .first()
      .click();
    await commander.page.getByText(number).first().waitFor();
    await offline(commander, async () => {
      await commander.page.getByText(number).first().click();
      await press(commander, 'delivery.accept');
      await s.picture(commander, 'certificate');
      await signAct(commander, 'delivery.acceptSign');
    });
    await row(unit, number, 'delivery.accepted');
  });

  await step(
    'The agency pays what note, certificate and invoice agree on; the bank confirms',
    async s => {
      await open(agency, 'invoices');
      await agency.page
        .getByRole('row')
        .filter({ hasText: number })
        .filter({ hasText: agency.say('money.states.payable') })
        .first()
        .waitFor();
      await s.picture(agency, 'invoices');
      await offline(agency, async () => {
        await rowOf(agency, number).click();
        await press(agency, 'money.pay');
        await s.picture(agency, 'pay');
        await signAct(agency, 'money.paySign');
      });
      await open(agency, 'payments');
      const statement = await statementOf(agency, join(stage.out, 'statement.csv'));
      const done = await stage.operate('import', 'payments', statement);
      s.note(done.text.trim());
      assert.equal(done.status, 0, done.text);
      await row(unit, number, 'money.paid');
      await openOrder(unit, number);
      await s.picture(unit, 'closed');
      await open(agency, 'dashboard');
      await agency.page
        .getByText(agency.say('dashboard.figures.cycle'))
        .first()
        .waitFor();
      await s.picture(agency, 'dashboard');
    },
  );

  await step('Every page that tells of it can be seen', async s => {
    await open(agency, 'register');
    await agency.page
      .getByText(/РФ-\d{4}/)
      .first()
      .waitFor();
    await lookAt(agency, s, [
      'register',
      'rounds',
      'policies',
      'parcels',
      'budgets',
      'deliveries',
    ]);
    await lookAt(supplier, s, ['today', 'claims', 'dashboard']);
    await lookAt(unit, s, ['catalogue', 'cart', 'orders', 'budget']);
  });
}

const press = (w, key) =>
  w.page
    .getByRole('button', { name: w.say(key) })
    .first()
    .click();

/** A bank's file that says the payment order was carried out which waits for the bank. */
async function statementOf(w, file) {
  const waits = w.page
    .getByRole('row')
    .filter({ hasText: /ПД-\d/ })
    .filter({ hasText: w.say('money.paymentStates.waiting') });
  await waits.first().waitFor();
  const text = await waits.first().textContent();
  const number = text.match(/ПД-\d{4}\/\d{6}/)[0];
  const amount = text.match(/([\d\s]+[.,]\d{2})\s*₴/)[1].replace(/\s/g, '');
  const today = new Date().toLocaleDateString('uk-UA', { timeZone: 'Europe/Kyiv' });
  writeFileSync(
    file,
    `Номер документа;Дата;Сума;Призначення\n${number};${today};${amount.replace('.', ',')};Оплата\n`,
  );
  return file;
}
