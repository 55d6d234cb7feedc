// The window's own words: a play looks for what the window says, in any of its
// languages, so no step is written twice.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** The languages of the window. */
export const langs = ['uk', 'en'];

/** Reads the texts of all languages. */
export async function readWords() {
  const all = {};
  for (const lang of langs) {
    const file = fileURLToPath(new URL(`../src/i18n/${lang}.ts`, import.meta.url));
    const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' });
    all[lang] = new Words(lang, module[lang]);
  }
  return all;
}

/** The texts of one language. */
class Words {
  constructor(lang, texts) {
    this.lang = lang;
    this.texts = texts;
    this.plural = new Intl.PluralRules(lang);
  }

  /** The text under a key; with a count, its form for so many. */
  say(key, values = {}) {
    const forms =
      values.count === undefined ? [key] : [`${key}_${this.plural.select(values.count)}`];
    for (const form of [...forms, key]) {
      const text = form.split('.').reduce((at, part) => at?.[part], this.texts);
      if (typeof text === 'string')
        return text.replace(/{{(\w+)}}/g, (whole, name) => values[name] ?? whole);
    }
    throw new Error(`no text for ${key} in ${this.lang}`);
  }

  /** What any of the texts matches; a place that is not filled is anything. */
  any(...keys) {
    const one = key =>
      this.say(key)
        .split(/{{\w+}}/)
        .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.+');
    return new RegExp(keys.map(one).join('|'));
  }
}
