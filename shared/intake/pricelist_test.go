package intake_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"dotchain/shared/code"
	"dotchain/shared/intake"
	"dotchain/shared/money"
)

// book builds an .xlsx of one sheet from rows of cells.
func book(tb testing.TB, rows [][]any, change ...func(*excelize.File)) []byte {
	tb.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		require.NoError(tb, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
	}
	for _, c := range change {
		c(f)
	}
	var b bytes.Buffer
	require.NoError(tb, f.Write(&b))
	return b.Bytes()
}

func read(tb testing.TB, data []byte) intake.PriceList {
	tb.Helper()
	list, err := intake.ReadPriceList(bytes.NewReader(data), intake.Options{})
	require.NoError(tb, err)
	require.True(tb, list.Lines.IsComplete(), "%+v", list.Lines)
	require.Len(tb, list.Rows, list.Lines.Good)
	return list
}

// short is a finding as the tests compare it.
func short(list []intake.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, fmt.Sprintf("%s%d %s", f.Column, f.Row, f.Reason))
	}
	return out
}

// TestReadPriceList_AsItReallyLooks has most of what suppliers do in one sheet.
func TestReadPriceList_AsItReallyLooks(t *testing.T) {
	t.Parallel()
	data := book(t, [][]any{
		{"ТОВ «Вигадане підприємство»"},
		{"Прайс-лист на 01.11.2026, тел. (044) 000-00-00"},
		{},
		{"№", "Артикул", "Найменування", "Код ДК 021", "НСН", "Од. виміру", "Ціна без ПДВ, грн", "ПДВ, %", "Залишок", "Мін. партія", "Упаковка", "Термін поставки, днів", "Дійсна до", "Виробник", "Дальність, км", "Корисне навантаження, кг", "Частота, МГц", "Колір"},
		{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18},
		{"Ударні БпЛА"},
		{1, " СV-7 ", "Дрон  «Сич-7» ", "34711200-6", "1550-61-123-4567", "шт.", "24\u00a0500,50 грн", "20%", "1 200", 10, 5, "10-14", 46387, "Вигадане", "до 12", "2,5", "5725-5850", "сірий"},
		{2, "SY-10", "Дрон «Сич-10»", "34711200-6", "", "шт", 35000, 0.2, ">100", "", "", "", "31.12.2026", "", 20, "3", "5,8 ГГц", ""},
		{},
		{"Засоби РЕБ"},
		{3, "RB-3", "Купол", "35730000-0", "5865611234568", "компл", "119999,99", 20, 7, 1, 1, "2 тижні", "31 грудня 2026 р.", "", "", "", "", ""},
		{"", "", "Разом", "", "", "", 200000},
		{"* Ціни вказано для замовлень від 10 шт."},
		{"", "Директор", "", "", "______", "І. Вигаданий"},
	})
	list := read(t, data)

	require.Equal(t, intake.Lines{Total: 12, Before: 2, Header: 2, Good: 3, Heading: 2, Sums: 1, Notes: 2}, list.Lines)
	first := list.Rows[0]
	require.Equal(t, "CV-7", first.Article, "Cyrillic С beside Latin V")
	require.Equal(t, "Дрон «Сич-7»", first.NameUk)
	require.Equal(t, code.StrikeUAV, first.Category)
	require.Equal(t, code.NSN("1550-61-123-4567"), first.NSN)
	require.Equal(t, code.Piece, first.UOM)
	require.Equal(t, money.Amount(2_450_050), first.Price)
	require.Equal(t, money.VATStandard, first.VATRate)
	require.Equal(t, []int64{1200, 10, 5, 14}, []int64{first.Stock, first.MinQty, first.Pack, first.LeadDays})
	require.Equal(t, intake.Date("2026-12-31"), first.ValidUntil)
	require.Equal(t, []intake.Spec{
		{Key: "range_km", Kind: code.SpecNumber, Number: code.Whole(12), Unit: code.Kilometre},
		{Key: "payload_g", Kind: code.SpecNumber, Number: code.Whole(2500), Unit: code.Gram},
		{Key: "frequency_min_mhz", Kind: code.SpecNumber, Number: code.Whole(5725), Unit: code.Megahertz},
		{Key: "frequency_max_mhz", Kind: code.SpecNumber, Number: code.Whole(5850), Unit: code.Megahertz},
		{Key: "x/Колір", Kind: code.SpecText, Text: "сірий"},
	}, first.Specs)

	second := list.Rows[1]
	require.Equal(t, money.Amount(3_500_000), second.Price)
	require.Equal(t, []int64{100, 1, 1, 0}, []int64{second.Stock, second.MinQty, second.Pack, second.LeadDays})
	require.Equal(t, intake.Spec{Key: "frequency_mhz", Kind: code.SpecNumber, Number: code.Whole(5800), Unit: code.Megahertz}, second.Specs[2])

	third := list.Rows[2]
	require.Equal(t, code.EW, third.Category)
	require.Equal(t, code.NSN("5865-61-123-4568"), third.NSN)
	require.Equal(t, code.Kit, third.UOM)
	require.Equal(t, int64(14), third.LeadDays)
	require.Equal(t, []string{"R4 unknown_column", "B7 lookalike_folded"}, short(list.Findings)[:2])
}

