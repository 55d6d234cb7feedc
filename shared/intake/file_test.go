package intake_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"dotchain/shared/budget"
	"dotchain/shared/code"
	"dotchain/shared/intake"
	"dotchain/shared/money"
)

func TestReadPriceList_BrokenFiles(t *testing.T) {
	t.Parallel()
	fine := book(t, [][]any{{"Артикул", "Назва", "Ціна"}, {"A-1", "Дрон", 10}})
	rows := []struct {
		name string
		data []byte
		want intake.FileProblem
	}{
		{"nothing", nil, intake.FileEmpty},
		{"a picture", append([]byte("\x89PNG\r\n\x1a\n\x00"), make([]byte, 100)...), intake.FileNotSpreadsheet},
		{"binary noise", noise(4096), intake.FileNotSpreadsheet},
		{"a text", []byte("Шановні колеги!\nНадсилаємо прайс.\n"), intake.FileNoHeader},
		{"a zip of something else", zipped(t, map[string]string{"readme.txt": "x"}), intake.FileNotSpreadsheet},
		{"cut short", fine[:len(fine)/2], intake.FileDamaged},
		{"cut at the end", fine[:len(fine)-10], intake.FileDamaged},
		{"too big", make([]byte, intake.MaxFileBytes+1), intake.FileTooBig},
		{"an old .xls", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), intake.FileOldExcel},
		{"with a password", protected(t), intake.FilePassword},
		{"a bomb", bomb(t), intake.FileBomb},
		{"entities", patched(t, fine, "<worksheet", "<!DOCTYPE w [<!ENTITY a \"b\">]><worksheet"), intake.FileBomb},
		{"broken XML of a sheet", patched(t, fine, "</row>", "<row>"), intake.FileDamaged},
		{"a sheet that ends early", patched(t, fine, "</sheetData>", ""), intake.FileDamaged},
		{"tags that do not match", patched(t, fine, "</v>", "</w>"), intake.FileDamaged},
		{"a cell far to the right", patched(t, fine, `r="A1"`, `r="XFA1"`), intake.FileTooManyColumns},
		{"a row far below", patched(t, fine, `<row r="2"`, `<row r="2000000000"`), intake.FileDamaged},
		{"too many rows", zipped(t, map[string]string{"xl/workbook.xml": "<w/>", "xl/worksheets/sheet1.xml": "<s>" + strings.Repeat("<row/>", intake.MaxRows+1) + "</s>"}), intake.FileTooManyRows},
		{"too many lines", []byte(strings.Repeat("a;b;c\n", intake.MaxRows+1)), intake.FileTooManyRows},
		{"too many cells", []byte(strings.Repeat(strings.Repeat(";", 99)+"\n", 60_000)), intake.FileBomb},
		{"too many fields", []byte(strings.Repeat(";", 300)), intake.FileTooManyColumns},
		{"no header", book(t, [][]any{{"лист"}, {1, 2, 3}}), intake.FileNoHeader},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			list, err := intake.ReadPriceList(bytes.NewReader(row.data), intake.Options{})
			var problem *intake.FileError
			require.ErrorAs(t, err, &problem)
			require.Equal(t, row.want, problem.Problem, err.Error())
			require.Empty(t, list.Rows)
			_, err = intake.ReadUnitSheet(bytes.NewReader(row.data))
			require.ErrorAs(t, err, &problem)
		})
	}
}

func noise(n int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	data[0] = 'x'
	return data
}

