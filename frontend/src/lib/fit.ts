/** The most bytes of UTF-8 that a note or an answer of an order may have (docs/formats/seal.md). */
export const noteBytes = 2000;

const encoder = new TextEncoder();

/** How many bytes a text has as it is stored. */
const bytesOf = (text: string) => encoder.encode(text.normalize('NFC')).length;

/** The beginning of a text that has no more than so many bytes. */
export function upTo(text: string, most: number): string {
  if (bytesOf(text) <= most) return text;
  let kept = '';
  let size = 0;
  for (const c of text.normalize('NFC')) {
    size += encoder.encode(c).length;
    if (size > most) break;
    kept += c;
  }
  return kept;
}

/** How many letters surely fit behind a text: of Ukrainian ones each has two bytes. */
export const lettersLeft = (text: string, most: number) =>
  Math.max(0, Math.floor((most - bytesOf(text)) / 2));