func TestReadPriceList_EveryBadCellIsReportedAndNoGoodRowLost(t *testing.T) {
	t.Parallel()
	header := []any{"Артикул", "Найменування", "Категорія", "Код ДК 021", "НСН", "Од.вим.", "Ціна, грн", "ПДВ", "Залишок", "К-сть в уп", "Мін. партія", "Дійсна до", "Дальність, км"}
	good := []any{"G-%d", "Дрон", "Ударні БпЛА", "34711200-6", "", "шт", "1000", "20", "5", "", "1", "", "10"}
	rows := []struct {
		column int
		text   any
		want   string
	}{
		{0, "", "A%d missing"},
		{1, "", "B%d missing"},
		{0, strings.Repeat("A", 65), "A%d too_long"},
		{0, "ЖAF-1", "A%d mixed_alphabet"},
		{1, "Дрон \u202eнорд", "B%d unsafe_text"},
		{2, "Меблі", "C%d unknown_category"},
		{2, "", "C%d missing"},
		{3, "3471120", "D%d bad_form"},
		{4, "1550-61-12", "E%d bad_form"},
		{5, "відро", "F%d unknown_unit"},
		{5, "", "F%d missing"},
		{6, "", "G%d missing"},
		{6, "за запитом", "G%d not_money"},
		{6, "1,500", "G%d ambiguous_money"},
		{6, "1000,125", "G%d money_fraction"},
		{6, "0", "G%d not_positive"},
		{6, "-5", "G%d not_positive"},
		{6, "700 $", "G%d foreign_currency"},
		{6, "#REF!", "G%d formula_error"},
		{7, "19", "H%d bad_vat"},
		{7, "двадцять", "H%d bad_vat"},
		{8, "багато", "I%d not_number"},
		{8, "1,5", "I%d not_number"},
		{8, "-3", "I%d out_of_range"},
		{10, "0", "K%d not_positive"},
		{11, "31.02.2026", "L%d not_date"},
		{11, "03/04/2026", "L%d ambiguous_date"},
		{11, "колись", "L%d not_date"},
	}
	sheet := [][]any{header}
	var want []string
	for i, row := range rows {
		bad := append([]any{}, good...)
		bad[0] = fmt.Sprintf("B-%d", i)
		bad[row.column] = row.text
		fine := append([]any{}, good...)
		fine[0] = fmt.Sprintf("G-%d", i)
		sheet = append(sheet, bad, fine)
		want = append(want, fmt.Sprintf(row.want, 2+2*i))
	}
	list := read(t, book(t, sheet))
	require.Equal(t, want, short(list.Findings))
	require.Len(t, list.Rows, len(rows))
	require.Equal(t, len(rows), list.Lines.Bad)
	for _, f := range list.Findings {
		require.Equal(t, intake.SeverityError, f.Severity)
		require.NotEmpty(t, f.Header)
		require.Equal(t, "Sheet1", f.Sheet)
		require.Contains(t, f.String(), string(f.Reason))
	}
}

