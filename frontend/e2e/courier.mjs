// Weeks without a link: an order leaves its laptop in a file, goes to the server
// from another one, and its receipt comes back in a file. The files are real, and
// so are the system's dialogs that ask where they are; a file can be dropped, too.
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { typePath } from './dialog.mjs';
import {
  addToCart,
  cut,
  link,
  open,
  openOrder,
  orderNumber,
  restore,
  row,
  signCart,
  speak,
  waiting,
} from './hands.mjs';

/** What is ordered in each language: the same twice would have to be verified as a duplicate. */
const articles = { uk: 'SR-10A', en: 'SR-10N' };

/** Plays an order's way in a file and its receipt's way back; cast gives each person's window. */
export async function courier({ stage, step, cast, lang }) {
  const [unit, commander, agency] = [
    await cast.unit,
    await cast.commander,
    await cast.agency,
  ];
  const stick = join(stage.out, 'stick', lang);
  rmSync(stick, { recursive: true, force: true });
  mkdirSync(stick, { recursive: true });
  const file = join(stick, 'outbox.courier');
  const answer = join(stick, 'answer.courier');
  let number;

  await step('Signed without a link, an order leaves its laptop in a file', async s => {
    for (const w of [unit, commander, agency]) await speak(w, lang);
    await cut(unit);
    await addToCart(unit, articles[lang], 10);
    await open(unit, 'cart');
    await signCart(unit);
    await open(unit, 'orders');
    number = await orderNumber(unit, 'sync.queued');
    await open(unit, 'courier');
    await s.picture(unit, 'courier-waits');
    await press(unit, 'courier.all', { n: 1 });
    await typePath(unit, file);
    await says(unit, 'courier.savedNext');
    await says(unit, 'courier.wait', { count: 1 });
    await s.picture(unit, 'courier-saved');
    s.note(`order ${number}: ${statSync(file).size} bytes`);
    await waiting(unit, 1);
    await openOrder(unit, number);
    await s.picture(unit, 'courier-order');
  });

  await step('The commander’s laptop takes the file to the server', async s => {
    await takeIn(commander, file, 'courier.open');
    await says(commander, 'courier.carriedState.answered');
    await s.picture(commander, 'courier-carried');
    await open(agency, 'queue');
    await agency.page.getByText(number).first().waitFor();
    await press(commander, 'courier.saveAnswer');
    await typePath(commander, answer);
    await says(commander, 'courier.carriedState.given');
    await s.picture(commander, 'courier-given');
  });

  await step(
    'Its receipt arrives in a file, and the laptop never was online',
    async s => {
      await takeIn(unit, answer, 'courier.openAnswer');
      await says(unit, 'courier.took.applied', { count: 1 });
      await says(unit, 'courier.arrived');
      await s.picture(unit, 'courier-answered');
      await link(unit, 'offline');
      await waiting(unit, 0);
      await row(unit, number, 'sync.confirmed');
      await s.picture(unit, 'courier-received');
    },
  );

  await step('The same files a second time change nothing, and say so', async s => {
    await takeIn(unit, answer, 'courier.openAnswer');
    await says(unit, 'courier.took.old');
    await s.picture(unit, 'courier-answer-again');
    const back = restore(unit);
    back.catch(() => {}); // told where it is waited for
    await drop(commander, file);
    await says(commander, 'courier.took.known', { device: await endOf(unit) });
    await s.picture(commander, 'courier-file-again');
    await drop(unit, file);
    await says(unit, 'fault.says.courier_own');
    await s.picture(unit, 'courier-own-file');
    await back;
    await row(unit, number, 'decision.in_review');
  });
}

const press = (w, key, values) =>
  w.page
    .getByRole('button', { name: w.say(key, values) })
    .first()
    .click();

const says = (w, key, values) => w.page.getByText(w.say(key, values)).first().waitFor();

/** The end of a device's name, as its own page of courier files says it. */
const endOf = async w => {
  const note = w.page.getByText(w.any('courier.device'));
  return (await note.textContent()).match(/[0-9a-f]{8}$/)[0];
};

/** Opens a courier file on its page, by the button that says what it is. */
async function takeIn(w, file, button) {
  await open(w, 'courier');
  await press(w, button);
  await typePath(w, file);
}

/** Drops a courier file on its page. */
async function drop(w, file) {
  await open(w, 'courier');
  const held = await w.page.evaluateHandle(
    text => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(text), one => one.charCodeAt(0));
      data.items.add(new File([bytes], 'stick.courier'));
      return data;
    },
    readFileSync(file, 'base64'),
  );
  const place = w.page.getByText(w.say('courier.drop'), { exact: true });
  await place.dispatchEvent('drop', { dataTransfer: held });
}
