// Command gen writes the files of package demo from the tables beside it. It is
// run by go generate from the folder of package demo; the same tables always
// give the same bytes.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"dotchain/syncserver/internal/demo"
)

func main() {
	files, err := generate()
	if err == nil {
		err = write(filepath.Join(folder(), "data"), files)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// folder is where package demo stands, whether the command is run from there or
// from the root of the module.
func folder() string {
	if _, err := os.Stat("demo.go"); err == nil {
		return "."
	}
	return filepath.Join("syncserver", "internal", "demo")
}

// write puts the files where they belong.
func write(root string, files map[string][]byte) error {
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("write demo data: %w", err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return fmt.Errorf("write demo data: %w", err)
		}
	}
	return nil
}

// generate makes all files, by their names in demo.Files.
func generate() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, supplier := range demo.Suppliers() {
		list, found := lists[supplier.PriceFile]
		if !found {
			return nil, fmt.Errorf("no tables for %s", supplier.PriceFile)
		}
		content, err := list(supplier)
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", supplier.PriceFile, err)
		}
		files[supplier.PriceFile] = content
	}
	units, err := writeUnits()
	if err != nil {
		return nil, fmt.Errorf("write units: %w", err)
	}
	files[demo.UnitsFile] = units
	people, err := json.MarshalIndent(demo.People(), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write people: %w", err)
	}
	files[demo.PeopleFile] = append(people, '\n')
	return files, nil
}

// contact is the lines above most price lists. Phones of the 000 range and the
// .example domain belong to nobody.
func contact(s demo.Supplier, rest ...string) []string {
	return slices.Concat([]string{s.NameUk, "ЄДРПОУ " + string(s.EDRPOU) + ", тел. (044) 000-00-00, e-mail: sales@prices.example"}, rest)
}

