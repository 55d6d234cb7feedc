// What people do with their hands in the windows of a play: open a page, fill a
// field, sign. Each waits for what a person would wait for.
import { passphrase, until } from './stage.mjs';

export async function register(w, device, s) {
  const p = w.page;
  await p.getByRole('button', { name: 'Українська' }).click();
  await p.getByLabel('Адреса сервера').fill(w.server);
  await p.getByLabel('Код реєстрації').fill(w.ticket.ticket);
  await p.getByLabel('Назва цього ноутбука').fill(device);
  if (s) await s.picture(w, 'first-run');
  await p.getByRole('button', { name: 'Далі' }).click();
  await p.getByLabel('Парольна фраза').fill(passphrase);
  await p.getByRole('button', { name: 'Зареєструвати ноутбук' }).click();
  await p.getByRole('navigation').first().waitFor();
}

export async function unlock(w, s) {
  const field = w.page.getByLabel('Парольна фраза');
  await field.fill(passphrase);
  if (s) await s.picture(w, 'locked');
  await w.page.getByRole('button', { name: 'Розблокувати' }).click();
  await w.page.getByRole('navigation').first().waitFor();
}

export const open = (w, page) =>
  w.page.getByRole('navigation').first().getByText(page, { exact: true }).click();

export const truthLine = w =>
  w.page.getByRole('region', { name: /Стан обміну даними|Sync state/ });

export async function truth(w, pattern, most = 90_000) {
  await until(
    `${w.profile}: the truth line says ${pattern}`,
    async () => pattern.test(await truthLine(w).textContent()),
    most,
  );
}

export const link = (w, state, most = 90_000) => truth(w, new RegExp(state), most);

export const clicks = w => w.page.evaluate(() => window.clicks);

export async function addToCart(w, article, quantity) {
  await open(w, 'Каталог');
  await w.page.getByPlaceholder('Назва, артикул, NSN, ДК 021').fill(article);
  const card = w.page
    .locator('li, article')
    .filter({ hasText: `${article} ·` })
    .first();
  await card.getByRole('button', { name: /^(До кошика|Додати ще)/ }).click();
  await open(w, 'Кошик');
  const line = w.page
    .locator('li, tr, [role=row], article, section')
    .filter({ hasText: article })
    .last();
  await line.getByRole('textbox').first().fill(String(quantity));
  await line.getByRole('textbox').first().press('Enter');
}

/** From the filled cart to the signature; returns what had to be typed. */
export async function signCart(w, s) {
  await w.page.getByRole('button', { name: 'Переглянути й підписати' }).click();
  await w.page.getByText('Ви підписуєте саме цей документ.').waitFor();
  if (s) await s.picture(w, 'sign');
  return signHere(w);
}

export async function signHere(w, name = /підписати$/i) {
  const button = w.page.getByRole('button', { name }).last();
  await button.waitFor();
  const field = w.page.getByLabel('Парольна фраза');
  let typed = 'nothing';
  if (await field.isVisible()) {
    await field.fill(passphrase);
    typed = 'the passphrase';
  }
  await button.click();
  return typed;
}

export const rowOf = (w, number) =>
  w.page.getByRole('row').filter({ hasText: number }).first();

export async function row(w, number, text) {
  await open(w, 'Замовлення');
  await until(`${w.profile}: order ${number} shows ${text}`, async () =>
    (await rowOf(w, number).textContent()).includes(text),
  );
}

export async function orderNumber(w, text) {
  const found = await w.page
    .getByRole('row')
    .filter({ hasText: text })
    .first()
    .textContent();
  return found.match(/А\d{4}-[0-9A-Z]{5}/)[0];
}

export async function openOrder(w, number) {
  await open(w, 'Замовлення');
  await rowOf(w, number).click();
  await w.page.getByRole('heading', { name: number }).waitFor();
}

export async function returnOrder(w, number, text, s) {
  await w.page.getByText(number).first().click();
  await w.page.keyboard.press('KeyR');
  const dialog = w.page.getByRole('dialog');
  await choose(w, dialog, 'Причина', /кількість/);
  await choose(w, dialog, 'Про що', /Рядок 2/);
  await choose(w, dialog, 'Поле', /кількість/i);
  await dialog.getByLabel('Текст запитання').fill(text);
  await s.picture(w, 'return');
  await dialog.getByRole('button', { name: 'Далі до підпису' }).click();
  await signHere(w);
  await dialog.waitFor({ state: 'hidden' });
}

export async function choose(w, dialog, label, option) {
  await dialog.getByRole('button', { name: label }).click();
  await w.page.getByRole('option', { name: option }).first().click();
}

/** A approves what is shown; the passphrase is asked for only when it was given long ago. */
export async function approve(w, number, s, waits = true) {
  await w.page.getByText(number).first().click();
  await w.page.getByRole('button', { name: 'Погодити' }).last().waitFor();
  await s.picture(w, 'approve');
  await w.page.keyboard.press('KeyA');
  const dialog = w.page.getByRole('dialog');
  await until('the approval is signed or asks for the passphrase', async () => {
    if (await dialog.isVisible()) {
      await signHere(w);
      await dialog.waitFor({ state: 'hidden' });
    }
    return !waits || /1 очікує/.test(await truthLine(w).textContent());
  });
}

export async function english(w) {
  await open(w, 'Налаштування');
  await w.page.getByText('English').first().click();
}