func TestReadPriceList_AllErrorsOfARowAtOnce(t *testing.T) {
	t.Parallel()
	list := read(t, book(t, [][]any{
		{"Артикул", "Назва", "Ціна", "ПДВ", "Категорія"},
		{"", "Дрон", "дорого", "33", "Оптика"},
		{"A-1", "Приціл", 100, 20, "Оптика"},
	}))
	require.Equal(t, []string{"A2 missing", "2 category_dk021", "D2 bad_vat", "C2 not_money"}, short(list.Findings))
	require.Len(t, list.Rows, 1)
}

func TestReadPriceList_Duplicates(t *testing.T) {
	t.Parallel()
	list := read(t, book(t, [][]any{
		{"Артикул", "Назва", "Цiна", "Код ДК 021", "Категорія"}, // Latin i
		{"AB-1", "Антена", 100, "32230000-4", "Зв'язок, засоби зв'язку"},
		{"АВ-1", "Антена", 120, "32230000-4", "засоби зв'язку"}, // Cyrillic twins: the same to a reader
		{"AB-1", "Антена", 100, "32230000-4", "засоби зв'язку"},
		{"AB-2", "Антена", 100, "32230000-4", "засоби зв'язку"},
	}))
	require.Equal(t, []string{"A3 duplicate", "A4 repeated"}, short(list.Findings))
	require.Equal(t, 2, list.Findings[0].FirstRow)
	require.Len(t, list.Rows, 2)
	require.Equal(t, 1, list.Lines.Repeated)
}

func TestReadPriceList_HeaderForms(t *testing.T) {
	t.Parallel()
	t.Run("two lines", func(t *testing.T) {
		t.Parallel()
		list := read(t, book(t, [][]any{
			{"Засоби РЕБ"},
			{"Артикул", "Найменування", "Ціна, грн", "", "Од. вим."},
			{"", "", "без ПДВ", "з ПДВ", ""},
			{"R-1", "Купол", 100, 120, "шт"},
			{"R-2", "Купол", "", "119,99", "шт"},
			{"R-3", "Купол", 100, 121, "шт"},
		}))
		require.Len(t, list.Rows, 3)
		require.Equal(t, code.EW, list.Rows[0].Category)
		require.Equal(t, money.Amount(10_000), list.Rows[0].Price)
		require.Equal(t, money.Amount(9_999), list.Rows[1].Price)
		require.Contains(t, short(list.Findings), "D6 price_vat_differs")
	})
	t.Run("English", func(t *testing.T) {
		t.Parallel()
		list := read(t, book(t, [][]any{
			{"SKU", "Product", "Category", "Unit", "Price excl. VAT, UAH", "VAT", "Stock", "MOQ", "Lead time", "Valid until", "Range (m)", "Thermal imager"},
			{"Q-1", "Quad", "Reconnaissance UAVs", "pcs", "1,234.50", "20%", 3, 1, "5 days", "2026-12-31", 1500, "yes"},
		}))
		require.Equal(t, money.Amount(123_450), list.Rows[0].Price)
		require.Equal(t, code.Milli(1500), list.Rows[0].Specs[0].Number, "metres become kilometres")
		require.Equal(t, "yes", list.Rows[0].Specs[1].Text)
		require.Equal(t, code.ReconUAV, list.Rows[0].Category)
	})
	t.Run("thousands and other currencies", func(t *testing.T) {
		t.Parallel()
		list := read(t, book(t, [][]any{{"Артикул", "Назва", "Ціна, тис. грн"}, {"A-1", "Дрон", "24,5"}}, sheetName("Ударні БпЛА")))
		require.Equal(t, money.Amount(2_450_000), list.Rows[0].Price)
		list = read(t, book(t, [][]any{{"Артикул", "Назва", "Ціна, USD"}, {"A-1", "Дрон", "24"}}, sheetName("Ударні БпЛА")))
		require.Empty(t, list.Rows)
	})
	t.Run("repeated header and unknown heading", func(t *testing.T) {
		t.Parallel()
		list := read(t, book(t, [][]any{
			{"Артикул", "Назва", "Ціна", "Код ДК 021"},
			{"Ударні БпЛА"},
			{"A-1", "Дрон", 10, "34711200-6"},
			{"Артикул", "Назва", "Ціна", "Код ДК 021"},
			{"A-2", "Дрон", 10, "34711200-6"},
			{"Осінній розпродаж"},
			{"A-3", "Дрон", 10, "34711200-6"},
		}))
		require.Equal(t, []string{"A6 unknown_heading", "7 missing"}, short(list.Findings))
		require.Len(t, list.Rows, 2)
	})
}

