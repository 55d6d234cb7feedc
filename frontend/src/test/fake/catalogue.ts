import type { ItemCard, OfferView, SpecView } from '../../api/contract';

// Believable items for tests and pictures; makers and models are invented.

const num = (
  key: string,
  labelUk: string,
  labelEn: string,
  number: number,
  unitUk: string,
  unitEn: string,
): SpecView => ({
  key,
  labelUk,
  labelEn,
  kind: 'number',
  number,
  text: '',
  textEn: '',
  unitUk,
  unitEn,
});
const txt = (key: string, labelUk: string, labelEn: string, text: string): SpecView => ({
  key,
  labelUk,
  labelEn,
  kind: 'choice',
  number: 0,
  text,
  textEn: text,
  unitUk: '',
  unitEn: '',
});
const flag = (key: string, labelUk: string, labelEn: string, on: boolean): SpecView => ({
  key,
  labelUk,
  labelEn,
  kind: 'flag',
  number: on ? 1 : 0,
  text: '',
  textEn: '',
  unitUk: '',
  unitEn: '',
});

const range = (n: number) => num('range_km', 'Дальність', 'Range', n, 'км', 'km');
const payload = (n: number) =>
  num('payload_kg', 'Корисне навантаження', 'Payload', n, 'кг', 'kg');
const endurance = (n: number) =>
  num('endurance_min', 'Час польоту', 'Endurance', n, 'хв', 'min');
const control = (s: string) => txt('control', 'Керування', 'Control', s);
const thermal = (b: boolean) => flag('thermal', 'Тепловізор', 'Thermal camera', b);

interface Category {
  key: string;
  uk: string;
  en: string;
  dk: string;
}
const cat = {
  strike: { key: 'uav_strike', uk: 'Ударні БпЛА', en: 'Strike UAVs', dk: '35613000-4' },
  recon: {
    key: 'uav_recon',
    uk: 'Розвідувальні БпЛА',
    en: 'Reconnaissance UAVs',
    dk: '34711200-6',
  },
  ground: {
    key: 'ugv',
    uk: 'Наземні роботизовані комплекси',
    en: 'Ground robots',
    dk: '35410000-5',
  },
  ew: { key: 'ew', uk: 'Засоби РЕБ', en: 'Electronic warfare', dk: '35730000-0' },
  power: {
    key: 'battery',
    uk: 'Акумулятори та живлення',
    en: 'Batteries and power',
    dk: '31430000-9',
  },
  optics: {
    key: 'optics',
    uk: 'Оптика й тепловізори',
    en: 'Optics and thermal imagers',
    dk: '38600000-1',
  },
} satisfies Record<string, Category>;

export const suppliers = [
  { id: 'sup-1', name: 'ТОВ «Степовий вітер»' },
  { id: 'sup-2', name: 'ТОВ «Карпатські роботи»' },
  { id: 'sup-3', name: 'ПП «Лінія зв’язку»' },
  { id: 'sup-4', name: 'ТОВ «Дніпровська енергія»' },
] as const;

const until = '2026-12-31T21:59:59Z';
let serial = 0;
function offer(
  sup: number,
  price: number,
  free: number,
  leadDays: number,
  more: Partial<OfferView> = {},
): OfferView {
  const s = suppliers[sup] ?? suppliers[0];
  serial += 1;
  const vatRate = more.vatRate ?? 0;
  return {
    id: `offer-${serial}`,
    supplierId: s.id,
    supplierName: s.name,
    price: price * 100,
    priceWithVat: Math.round(price * 100 * (1 + vatRate / 10_000)),
    vatRate,
    uomUk: 'шт',
    uomEn: 'pcs',
    free,
    minimum: 1,
    pack: 1,
    leadDays,
    validUntil: until,
    withdrawn: false,
    ...more,
  };
}

export interface FakeItem {
  card: ItemCard;
  specs: SpecView[];
  offers: OfferView[];
  description: string;
}

function item(
  c: Category,
  article: string,
  nameUk: string,
  nameEn: string,
  nsn: string,
  maker: string,
  specs: SpecView[],
  offers: OfferView[],
): FakeItem {
  return {
    card: {
      id: `item-${article.toLowerCase()}`,
      nameUk,
      nameEn,
      categoryUk: c.uk,
      categoryEn: c.en,
      category: c.key,
      article,
      nsn,
      dk021: c.dk,
      manufacturer: maker,
      specs: specs.slice(0, 3),
      offer: offers[0] ?? null,
      offers: offers.length,
      withdrawn: false,
      inCart: 0,
    },
    specs,
    offers,
    description: `${nameUk}. У комплекті паспорт виробу, запасні частини й інструкція українською мовою.`,
  };
}

