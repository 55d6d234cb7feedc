package demo

var suppliers = []Supplier{ //nolint:gochecknoglobals // a table that never changes
	{EDRPOU: "99100014", NameUk: "ТОВ «Сіверський Рій»", NameEn: "Siverskyi Rii LLC", PriceFile: "prices/01-siverskyi-rii.xlsx"},
	{EDRPOU: "99100020", NameUk: "ТОВ «Вітрокрил Системс»", NameEn: "Vitrokryl Systems LLC", PriceFile: "prices/02-vitrokryl.xlsx"},
	{EDRPOU: "99100037", NameUk: "ТОВ «Степовий Віл Роботікс»", NameEn: "Stepovyi Vil Robotics LLC", PriceFile: "prices/03-stepovyi-vil.xlsx"},
	{EDRPOU: "99100043", NameUk: "ТОВ «Тиха Хвиля»", NameEn: "Tykha Khvylia LLC", PriceFile: "prices/04-tykha-khvylia.xlsx"},
	{EDRPOU: "99100053", NameUk: "ТОВ «Кобза-Електрон»", NameEn: "Kobza Electron LLC", PriceFile: "prices/05-kobza-elektron.xlsx"},
	{EDRPOU: "99100066", NameUk: "ТОВ «Нічна Сова Оптика»", NameEn: "Nichna Sova Optics LLC", PriceFile: "prices/06-nichna-sova.xlsx"},
	{EDRPOU: "99100072", NameUk: "ТОВ «Заряд-Полісся»", NameEn: "Zariad Polissia LLC", PriceFile: "prices/07-zariad-polissia.xlsx"},
	{EDRPOU: "99100089", NameUk: "ТОВ «Мавка-Комплект»", NameEn: "Mavka Komplekt LLC", PriceFile: "prices/08-mavka-komplekt.xlsx"},
	{EDRPOU: "99100095", NameUk: "ТОВ «Лелече Гніздо»", NameEn: "Leleche Hnizdo LLC", PriceFile: "prices/09-leleche-hnizdo.xlsx"},
	{EDRPOU: "99100103", NameUk: "ТОВ «Перелаз-Зв'язок»", NameEn: "Perelaz Zviazok LLC", PriceFile: "prices/10-perelaz.xlsx"},
	{EDRPOU: "99100118", NameUk: "ПП «Дерев'яна Криниця»", NameEn: "Dereviana Krynytsia PE", OutsideVAT: true, PriceFile: "prices/11-krynytsia.csv"},
	{EDRPOU: "99100126", NameUk: "ТОВ «Обрій-Логос»", NameEn: "Obrii Logos LLC", PriceFile: "prices/12-obrii-logos.csv"},
}