func sheetName(name string) func(*excelize.File) {
	return func(f *excelize.File) { _ = f.SetSheetName("Sheet1", name) }
}

func TestReadPriceList_SheetsHiddenThingsAndFormulas(t *testing.T) {
	t.Parallel()
	header := []any{"Артикул", "Назва", "Ціна", "Код ДК 021"}
	data := book(t, [][]any{header, {"A-1", "Дрон", 10, "34711200-6"}, {"A-2", "Дрон", 11, "34711200-6"}}, func(f *excelize.File) {
		_ = f.SetSheetName("Sheet1", "Ударні БпЛА")
		_ = f.SetRowVisible("Ударні БпЛА", 3, false)
		_ = f.SetCellFormula("Ударні БпЛА", "C2", "5+5")
		for name, article := range map[string]string{"Оптика": "O-1", "Розрахунок": "X-1"} {
			_, _ = f.NewSheet(name)
			_ = f.SetSheetRow(name, "B3", &header)
			_ = f.SetSheetRow(name, "B4", &[]any{article, "Приціл", 10, "38630000-0"})
		}
		_ = f.SetSheetVisible("Розрахунок", false)
		_, _ = f.NewSheet("Умови")
		_ = f.SetCellValue("Умови", "A1", "Оплата за договором")
	})
	list := read(t, data)
	var got []string
	for _, row := range list.Rows {
		got = append(got, row.Article+" "+string(row.Category))
	}
	require.ElementsMatch(t, []string{"A-1 strike_uav", "A-2 strike_uav", "O-1 optics"}, got)
	require.ElementsMatch(t, []string{"3 hidden_row", "0 hidden_sheet", "1 no_header"}, short(list.Findings))
	require.Equal(t, money.Amount(1_000), list.Rows[0].Price, "the value stored beside the formula")
}

// TestReadPriceList_RowsThatBeginLikeSomethingElse: a name may begin like a note,
// a total or a header.
func TestReadPriceList_RowsThatBeginLikeSomethingElse(t *testing.T) {
	t.Parallel()
	list := read(t, book(t, [][]any{
		{"Назва", "Артикул", "Ціна", "Код ДК 021"},
		{"Телескопічна щогла", "T-1", 10, "38630000-0"},
		{"Total station", "T-2", 10, "38630000-0"},
		{"* Приціл зі знижкою", "T-3", 10, "38630000-0"},
		{strings.Repeat("Дуже довга назва ", 20), "T-4", 10, "38630000-0"},
		{"Артикул на шильдику: приціл", "T-5", 10, "38630000-0"},
		{"Телескоп", "", "", "38635000-5"},
		{"Разом", "5", 50, ""},
		{"Примітка: без доставки", "", "", ""},
	}, sheetName("Оптика")))
	require.Len(t, list.Rows, 5)
	require.Equal(t, 1, list.Lines.Sums)
	require.Equal(t, 1, list.Lines.Notes)
	require.Equal(t, []string{"A5 cut", "B7 missing", "C7 missing"}, short(list.Findings))
}