export const items: FakeItem[] = [
  item(
    cat.strike,
    'SV-10F',
    'FPV-дрон «Стриж» 10″ з оптоволокном',
    'FPV drone “Stryzh” 10″ fibre optic',
    '1550-61-015-2204',
    'Степовий вітер',
    [range(15), payload(2.5), control('оптоволокно'), endurance(18), thermal(true)],
    [offer(0, 41_900, 320, 6, { minimum: 5, pack: 5 }), offer(1, 43_250, 80, 3)],
  ),
  item(
    cat.strike,
    'SV-07',
    'FPV-дрон «Стриж» 7″ денний',
    'FPV drone “Stryzh” 7″ daylight',
    '1550-61-015-2187',
    'Степовий вітер',
    [range(9), payload(1.5), control('аналог 5,8 ГГц'), endurance(14), thermal(false)],
    [offer(0, 19_800, 1240, 4, { minimum: 10, pack: 10 })],
  ),
  item(
    cat.strike,
    'KR-13N',
    'FPV-дрон «Сова» 13″ нічний',
    'FPV drone “Sova” 13″ night',
    '',
    'Карпатські роботи',
    [range(18), payload(4), control('цифра 3,3 ГГц'), endurance(22), thermal(true)],
    [offer(1, 67_400, 12, 9)],
  ),
  item(
    cat.strike,
    'KR-B6',
    'Важкий бомбер «Пугач» 6-роторний',
    'Heavy bomber “Puhach” six-rotor',
    '1550-61-016-0031',
    'Карпатські роботи',
    [range(20), payload(15), control('цифра 3,3 ГГц'), endurance(34), thermal(true)],
    [offer(1, 486_000, 9, 14, { vatRate: 2000 })],
  ),
  item(
    cat.recon,
    'LZ-W2',
    'Розвідувальний БпЛА «Обрій» крило 2 м',
    'Reconnaissance UAV “Obrii” 2 m wing',
    '1550-61-014-9907',
    'Лінія зв’язку',
    [range(70), endurance(180), thermal(true), control('цифра 2,2 ГГц')],
    [
      offer(2, 1_284_000, 4, 21, { vatRate: 2000 }),
      offer(0, 1_310_000, 1, 10, { vatRate: 2000 }),
    ],
  ),
  item(
    cat.recon,
    'SV-Q4',
    'Квадрокоптер «Жайвір» з тепловізором',
    'Quadcopter “Zhaivir” with thermal camera',
    '',
    'Степовий вітер',
    [range(12), endurance(41), thermal(true), control('цифра 5,8 ГГц')],
    [offer(0, 148_500, 0, 12)],
  ),
  item(
    cat.ground,
    'KR-T3',
    'Наземний комплекс «Віл» вантажний',
    'Ground robot “Vil” cargo',
    '2355-61-015-7742',
    'Карпатські роботи',
    [range(8), payload(200), control('цифра, ретранслятор')],
    [offer(1, 812_000, 6, 18, { vatRate: 2000 })],
  ),
  item(
    cat.ew,
    'LZ-J8',
    'Купольний РЕБ «Заслін» 8 каналів',
    'Dome jammer “Zaslin” 8 channels',
    '5865-61-014-3310',
    'Лінія зв’язку',
    [
      num('power_w', 'Потужність', 'Power', 400, 'Вт', 'W'),
      txt('bands', 'Смуги', 'Bands', '300–6000 МГц'),
      num('mass_kg', 'Маса', 'Mass', 24, 'кг', 'kg'),
    ],
    [offer(2, 356_700, 18, 7, { vatRate: 2000 })],
  ),
  item(
    cat.ew,
    'LZ-D1',
    'Детектор дронів «Слух» портативний',
    'Drone detector “Slukh” handheld',
    '',
    'Лінія зв’язку',
    [
      txt('bands', 'Смуги', 'Bands', '900–5800 МГц'),
      num('mass_kg', 'Маса', 'Mass', 0.3, 'кг', 'kg'),
    ],
    [offer(2, 14_900, 210, 3, { vatRate: 2000 })],
  ),
  item(
    cat.power,
    'DE-6S10',
    'Акумулятор 6S 10 А·год',
    'Battery 6S 10 Ah',
    '6140-61-015-0098',
    'Дніпровська енергія',
    [
      num('capacity_ah', 'Ємність', 'Capacity', 10, 'А·год', 'Ah'),
      num('mass_kg', 'Маса', 'Mass', 1.2, 'кг', 'kg'),
    ],
    [
      offer(3, 5_480, 2600, 2, { minimum: 20, pack: 20, vatRate: 2000 }),
      offer(0, 5_900, 140, 5, { vatRate: 2000 }),
    ],
  ),
  item(
    cat.power,
    'DE-S2K',
    'Зарядна станція польова 2 кВт·год',
    'Field power station 2 kWh',
    '',
    'Дніпровська енергія',
    [
      num('capacity_wh', 'Ємність', 'Capacity', 2000, 'Вт·год', 'Wh'),
      num('mass_kg', 'Маса', 'Mass', 22, 'кг', 'kg'),
    ],
    [offer(3, 62_300, 35, 5, { vatRate: 2000 })],
  ),
  item(
    cat.optics,
    'LZ-T640',
    'Тепловізійний монокуляр «Бачу» 640',
    'Thermal monocular “Bachu” 640',
    '5855-61-013-4471',
    'Лінія зв’язку',
    [
      num('resolution', 'Роздільність', 'Resolution', 640, 'пкс', 'px'),
      num('mass_kg', 'Маса', 'Mass', 0.5, 'кг', 'kg'),
    ],
    [offer(2, 96_800, 22, 8, { vatRate: 2000 })],
  ),
];