// lists says how each supplier's price list is laid out.
var lists = map[string]func(demo.Supplier) ([]byte, error){ //nolint:gochecknoglobals // a table that never changes
	"prices/01-siverskyi-rii.xlsx": func(s demo.Supplier) ([]byte, error) {
		return writePrices(layout{
			title: contact(s, "ПРАЙС-ЛИСТ на ударні безпілотні комплекси", ""), headings: true, textPrices: true, vat: "percent", date: "dots", kilograms: true, total: true, maker: s.NameUk,
			footer: []string{"* Ціни вказано за умови самовивозу зі складу.", "Директор ____________ С. Роєвець"},
		}, siverskyiRii)
	},
	"prices/02-vitrokryl.xlsx": func(s demo.Supplier) ([]byte, error) {
		return writePrices(layout{
			title: contact(s, ""), vat: "number", date: "serial", kilograms: true, left: 1, blankEvery: 3, maker: vitrokrylMaker,
			headers: map[string]string{colName: "Назва виробу", colNSN: "НСН / NSN", colStock: "К-сть на складі", colPack: "Упаковка", colUntil: "Ціна дійсна до"},
			footer:  []string{"Примітка: комплектація узгоджується в договорі."},
		}, vitrokryl)
	},
	"prices/03-stepovyi-vil.xlsx": func(s demo.Supplier) ([]byte, error) {
		return writePrices(layout{
			title: contact(s, "Прейскурант наземних роботизованих комплексів"), gross: true, twoLines: true, numbers: true, vat: "fraction", date: "words", kilograms: true,
			headers: map[string]string{colNameEn: "Назва англійською"}, maker: "Степовий Віл", hidden: "SV-D3",
		}, stepovyiVil)
	},
	"prices/04-tykha-khvylia.xlsx": func(s demo.Supplier) ([]byte, error) {
		return writePrices(layout{
			title: contact(s, "", "Комерційна пропозиція"), headings: true, numbers: true, vat: "percent", date: "dots", kilograms: true, maker: "Тиха Хвиля", total: true,
			headers: map[string]string{colStock: "Залишок на складі", colLead: "Строк поставки", colDK: "Код за ДК 021"},
		}, tykhaKhvylia)
	},
	"prices/05-kobza-elektron.xlsx": func(s demo.Supplier) ([]byte, error) {
		return writePrices(layout{
			title: contact(s), headings: true, textPrices: true, vat: "number", date: "dots", maker: "Кобза-Електрон", blankEvery: 2,
			footer: []string{"Увага! Наявність уточнюйте."},
		}, kobza)
	},
	"prices/06-nichna-sova.xlsx": func(s demo.Supplier) ([]byte, error) {
		return writePrices(layout{
			title: contact(s, "Прайс на оптику"), vat: "percent", date: "serial", left: 1, numbers: true, maker: "Нічна Сова",
			headers: map[string]string{colArticle: "Арт.", colCategory: "Група товарів", colMin: "Мін. замовлення"},
			extra: func(b *book) {
				b.sheet(1, "Умови")
				b.set("Умови", 0, 0, "", "Оплата за актом приймання-передачі, гарантія 24 місяці.")
			},
		}, nichnaSova)
	},
	"prices/07-zariad-polissia.xlsx": func(s demo.Supplier) ([]byte, error) {
		return writePrices(layout{
			title: contact(s, "", ""), oneCell: true, gross: true, vat: "fraction", date: "dots", maker: "Заряд-Полісся", blankEvery: 4,
			headers: map[string]string{colPack: "К-сть в уп."},
			extra: func(b *book) {
				b.sheet(1, "Собівартість")
				b.set("Собівартість", 0, 0, "", "Внутрішній розрахунок")
				check(b.file.SetSheetVisible("Собівартість", false))
			},
		}, zariad)
	},
	"prices/08-mavka-komplekt.xlsx": func(s demo.Supplier) ([]byte, error) {
		return writePrices(layout{
			title: contact(s, "Комплектувальні зі складу"), sheets: true, textPrices: true, vat: "number", date: "words", maker: "Мавка",
			without: []string{colNSN}, total: true,
		}, mavka)
	},
	"prices/09-leleche-hnizdo.xlsx": func(s demo.Supplier) ([]byte, error) {
		return writePrices(layout{
			title: contact(s, "Прайс-лист"), headings: true, vat: "number", date: "dots", kilograms: true, maker: "Лелече Гніздо",
		}, leleche)
	},
	"prices/10-perelaz.xlsx": func(s demo.Supplier) ([]byte, error) {
		return writePrices(layout{
			title: contact(s, ""), vat: "fraction", date: "serial", maker: "Перелаз", without: []string{colNumber}, total: true,
			footer: []string{"* Радіостанції постачаються з програмуванням частот."},
		}, perelaz)
	},
	"prices/11-krynytsia.csv": func(s demo.Supplier) ([]byte, error) {
		return writeCSV(layout{
			title: []string{s.NameUk, "Прайс, ціни в гривнях, без ПДВ (єдиний податок)"}, headings: true,
			without: []string{colNameEn, colNSN, colVAT, colUntil, colNumber}, headers: map[string]string{colPrice: "Ціна, грн"},
		}, krynytsia, ';', true)
	},
	"prices/12-obrii-logos.csv": func(s demo.Supplier) ([]byte, error) {
		return writeCSV(layout{
			english: true, vat: "percent", maker: "Obrii Logos", without: []string{colNumber},
			headers: map[string]string{
				colArticle: "Article", colName: "Найменування", colNameEn: "English name", colCategory: "Category", colDK: "CPV code", colNSN: "NSN", colUnit: "Unit of measure",
				colPrice: "Price excl. VAT, UAH", colVAT: "VAT", colStock: "In stock", colMin: "MOQ", colPack: "Pack", colLead: "Lead time", colUntil: "Valid until", colMaker: "Manufacturer",
			},
		}, obrii, ',', false)
	},
}
