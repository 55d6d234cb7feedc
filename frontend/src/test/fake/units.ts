import { items } from './catalogue';

// The units that the stand-in knows, and who works there.

export const units: [string, string][] = [
  ['А9072', '972-га окрема бригада «Рубіж»'],
  ['А9131', '913-й окремий батальйон «Заслін»'],
  ['А9224', '924-та окрема рота безпілотних систем «Кречет»'],
  ['А9339', '933-й окремий полк оперативного забезпечення «Степова варта»'],
  ['А9410', '941-й центр зв’язку'],
];
export const people = [
  'Ткачук Олена',
  'Гнатюк Роман',
  'Левченко Дарина',
  'Кравець Ігор',
  'Дяченко Софія',
];
export const unit = (i: number): [string, string] =>
  units[i % units.length] as [string, string];
export const item = (i: number) => items[i % items.length] as (typeof items)[number];
