// What people do with their hands in the windows of a play: open a page, fill a
// field, sign. Each waits for what a person would wait for, in the words of the
// language that the window speaks.
import { passphrase, until } from './stage.mjs';

const button = (w, key) => w.page.getByRole('button', { name: w.say(key) });
const textbox = (w, key) => w.page.getByRole('textbox', { name: w.say(key) });

/** Registers the device of a window that was never used, in the window's language. */
export async function register(w, device, s) {
  const p = w.page;
  await button(w, `settings.languages.${w.lang}`).click();
  await textbox(w, 'start.server').fill(w.server);
  await textbox(w, 'start.ticket').fill(w.ticket.ticket);
  await textbox(w, 'start.device').fill(device);
  if (s) await s.picture(w, 'first-run');
  await button(w, 'start.next').click();
  await textbox(w, 'start.phrase').fill(passphrase);
  await button(w, 'start.enrol').click();
  await p.getByRole('navigation').first().waitFor();
}

export async function unlock(w, s) {
  const field = textbox(w, 'start.phrase');
  await field.fill(passphrase);
  if (s) await s.picture(w, 'locked');
  await button(w, 'start.unlock').click();
  await w.page.getByRole('navigation').first().waitFor();
}

/** Opens one of the pages by its key among frame.pages. */
export const open = (w, page) =>
  w.page
    .getByRole('navigation')
    .first()
    .getByText(w.say(`frame.pages.${page}`), { exact: true })
    .click();

/** Opens pages one after the other and takes a picture of each when it is filled. */
export async function lookAt(w, s, pages) {
  for (const page of pages) {
    await open(w, page);
    const loading = w.page.getByRole('status', { name: w.say('common.loading') });
    await until(`${w.profile}: ${page} is filled`, async () => !(await loading.count()));
    await s.picture(w, `${w.profile}-${page}`);
  }
}

/** Changes the language of the window. */
export async function speak(w, lang) {
  if (w.lang === lang) return;
  await open(w, 'settings');
  await w.page
    .getByText(w.say(`settings.languages.${lang}`))
    .first()
    .click();
  w.lang = lang;
  await w.page
    .getByRole('navigation')
    .first()
    .getByText(w.say('frame.pages.settings'))
    .waitFor();
}

/** Waits until the truth line says a text. */
export async function truth(w, key, values) {
  const text = w.say(key, values);
  const line = w.page.getByRole('region', { name: w.say('frame.truth.label') });
  await until(`${w.profile}: the truth line says ${text}`, async () =>
    (await line.textContent()).includes(text),
  );
}

/** Waits for a state of the link: "live", "offline" … */
export const link = (w, state) => truth(w, `state.link.${state}`);

/** Waits until so many acts stand in the window's outbox. */
export const waiting = (w, count) =>
  count === 0
    ? truth(w, 'frame.truth.nothingWaits')
    : truth(w, 'frame.truth.waiting', { count });

/** Cuts the link of a window, and the window says so. */
export async function cut(w) {
  w.link.cut();
  await link(w, 'offline');
}

/** Gives the link back; the window notices by itself and sends what waits. */
export async function restore(w) {
  w.link.restore();
  await link(w, 'live');
  await waiting(w, 0);
}

/** Lets a person act with the link cut: the act stands in the outbox and goes when the link is back. */
export async function offline(w, act) {
  await cut(w);
  await act();
  await waiting(w, 1);
  await restore(w);
}

export const clicks = w => w.page.evaluate(() => window.clicks);

/** Finds an item by the address of its search, so that the whole catalogue is not drawn on the way, and orders it. */
export async function addToCart(w, article, quantity) {
  await w.page.evaluate(text => {
    location.hash = `#/catalogue?text=${text}`;
  }, article);
  const card = w.page
    .locator('li, article')
    .filter({ hasText: `${article} ·` })
    .first();
  await card
    .getByRole('button', { name: w.any('catalogue.add', 'catalogue.addMore') })
    .click();
  await open(w, 'cart');
  const line = w.page
    .locator('li, tr, [role=row], article, section')
    .filter({ hasText: article })
    .last();
  await line.getByRole('textbox').first().fill(String(quantity));
  await line.getByRole('textbox').first().press('Enter');
}

/** From the filled cart to the signature; returns what had to be typed. */
export async function signCart(w, s) {
  await button(w, 'cart.sign').click();
  await w.page.getByText(w.say('sign.note')).waitFor();
  await button(w, 'sign.sign').last().waitFor(); // the document is drawn
  if (s) await s.picture(w, 'sign');
  return signHere(w, 'sign.sign', w.page.getByText(w.say('sign.savedTitle')));
}