func zipped(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"readme.txt", "xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		if text, found := parts[name]; found {
			part, err := w.Create(name)
			require.NoError(t, err)
			_, err = part.Write([]byte(text))
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

// patched replaces text in the first sheet of a workbook.
func patched(t *testing.T, data []byte, from, to string) []byte {
	t.Helper()
	const name = "xl/worksheets/sheet1.xml"
	text := part(t, data, name)
	require.Contains(t, text, from)
	return repacked(t, data, map[string]string{name: strings.Replace(text, from, to, 1)})
}

// bomb declares a part that unpacks to 301 MiB.
func bomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	_, err := w.CreateRaw(&zip.FileHeader{Name: "xl/workbook.xml", Method: zip.Deflate, CompressedSize64: 0, UncompressedSize64: 301 << 20})
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// part is the text of one part of a workbook.
func part(tb testing.TB, data []byte, name string) string {
	tb.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(tb, err)
	content, err := fs.ReadFile(r, name)
	require.NoError(tb, err)
	return string(content)
}

// repacked writes a workbook again with some parts replaced.
func repacked(tb testing.TB, data []byte, parts map[string]string) []byte {
	tb.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(tb, err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, entry := range r.File {
		text, found := parts[entry.Name]
		if !found {
			text = part(tb, data, entry.Name)
		}
		out, err := w.CreateHeader(&zip.FileHeader{Name: entry.Name, Method: zip.Store})
		require.NoError(tb, err)
		_, err = out.Write([]byte(text))
		require.NoError(tb, err)
	}
	require.NoError(tb, w.Close())
	return b.Bytes()
}

func protected(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	var b bytes.Buffer
	require.NoError(t, f.Write(&b, excelize.Options{Password: "таємниця"}))
	return b.Bytes()
}

func TestReadUnitSheet(t *testing.T) {
	t.Parallel()
	data := book(t, [][]any{
		{"Розподіл асигнувань"},
		{"№ з/п", "Найменування частини", "Номер в/ч", "Підпорядкування", "Стан", "КПКВК", "КЕКВ", "Фонд", "Рік", "Сума, грн"},
		{1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
		{1, "Окрема бригада «Ліс»", "A9001", "", "бойові дії", 2101150, 2260, "гарантована", 2026, "120 000 000,00"},
		{"", "", "", "", "", 2101150, 3110, "результативна", 2026, 4500000},
		{2, "Батальйон «Яр»", "в/ч А9002", "А9001", "відновлення", "2101150", "2260", "гарантована", "2026 р.", "9 000 000"},
		{"", "", "", "", "", "2101150", "2260", "гарантована", "2026", "1"},
		{3, "Рота «Поле»", "Б9003", "", "бойові дії", "2101150", "2260", "гарантована", 2026, 5},
		{"", "", "", "", "", "2101150", "2260", "гарантована", 2026, 7},
		{4, "Загін «Став»", "А9004", "А9999", "спить", "21011", "1260", "інша", 1926, "1,500"},
		{"", "Разом", "", "", "", "", "", "", "", 1},
		{5, "Центр «Обрій»", "А9005", "А9900", "резерв", "", "", "", "", ""},
		{"Начальник служби ____"},
	})
	sheet, err := intake.ReadUnitSheet(bytes.NewReader(data))
	require.NoError(t, err)
	require.True(t, sheet.Lines.IsComplete(), "%+v", sheet.Lines)

	require.Equal(t, []string{
		"J7 duplicate", "C8 bad_form", "C9 missing", "E10 bad_posture", "F10 bad_form", "G10 unknown_code", "H10 bad_fund", "I10 bad_year", "J10 ambiguous_money", "13 unread_line", "D12 unknown_parent",
	}, short(sheet.Findings))
	require.Len(t, sheet.Units, 3)
	require.Equal(t, intake.Unit{Sheet: "Sheet1", Line: 6, Number: "А9002", Name: "Батальйон «Яр»", Parent: "А9001", Posture: intake.PostureRecovering}, sheet.Units[1])
	require.Equal(t, intake.PostureCombat, sheet.Units[0].Posture)
	require.Equal(t, []intake.BudgetLine{
		{Sheet: "Sheet1", Line: 4, Unit: "А9001", KPKVK: "2101150", KEKV: "2260", Fund: budget.Guaranteed, Year: 2026, Amount: 120_000_000 * money.Hryvnia},
		{Sheet: "Sheet1", Line: 5, Unit: "А9001", KPKVK: "2101150", KEKV: "3110", Fund: budget.Performance, Year: 2026, Amount: 4_500_000 * money.Hryvnia},
		{Sheet: "Sheet1", Line: 6, Unit: "А9002", KPKVK: "2101150", KEKV: "2260", Fund: budget.Guaranteed, Year: 2026, Amount: 9_000_000 * money.Hryvnia},
	}, sheet.Budgets)
}

// reference opens a list of the reference data, or says that it was left out.
func reference(t *testing.T, name string) *os.File {
	t.Helper()
	folder := os.Getenv("DOTCHAIN_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	file, err := os.Open(filepath.Join(folder, name))
	if os.IsNotExist(err) {
		_, _ = fmt.Fprintf(os.Stdout, "LEFT OUT: %s needs %s of the reference data\n", t.Name(), name)
		t.SkipNow()
	}
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	return file
}

func TestReadDK021_Whole(t *testing.T) {
	t.Parallel()
	list, err := intake.ReadDK021(reference(t, "dk021_uk.json"), reference(t, "cpv_en.json"))
	require.NoError(t, err)
	require.Len(t, list.Entries, 9458)
	entry, found := list.Find("34711200-6")
	require.True(t, found)
	require.Equal(t, intake.Entry{Code: "34711200-6", NameUk: "Безпілотні літальні апарати", NameEn: "Non-piloted aircraft"}, entry)
	whole, found := list.Complete("34711200")
	require.True(t, found)
	require.Equal(t, code.DK021("34711200-6"), whole)
	for _, entry := range list.Entries {
		require.NotEmpty(t, entry.NameUk)
		require.NotEmpty(t, entry.NameEn)
	}

	prices, err := intake.ReadPriceList(bytes.NewReader(book(t, [][]any{
		{"Артикул", "Назва", "Ціна", "Код ДК 021"},
		{"A-1", "Дрон", 10, "34711200"},
		{"A-2", "Дрон", 10, "34711200-6 Безпілотні літальні апарати"},
		{"A-3", "Дрон", 10, "34711200-7"},
	}, sheetName("Ударні БпЛА"))), intake.Options{DK021: list})
	require.NoError(t, err)
	require.Equal(t, []string{"D4 unknown_code"}, short(prices.Findings))
	require.Equal(t, code.DK021("34711200-6"), prices.Rows[0].DK021)
}

func TestReadUOM_Whole(t *testing.T) {
	t.Parallel()
	list, err := intake.ReadUOM(reference(t, "unit_codes_recommended.json"))
	require.NoError(t, err)
	require.Len(t, list.Entries, 166)
	for _, info := range code.UOMs() {
		require.True(t, list.Has(string(info.Code)), info.Code)
	}
}

func TestClassifier_RefusesBrokenFiles(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"not JSON":       "ДК 021",
		"an array":       "[]",
		"cut short":      `{"34711200-6": "БпЛА"`,
		"bad code":       `{"3471120-6": "БпЛА"}`,
		"twice":          `{"34711200-6": "БпЛА", "34711200-6": "БпЛА"}`,
		"not a name":     `{"34711200-6": 5}`,
		"empty name":     `{"34711200-6": " "}`,
		"unsafe name":    `{"34711200-6": "\u202eБпЛА"}`,
		"something more": `{"34711200-6": "БпЛА"} {}`,
		"too big":        `{"34711200-6": "` + strings.Repeat("а", 11<<20) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := intake.ReadDK021(strings.NewReader(text), nil)
			var problem *intake.FileError
			require.ErrorAs(t, err, &problem)
			_, err = intake.ReadUOM(strings.NewReader(text))
			require.ErrorAs(t, err, &problem)
		})
	}
	_, err := intake.ReadDK021(strings.NewReader(`{"34711200-6": "БпЛА"}`), strings.NewReader(`{}`))
	require.Error(t, err)
	_, err = intake.ReadUOM(strings.NewReader(`{"H87": {"name_uk": ""}}`))
	require.Error(t, err)
}

func FuzzReadPriceList_CSV(f *testing.F) {
	f.Add([]byte("Артикул;Назва;Ціна;Категорія\nA-1;Дрон;10;ew\n"))
	f.Add([]byte("sep=,\nАртикул,Назва,Ціна\n\"A\"\"-1\",\"Дрон\n\",\"1,50\"\n"))
	f.Add([]byte("\xff\xfeA\x00"))
	f.Add([]byte("\xc0\xf0\xf2\xe8\xea\xf3\xeb;\xcd\xe0\xe7\xe2\xe0;\xd6\xb3\xed\xe0\n1;2;3"))
	f.Fuzz(fuzzOne)
}

// FuzzReadPriceList_XLSX changes the sheet inside an archive that stays whole:
// changes to the archive itself end at its checksums.
func FuzzReadPriceList_XLSX(f *testing.F) {
	whole := book(f, [][]any{{"Артикул", "Назва", "Ціна", "Дальність, км"}, {"A-1", "Дрон", 10, "5-7"}, {"Разом"}})
	sheet, strs := part(f, whole, "xl/worksheets/sheet1.xml"), part(f, whole, "xl/sharedStrings.xml")
	f.Add(sheet, strs)
	f.Add(strings.ReplaceAll(sheet, ` t="s"`, ""), strs)
	f.Add(`<worksheet><sheetData><row r="3" hidden="1"><c r="B3" t="inlineStr"><is><t>Назва</t></is></c><c t="e"><v>#REF!</v></c></row></sheetData></worksheet>`, strs)
	f.Fuzz(func(t *testing.T, sheet, strs string) {
		fuzzOne(t, repacked(t, whole, map[string]string{"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strs}))
	})
}

// fuzzOne checks what holds of any input: no panic, a typed error or a complete
// account, the same twice, and rows that are what Row promises.
func fuzzOne(t *testing.T, data []byte) {
	t.Helper()
	if len(data) > 64<<10 {
		t.Skip("small files find the same")
	}
	options := intake.Options{Category: code.EW}
	list, err := intake.ReadPriceList(bytes.NewReader(data), options)
	if err != nil {
		var problem *intake.FileError
		require.ErrorAs(t, err, &problem)
		return
	}
	require.True(t, list.Lines.IsComplete(), "%+v", list.Lines)
	require.Len(t, list.Rows, list.Lines.Good)
	for _, row := range list.Rows {
		require.True(t, row.Article != "" || row.NSN != "")
		require.NotEmpty(t, row.NameUk)
		require.Positive(t, row.Price)
		require.Positive(t, row.Pack)
		require.Positive(t, row.MinQty)
		require.NoError(t, row.UOM.Check())
		require.NoError(t, row.DK021.Check())
	}
	again, err := intake.ReadPriceList(bytes.NewReader(data), options)
	require.NoError(t, err)
	require.Equal(t, list, again)
}

// BenchmarkReadPriceList reads 10,000 offers of 16 columns.
func BenchmarkReadPriceList(b *testing.B) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	require.NoError(b, err)
	require.NoError(b, w.SetRow("A1", []any{"Артикул", "Найменування", "Категорія", "Код ДК 021", "НСН", "Од. виміру", "Ціна без ПДВ", "ПДВ", "Залишок", "Мін. партія", "Упаковка", "Термін поставки", "Дійсна до", "Дальність, км", "Маса, г", "Час польоту, хв"}))
	for i := range 10_000 {
		require.NoError(b, w.SetRow(fmt.Sprintf("A%d", i+2), []any{
			fmt.Sprintf("A-%d", i), "Дрон ударний «Вигаданий»", "Ударні БпЛА", "34711200-6", "", "шт", fmt.Sprintf("%d 500,25", 10+i%80), "20%", i % 500, 1, 1, 10, "31.12.2026", "12,5", 2400, 25,
		}))
	}
	require.NoError(b, w.Flush())
	var data bytes.Buffer
	require.NoError(b, f.Write(&data))
	for b.Loop() {
		list, err := intake.ReadPriceList(bytes.NewReader(data.Bytes()), intake.Options{})
		require.NoError(b, err)
		require.Len(b, list.Rows, 10_000)
	}
}