func TestReadPriceList_CSVEncodingsAndSeparators(t *testing.T) {
	t.Parallel()
	text := "ТОВ «Вигадане»;;;;\r\nАртикул;Назва;Ціна;Категорія;Код ДК 021\r\nA-1;\"Антена 7\"\" диполь; біла\";\"1 000,50\";Засоби зв'язку;32230000-4\r\n\r\nA-2;\"Сокіл\" дрон;2000;Ударні БпЛА;34711200-6\r\n"
	win, err := charmap.Windows1251.NewEncoder().String(text)
	require.NoError(t, err)
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(text, ";", "\t"))
	require.NoError(t, err)
	commas := "Артикул,Назва,Ціна,Категорія,Код ДК 021\nA-1,\"Антена 7\"\" диполь; біла\",\"1 000,50\",Засоби зв'язку,32230000-4\nA-2,\"Сокіл\" дрон,2000,Ударні БпЛА,34711200-6"
	for name, data := range map[string]string{
		"utf-8": text, "utf-8 with mark": "\ufeff" + text, "windows-1251": win, "utf-16 tabs": utf16, "commas": commas, "declared": "sep=;\r\n" + text,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := read(t, []byte(data))
			require.Empty(t, list.Findings)
			require.Len(t, list.Rows, 2)
			if name != "utf-16 tabs" {
				require.Equal(t, "Антена 7\" диполь; біла", list.Rows[0].NameUk)
			}
			require.Equal(t, money.Amount(100_050), list.Rows[0].Price)
			require.Equal(t, "\"Сокіл\" дрон", list.Rows[1].NameUk)
		})
	}
	list := read(t, []byte("sep=;\r\n"+text))
	require.Equal(t, 6, list.Rows[1].Line, "lines are counted as in the file")
}

func TestReadPriceList_SpecsInOneCellAndLongTexts(t *testing.T) {
	t.Parallel()
	list := read(t, book(t, [][]any{
		{"Артикул", "Назва", "Ціна", "Категорія", "Код ДК 021", "Технічні характеристики", "Хімія"},
		{"A-1", strings.Repeat("д", 400), 10, "Акумулятори", "31440000-2", "Ємність: 7000 мА·год; Напруга: 22,2 В\nз захистом", "Li-Ion"},
		{"A-2", "Батарея", 10, "Акумулятори", "31440000-2", "", "невідома"},
	}))
	require.Len(t, []rune(list.Rows[0].NameUk), 300)
	require.Equal(t, []intake.Spec{
		{Key: "capacity_mah", Kind: code.SpecNumber, Number: code.Whole(7000), Unit: code.MilliampHour},
		{Key: "voltage_v", Kind: code.SpecNumber, Number: 22_200, Unit: code.Volt},
		{Key: "x/Технічні характеристики", Kind: code.SpecText, Text: "з захистом"},
		{Key: "chemistry", Kind: code.SpecChoice, Text: "li_ion"},
	}, list.Rows[0].Specs)
	require.Equal(t, []string{"B2 cut", "G3 spec_as_text"}, short(list.Findings))
}