/**
 * Presses the button that signs and waits until saved is seen; returns what had to be typed. The
 * passphrase is asked for only when it was given long ago, which may be just when one presses.
 */
export async function signHere(w, key, saved) {
  const sign = button(w, key).last();
  const field = textbox(w, 'sign.passphrase');
  let typed = 'nothing';
  for (;;) {
    await sign.waitFor();
    if (await field.isVisible()) {
      await field.fill(passphrase);
      typed = 'the passphrase';
    }
    await sign.click();
    const done = await until(
      `${w.profile}: signed, or the passphrase is asked for`,
      async () => {
        if (await saved.isVisible()) return 'signed';
        return typed === 'nothing' && (await field.isVisible()) && 'asked';
      },
    );
    if (done === 'signed') return typed;
  }
}

/** Signs an act in its own dialog and waits until it is saved here. */
export const signAct = (w, key) =>
  signHere(
    w,
    key,
    w.page.getByText(w.any('act.saved', 'act.sending', 'supplier.sent')).first(),
  );

export const rowOf = (w, number) =>
  w.page.getByRole('row').filter({ hasText: number }).first();

/** Waits until the row of an order shows a state: "decision.approved", "delivery.dispatched" … */
export async function row(w, number, state) {
  const text = w.say(`state.${state}`);
  await open(w, 'orders');
  await until(`${w.profile}: order ${number} shows ${text}`, async () =>
    (await rowOf(w, number).textContent()).includes(text),
  );
}

/** The number of the first order whose row shows a state. */
export async function orderNumber(w, state) {
  const found = await w.page
    .getByRole('row')
    .filter({ hasText: w.say(`state.${state}`) })
    .first()
    .textContent();
  return found.match(/А\d{4}-[0-9A-Z]{5}/)[0];
}

export async function openOrder(w, number) {
  await open(w, 'orders');
  await rowOf(w, number).click();
  await w.page.getByRole('heading', { name: number }).waitFor();
}

export async function returnOrder(w, number, text, s) {
  await look(w, number, 'queue.acts.return');
  await w.page.keyboard.press('KeyR');
  const dialog = w.page.getByRole('dialog');
  const exact = (key, values) => new RegExp(`^${w.say(key, values)}`, 'i');
  await choose(w, dialog, 'queue.reason', exact('orders.reason.quantity_unclear'));
  await choose(w, dialog, 'queue.place', exact('common.line', { n: 2 }));
  await choose(w, dialog, 'queue.field', exact('state.field.quantity'));
  await dialog.getByLabel(w.say('queue.text')).fill(text);
  await s.picture(w, 'return');
  await dialog.getByRole('button', { name: w.say('queue.next') }).click();
  const gone = { isVisible: async () => !(await dialog.isVisible()) };
  await signHere(w, 'queue.returnSign', gone);
}

/** Looks at an order of the queue: it is drawn whole, and an act can be done. */
async function look(w, number, act) {
  await w.page.getByText(number).first().click();
  const order = w.page.getByRole('region', { name: w.say('queue.order') });
  await order.filter({ hasText: number }).waitFor();
  await until(`${w.profile}: ${act} can be done`, () =>
    button(w, act).last().isEnabled(),
  );
}

async function choose(w, dialog, label, option) {
  await dialog.getByRole('button', { name: w.say(label) }).click();
  await w.page.getByRole('option', { name: option }).first().click();
}

/** A approves what is shown, with the link cut; a dialog asks for the passphrase only when it was given long ago. */
export async function approve(w, number, s) {
  await look(w, number, 'queue.acts.approve');
  await s.picture(w, 'approve');
  const dialog = w.page.getByRole('dialog');
  await offline(w, async () => {
    await until(`${w.profile}: it can be approved`, () =>
      button(w, 'queue.acts.approve').last().isEnabled(),
    );
    await w.page.keyboard.press('KeyA');
    const one = w.say('frame.truth.waiting', { count: 1 });
    const line = w.page.getByRole('region', { name: w.say('frame.truth.label') });
    await until('the approval is signed or asks for the passphrase', async () => {
      if (await dialog.isVisible()) {
        const gone = { isVisible: async () => !(await dialog.isVisible()) };
        await signHere(w, 'queue.approveSign', gone);
      }
      return (await line.textContent()).includes(one);
    });
  });
}
