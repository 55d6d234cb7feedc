import type * as c from '../../api/contract';

const pieces = (number: number): c.DraftValueView => ({
  kind: number === 0 ? 'none' : 'pieces',
  number,
  text: '',
  year: 0,
});

/** How the draft of the fake is shared: with a change that met another where it is open. */
export function sharedDraft(
  lines: c.CartLine[],
  shared: boolean,
  at: string,
): c.DraftView {
  const other: c.DraftAuthorView = { name: 'Марія Ткач', laptop: 'склад', at };
  const line = lines.find(l => l.offer.id === 'offer-4');
  const stands = (n: number) => line?.quantity === n;
  return {
    id: lines.length > 0 ? 'draft-1' : '',
    shared,
    unsent: false,
    others: shared ? [other] : [],
    history:
      shared && line
        ? [
            {
              id: '3.0',
              by: other,
              mine: false,
              pending: false,
              field: 'quantity',
              nameUk: line.nameUk,
              nameEn: line.nameEn,
              value: pieces(6),
              was: pieces(4),
              raced: true,
              stands: stands(6) ? 'value' : stands(4) ? 'was' : '',
            },
            {
              id: '2.0',
              by: { name: 'Олена Бойко', laptop: 'штаб', at },
              mine: true,
              pending: true,
              field: 'note',
              nameUk: '',
              nameEn: '',
              value: { kind: 'text', number: 0, text: 'До навчань', year: 0 },
              was: { kind: 'none', number: 0, text: '', year: 0 },
              raced: false,
              stands: 'value',
            },
          ]
        : [],
    drafts: shared
      ? []
      : [{ id: 'draft-2', lines: 2, changed: other, number: '', twin: false }],
    of: null,
    ended: null,
  };
}