func TestReadPriceList_StoredNumbers(t *testing.T) {
	t.Parallel()
	list := read(t, book(t, [][]any{
		{"Артикул", "Назва", "Ціна", "Код ДК 021", "НСН", "Дійсна до"},
		{1001, "Дрон", 24999.990000000002, "34711200-6", 1550611234567, time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)},
		{"0002", "Дрон", 1.2e5, "34711200-6", "", ""},
		{},
		{3, "Дрон", 10, "34711200-6", "", ""},
	}, sheetName("Ударні БпЛА"), func(f *excelize.File) {
		zeros := "0000"
		style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &zeros})
		_ = f.SetCellStyle("Ударні БпЛА", "A5", "A5", style)
	}))
	require.Empty(t, list.Findings)
	require.Equal(t, "1001", list.Rows[0].Article)
	require.Equal(t, money.Amount(2_499_999), list.Rows[0].Price)
	require.Equal(t, code.NSN("1550-61-123-4567"), list.Rows[0].NSN)
	require.Equal(t, intake.Date("2026-12-31"), list.Rows[0].ValidUntil)
	require.Equal(t, "0002", list.Rows[1].Article)
	require.Equal(t, "0003", list.Rows[2].Article, "the number 3 that is shown as 0003")
	require.Equal(t, money.Amount(12_000_000), list.Rows[1].Price)
}

// TestReadPriceList_AnyMixOfRows puts good and bad rows in any order: every good
// one comes out, every bad one is reported where it stands.
func TestReadPriceList_AnyMixOfRows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		kinds := rapid.SliceOfN(rapid.SampledFrom([]string{"good", "bad", "blank", "heading", "sum", "note"}), 0, 30).Draw(t, "kinds")
		text := "Артикул;Назва;Ціна;Категорія;Код ДК 021\n"
		var good, bad []int
		for i, kind := range kinds {
			switch kind {
			case "good":
				good = append(good, i+2)
				text += fmt.Sprintf("A-%d;Дрон;%d,10;Ударні БпЛА;34711200-6\n", i, i+1)
			case "bad":
				bad = append(bad, i+2)
				text += fmt.Sprintf("A-%d;Дрон;?;Ударні БпЛА;34711200-6\n", i)
			case "blank":
				text += ";;;;\n"
			case "heading":
				text += ";Оптика;;;\n"
			case "sum":
				text += "Разом;;100;;\n"
			case "note":
				text += "* примітка;;;;\n"
			}
		}
		list, err := intake.ReadPriceList(strings.NewReader(text), intake.Options{})
		require.NoError(t, err)
		require.True(t, list.Lines.IsComplete())
		var gotGood, gotBad []int
		for _, row := range list.Rows {
			gotGood = append(gotGood, row.Line)
		}
		for _, f := range list.Findings {
			gotBad = append(gotBad, f.Row)
		}
		require.Equal(t, good, gotGood)
		require.Equal(t, bad, gotBad)
		again, err := intake.ReadPriceList(strings.NewReader(text), intake.Options{})
		require.NoError(t, err)
		require.Equal(t, list, again)
	})
}

func TestDate_End(t *testing.T) {
	t.Parallel()
	end, err := intake.Date("2026-12-31").End(time.UTC)
	require.NoError(t, err)
	require.Equal(t, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), end)
	_, err = intake.Date("").End(time.UTC)
	require.Error(t, err)
}

func TestSentences_CoverTheClosedSets(t *testing.T) {
	t.Parallel()
	for _, lang := range []intake.Lang{intake.LangUk, intake.LangEn} {
		for _, reason := range intake.Reasons() {
			require.NotEmpty(t, reason.Sentence(lang), reason)
		}
		for _, problem := range intake.FileProblems() {
			require.NotEmpty(t, problem.Sentence(lang), problem)
		}
	}
}

// TestFormatDocument_NamesEveryCode keeps docs/formats/intake.md whole.
func TestFormatDocument_NamesEveryCode(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile(filepath.Join("..", "..", "docs", "formats", "intake.md"))
	require.NoError(t, err)
	for _, reason := range intake.Reasons() {
		require.Contains(t, string(document), "`"+string(reason)+"`")
	}
	for _, problem := range intake.FileProblems() {
		require.Contains(t, string(document), "`"+string(problem)+"`")
	}
}
